import { expressions } from "@ennead/core/expression";
import { unwrap } from "@ennead/core/kernel";
import { checkSpec, explainCell, pathOf, planPivot, recordsOf, runPivot } from "@ennead/core/pivot";
import fc from "fast-check";
import { expect, test } from "vitest";

import { rowsArbitrary, specArbitrary } from "./arbitrary.ts";
import { datasetOf, facts, naiveOf } from "./same-as-naive.ts";

const numbered = fc.tuple(specArbitrary({ levels: 2, plain: true }), rowsArbitrary);

test("every cell, total and Others leads to its records in row order, page by page", () => {
  fc.assert(
    fc.property(numbered, fc.integer({ min: 1, max: 7 }), ([spec, rows], limit) => {
      const dataset = datasetOf(rows);
      const plan = unwrap(
        planPivot(
          unwrap(checkSpec(spec, { columns: dataset.columns, expressions })),
          dataset,
          facts,
        ),
      );
      const result = unwrap(runPivot(plan, dataset));
      const naive = naiveOf(spec, rows);
      for (const row of result.rows.nodes) {
        for (const col of result.cols.nodes) {
          const [rowPath, colPath] = [
            pathOf(result.rows, row.index),
            pathOf(result.cols, col.index),
          ];
          const wanted = (naive.cell(rowPath, colPath)?.records ?? []).map((one) =>
            rows.indexOf(one),
          );
          const found: number[] = [];
          let after: number | null = -1;
          while (after !== null) {
            const page = recordsOf(plan, rowPath, colPath, { limit, after });
            expect(page.total).toBe(wanted.length);
            found.push(...page.rows);
            after = page.next;
          }
          expect(found).toEqual(wanted);
        }
      }
      expect(explainCell(plan, result, 0, 0, 0)?.records).toBe(result.recordsAt(0, 0));
    }),
    { numRuns: 100 },
  );
});
