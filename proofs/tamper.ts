// Random attacks on stored logs and on the bytes of their bundles: each is found, and the first bad event named.
import { tamper } from "../packages/core/test/audit/seal/tamper.ts";
import type { Proof } from "./support/proof.ts";

/** Attacks between two lines of the log. */
const batch = 1_000;

export const prove: Proof = async ({ n = 10_000, seed = 1, log }) => {
  const made = new Map<string, number>();
  const failures: string[] = [];
  let [done, exactly, among] = [0, 0, 0];
  while (done < n && failures.length < 5) {
    const count = Math.min(batch, n - done);
    const found = await tamper({ n: count, seed: seed + done });
    for (const [attack, times] of Object.entries(found.made)) {
      made.set(attack, (made.get(attack) ?? 0) + times);
    }
    failures.push(...found.failures);
    exactly += found.exactly;
    among += found.among;
    done += count;
    log(`${done} attacks, ${exactly} named exactly, ${failures.length} failures`);
  }
  return {
    figures: {
      "attacks, all found": done,
      "first bad event named exactly": exactly,
      "named among the events after a checkpoint that holds, or no event was hit": among,
      ...Object.fromEntries(made),
    },
    failures,
  };
};
