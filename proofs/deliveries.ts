// A report is mailed to three people over SMTP, and in every round the process that delivers is killed at a point of its
// own: nobody gets a mail twice, what is known to be sent has arrived once with its PDF, XLSX and table, and each has his
// own numbers.
import { databases } from "../packages/edge/test/support/databases.ts";
import {
  deliveriesDrill,
  killPoints,
  type Kill,
} from "../packages/edge/test/support/deliveries.ts";
import type { Proof } from "./support/proof.ts";

/** A small linear generator, so that a seed makes the same kills. */
const randomFrom = (seed: number): ((below: number) => number) => {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return Math.floor(((state >>> 0) / 2 ** 32) * below);
  };
};

/** How often a process comes by its points while it delivers a round to three people. */
const times = { "before:batch": 14, "after:batch": 14 } as const;
const usual = 3;

export const prove: Proof = async ({ n = 100, seed = 1, log }) => {
  const random = randomFrom(seed);
  const figures: Record<string, string | number> = {};
  const failures: string[] = [];
  const share = Math.max(1, Math.round(n / databases.length));
  for (const on of databases) {
    const kills = Array.from({ length: share }, (_, round): Kill => {
      const point = killPoints[round % killPoints.length] ?? "before:batch";
      const most = point in times ? times[point as keyof typeof times] : usual;
      return { point, nth: 1 + random(most) };
    });
    const found = await deliveriesDrill(on, kills);
    log(`${on}: ${JSON.stringify(found)}`);
    figures[`${on}: rounds, processes killed`] = `${kills.length}, ${found.killed}`;
    figures[`${on}: deliveries, sent, uncertain (of which arrived)`] =
      `${found.deliveries}, ${found.sent}, ${found.uncertain} (${found.uncertainArrived})`;
    figures[`${on}: mails twice, lost, incomplete or with numbers of others`] = found.wrong.length;
    failures.push(...found.wrong.map((one) => `${on}: ${one}`));
    if (found.killed < kills.length / 2) failures.push(`${on}: only ${found.killed} were killed`);
  }
  return { figures, failures };
};
