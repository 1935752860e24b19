import { databases } from "../packages/edge/test/support/databases.ts";
import { fuzz } from "../packages/edge/test/support/fuzz.ts";
import type { Proof } from "./support/proof.ts";

/** `n` requests to a file and a tenth as many to the server: no error of ours, no change by a refusal, nothing foreign. */
export const prove: Proof = async ({ n = 100_000, seed = 1, log }) => {
  const figures: Record<string, string | number> = {};
  const failures: string[] = [];
  for (const on of databases) {
    const requests = on === "file" ? n : Math.ceil(n / 10);
    const found = await fuzz({ on, requests, seed, log });
    for (const [what, figure] of Object.entries(found.figures)) figures[`${on}: ${what}`] = figure;
    failures.push(...found.failures);
  }
  return { figures, failures };
};
