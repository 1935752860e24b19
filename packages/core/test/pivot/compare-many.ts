import fc from "fast-check";

import { rowsArbitrary, specArbitrary, type SpecKind } from "./arbitrary.ts";
import { difference, run } from "./same-as-naive.ts";

/** What comparing many reports came to. */
export interface Compared {
  readonly reports: number;
  readonly cells: number;
  readonly layouts: ReadonlyMap<string, number>;
  /** The first difference, with the smallest spec and records that show it. */
  readonly failure?: string;
}

/** Compares random reports over random records with the evaluator, cell by cell. */
export const compareMany = (reports: number, seed: number, kind: SpecKind): Compared => {
  const layouts = new Map<string, number>();
  let cells = 0;
  const found = fc.check(
    fc.property(specArbitrary(kind), rowsArbitrary, (spec, rows) => {
      const result = run(spec, rows);
      const { layout } = result.stats;
      layouts.set(layout, (layouts.get(layout) ?? 0) + 1);
      cells += result.rows.nodes.length * result.cols.nodes.length * result.measures.length;
      const wrong = difference(result, spec, rows);
      if (wrong !== undefined) throw new Error(wrong);
    }),
    { numRuns: reports, seed },
  );
  const answer = { reports, cells, layouts };
  if (!found.failed) return answer;
  const why = found.errorInstance instanceof Error ? found.errorInstance.message : "a difference";
  return { ...answer, failure: `seed ${seed}: ${why}\n${JSON.stringify(found.counterexample)}` };
};
