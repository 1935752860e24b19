// Random histories of one record, with deletions, restores and clocks that run backwards: the record as of every version,
// every instant and every place in the log, from its events alone, is the record as it was.
import { compareHistories } from "../packages/core/test/audit/compare-histories.ts";
import type { Proof } from "./support/proof.ts";

/** Histories between two lines of the log. */
const batch = 500;

export const prove: Proof = async ({ n = 10_000, seed = 1, log }) => {
  const failures: string[] = [];
  let [done, moments] = [0, 0];
  while (done < n && failures.length < 3) {
    const found = compareHistories(Math.min(batch, n - done), seed + done);
    done += found.histories;
    moments += found.moments;
    if (found.failure !== undefined) failures.push(found.failure);
    log(`${done} histories, ${moments} moments, ${failures.length} failures`);
  }
  return {
    figures: {
      "random histories, each as of every moment as it was": done,
      "moments compared (versions, instants, places in the log)": moments,
    },
    failures,
  };
};
