import { sha256 } from "../keys/digest.ts";

/** The id of a bucket's row: what it counts, for whom. A digest, so that no table tells who tried to sign in. */
export const bucketName = (policy: string, ...parts: readonly string[]): Promise<string> =>
  sha256(JSON.stringify([policy, ...parts]));
