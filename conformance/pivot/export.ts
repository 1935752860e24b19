import { pivotResultFromJson, pivotResultJson, type PivotResult } from "@ennead/core/pivot";

import { sameValue } from "./compare.ts";

/** Cells of a result that another reading of it does not hold. */
const differing = (result: PivotResult, again: PivotResult): number => {
  let wrong = 0;
  for (const row of result.rows.nodes) {
    for (const col of result.cols.nodes) {
      for (const [at, measure] of result.measures.entries()) {
        const value = result.cell(row.index, col.index, at);
        if (!sameValue(again.cell(row.index, col.index, at), value, measure)) wrong += 1;
      }
    }
  }
  return wrong;
};

/** Cells that come back different after the result was written as JSON and parsed. */
export const jsonCellsWrong = (result: PivotResult): number =>
  differing(result, pivotResultFromJson(JSON.parse(JSON.stringify(pivotResultJson(result)))));
