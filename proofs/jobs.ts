// Three processes work on one database, on a file and on the server, once undisturbed and once while some are killed at
// random: no job is completed twice and none is lost.
import { databases } from "../packages/edge/test/support/databases.ts";
import { jobsDrill } from "../packages/edge/test/support/jobs-drill.ts";
import type { Proof } from "./support/proof.ts";

const processes = 3;
const kills = 6;

/** A small linear generator, so that a seed makes the same kills. */
const randomFrom = (seed: number): (() => number) => {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return (state >>> 0) / 2 ** 32;
  };
};

export const prove: Proof = async ({ n = 10_000, seed = 1, log }) => {
  const random = randomFrom(seed);
  const figures: Record<string, string | number> = {};
  const failures: string[] = [];
  for (const on of databases) {
    for (const killed of [0, kills]) {
      const name = `${on}, ${killed === 0 ? "undisturbed" : "with kills"}`;
      const found = await jobsDrill({ on, jobs: n, processes, kills: killed, random });
      const perSecond = Math.round((1000 * found.done) / Math.max(found.took, 1));
      log(`${name}: ${JSON.stringify(found)}`);
      figures[`${name}: jobs done by ${processes} processes`] = found.done;
      figures[`${name}: completed twice, lost, processes killed`] =
        `${found.twice}, ${found.lost}, ${found.killed}`;
      figures[`${name}: jobs per second`] = perSecond;
      figures[`${name}: lateness p50, p99 (all due at once)`] =
        `${(found.lateness.p50 / 1000).toFixed(1)} s, ${(found.lateness.p99 / 1000).toFixed(1)} s`;
      if (found.twice > 0) failures.push(`${name}: ${found.twice} jobs were completed twice`);
      if (found.lost > 0) failures.push(`${name}: ${found.lost} jobs were lost`);
      if (found.done !== n) failures.push(`${name}: ${found.done} of ${n} jobs are done`);
    }
  }
  return { figures, failures };
};
