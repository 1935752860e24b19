import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { checks, type SafetyCase } from "./export-safety/sinks.ts";

const failure = async (one: SafetyCase): Promise<string | undefined> => {
  const check = checks[one.sink];
  if (check === undefined) return `there is no sink ${one.sink}`;
  try {
    return await check(one);
  } catch (error) {
    return `threw ${String(error)}`;
  }
};

/** Runs every case of the folder. */
export const run = async (dir: string): Promise<boolean> => {
  const tally = new Map<string, { passed: number; total: number }>();
  for (const file of readdirSync(dir).toSorted()) {
    if (!file.endsWith(".json")) continue;
    const { cases } = JSON.parse(readFileSync(join(dir, file), "utf8")) as {
      cases: readonly SafetyCase[];
    };
    for (const one of cases) {
      const count = tally.get(one.sink) ?? { passed: 0, total: 0 };
      tally.set(one.sink, count);
      count.total += 1;
      const why = await failure(one);
      if (why === undefined) count.passed += 1;
      else console.log(`FAIL ${file}#${one.id} ${why}`);
    }
  }
  for (const [sink, { passed, total }] of tally) console.log(`metric ${sink} ${passed}/${total}`);
  const all = [...tally.values()];
  const passed = all.reduce((sum, count) => sum + count.passed, 0);
  const total = all.reduce((sum, count) => sum + count.total, 0);
  console.log(`export-safety: ${passed}/${total}`);
  return passed === total && total > 0;
};
