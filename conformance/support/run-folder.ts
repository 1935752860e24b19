import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** One case of a suite. */
export interface Trial {
  /** By what the suite counts it. */
  readonly kind: string;
  readonly id: string;
  /** Why it fails; undefined when it passes. */
  readonly failure: () => Promise<string | undefined> | string | undefined;
}

/** A case as most files hold them: an id, and what its kind asks for. */
export type Case = { readonly id: string } & Readonly<Record<string, unknown>>;

/** Why a case of a kind fails; undefined when it passes. */
export type Check = (one: Case) => Promise<string | undefined> | string | undefined;

/** The trials of a file of one kind, each by the check of that kind. */
export const trialsBy =
  (checks: Readonly<Record<string, Check>>) =>
  (file: unknown): readonly Trial[] => {
    const { kind, cases } = file as { readonly kind: string; readonly cases: readonly Case[] };
    const check = Object.hasOwn(checks, kind) ? checks[kind] : undefined;
    return cases.map((one) => ({
      kind,
      id: one.id,
      failure: () => (check === undefined ? "unknown kind" : check(one)),
    }));
  };

const failureOf = async ({ failure }: Trial): Promise<string | undefined> => {
  try {
    return await failure();
  } catch (error) {
    return `threw ${String(error)}`;
  }
};

/**
 * Tries every case of every JSON file in the folder, in order of file names; prints what fails, a metric for each kind and
 * the sum, and answers whether all pass.
 */
export const runFolder = async (
  suite: string,
  dir: string,
  trialsOf: (file: unknown) => readonly Trial[],
): Promise<boolean> => {
  const tallies = new Map<string, { passed: number; total: number }>();
  for (const file of readdirSync(dir).toSorted()) {
    if (!file.endsWith(".json")) continue;
    for (const trial of trialsOf(JSON.parse(readFileSync(join(dir, file), "utf8")))) {
      const tally = tallies.get(trial.kind) ?? { passed: 0, total: 0 };
      tallies.set(trial.kind, tally);
      tally.total += 1;
      const why = await failureOf(trial);
      if (why === undefined) tally.passed += 1;
      else console.log(`FAIL ${file}#${trial.id} ${why}`);
    }
  }
  let [passed, total] = [0, 0];
  for (const [kind, tally] of tallies) {
    console.log(`metric ${kind} ${tally.passed}/${tally.total}`);
    passed += tally.passed;
    total += tally.total;
  }
  console.log(`${suite}: ${passed}/${total}`);
  return total > 0 && passed === total;
};
