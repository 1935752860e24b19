import { sha256 } from "../keys/digest.ts";
import { same } from "../keys/keys.ts";

/**
 * Whether a request bears a secret of the host as `Authorization: Bearer`. Digests are compared, in a time that tells
 * nothing of where they differ. Throws on a secret of fewer than 32 characters.
 */
export const bearerSecret = (
  name: string,
  secret: string,
): ((request: Request) => Promise<boolean>) => {
  if (secret.length < 32) throw new Error(`${name} has at least 32 characters.`);
  const expected = sha256(`Bearer ${secret}`);
  return async (request) =>
    same(await sha256(request.headers.get("authorization") ?? ""), await expected);
};
