import { csv, restoreFormula } from "@ennead/core/export";
import {
  pivotResultFromJson,
  pivotResultJson,
  resultTable,
  type CellValue,
  type MeasureType,
  type PivotResult,
} from "@ennead/core/pivot";

import { sameValue } from "./compare.ts";
import { readCsv } from "./csv.ts";

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

const fromCsv = (text: string | null, type: MeasureType): CellValue => {
  if (text === null) return null;
  switch (type) {
    case "int":
    case "float":
      return Number(text);
    case "bool":
      return text === "true";
    case "text":
      return restoreFormula(text);
    default:
      return text;
  }
};

/** Cells that come back different after the table was written as CSV and parsed. */
export const csvCellsWrong = (result: PivotResult): number => {
  const lines = readCsv(csv(resultTable(result))).slice(1);
  const levels = result.rows.levels.length;
  const { measures } = result;
  let wrong = 0;
  for (const row of result.rows.nodes) {
    for (const col of result.cols.nodes) {
      for (const [at, measure] of measures.entries()) {
        const text = lines[row.index]?.[levels + col.index * measures.length + at] ?? null;
        const value = result.cell(row.index, col.index, at);
        if (!sameValue(fromCsv(text, measure.type), value, measure)) wrong += 1;
      }
    }
  }
  return wrong;
};
