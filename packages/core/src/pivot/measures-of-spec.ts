import type { ReadMeasure, MeasureReader } from "./formula-cells.ts";
import type { CellValue, MeasureInfo, PivotResult } from "./result.ts";
import { shownMeasure } from "./show-as.ts";
import { isShown, type Value } from "./spec.ts";

/** The result with its formulas beside its aggregates. A formula has a value where there are records. */
export const withFormulas = (
  result: PivotResult,
  readers: ReadonlyMap<string, MeasureReader>,
): PivotResult => {
  const all = [...readers.values()];
  if (all.length === result.measures.length) return result;
  return {
    ...result,
    measures: all.map(({ info }) => info),
    cell: (row, col, measure) => {
      const reader = all[measure];
      if (reader === undefined) return null;
      if (measure < result.measures.length) return result.cell(row, col, measure);
      if (result.recordsAt(row, col) === 0) return null;
      const aggregate: ReadMeasure = (at) => result.cell(row, col, at);
      return reader.read(aggregate);
    },
  };
};

type Read = (row: number, col: number) => CellValue;

/** The measures in the order of the spec, with those that are shown as something else; axes are in display order. */
export const asSpecified = (values: readonly Value[], result: PivotResult): PivotResult => {
  if (values.every(({ name }, at) => result.measures[at]?.name === name)) return result;
  const known = new Map<string, { readonly info: MeasureInfo; readonly read: Read }>(
    result.measures.map((info, at) => [
      info.name,
      { info, read: (row, col) => result.cell(row, col, at) },
    ]),
  );
  const byName = new Map(values.map((value) => [value.name, value]));
  const measureOf = (name: string): { readonly info: MeasureInfo; readonly read: Read } => {
    const found = known.get(name);
    const value = byName.get(name);
    if (found !== undefined || value === undefined || !isShown(value)) {
      return found ?? { info: { name, type: "float", empty: null }, read: () => null };
    }
    const of = measureOf(value.of);
    const made = shownMeasure(value, of.info, result.rows, result.cols, of.read);
    known.set(name, made);
    return made;
  };
  const measures = values.map(({ name }) => measureOf(name));
  return {
    ...result,
    measures: measures.map(({ info }) => info),
    cell: (row, col, measure) => measures[measure]?.read(row, col) ?? null,
  };
};
