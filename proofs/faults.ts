import { databases } from "../packages/edge/test/support/databases.ts";
import { drillFaults } from "../packages/edge/test/support/faults.ts";
import type { Proof } from "./support/proof.ts";

/** `n` faults on a file and as many on the server: nothing acknowledged lost, doubled or unaudited. */
export const prove: Proof = async ({ n = 300, seed = 1, log }) => {
  const figures: Record<string, string | number> = {};
  const failures: string[] = [];
  for (const on of databases) {
    const began = performance.now();
    const drilled = await drillFaults({ on, faults: n, seed, log });
    const all = Object.values(drilled.faults).reduce((sum, one) => sum + one, 0);
    figures[`${on}: faults`] = all;
    for (const [what, times] of Object.entries(drilled.faults).toSorted()) {
      figures[`${on}: ${what}`] = times;
    }
    for (const [what, times] of Object.entries(drilled.figures)) figures[`${on}: ${what}`] = times;
    const minutes = (performance.now() - began) / 60_000;
    figures[`${on}: faults a minute`] = Math.round(all / minutes);
    failures.push(...drilled.failures);
  }
  return { figures, failures };
};
