import { checks, type SafetyCase } from "./export-safety/sinks.ts";
import { runFolder, type Trial } from "./support/run-folder.ts";

const trialsOf = (file: unknown): readonly Trial[] =>
  (file as { readonly cases: readonly SafetyCase[] }).cases.map((one) => ({
    kind: one.sink,
    id: one.id,
    failure: () => {
      const check = Object.hasOwn(checks, one.sink) ? checks[one.sink] : undefined;
      return check === undefined ? `there is no sink ${one.sink}` : check(one);
    },
  }));

/** Runs every case of every JSON file in the folder; true when all pass. */
export const run = (dir: string): Promise<boolean> => runFolder("export-safety", dir, trialsOf);
