import { formatDate, formatInstant } from "../calendar/index.ts";
import type { Value as ExpressionValue } from "../expression/index.ts";
import { formatUnits } from "../kernel/index.ts";
import type { ExpressionEngine } from "./expressions.ts";
import { columnType, expressionType } from "./expressions.ts";
import type { CellValue, MeasureInfo } from "./result.ts";
import { isAggregate, isFormula, type Value } from "./spec.ts";

/** A value of the expression engine as a cell has it. */
const cellOf = (value: ExpressionValue, { type, scale = 0 }: MeasureInfo): CellValue => {
  if (value === null) return null;
  switch (type) {
    case "date":
      return formatDate(Number(value));
    case "timestamp":
      return formatInstant(Number(value));
    case "decimal":
      return typeof value === "bigint" ? formatUnits(value, scale) : null;
    case "int":
    case "float":
      return Number(value) + 0;
    default:
      return typeof value === "string" || typeof value === "boolean" ? value : null;
  }
};

/** Reads a measure by its place among the values of the spec. */
export type ReadMeasure = (value: number) => CellValue;

/** How the measures of a spec are read from those that the scan knows: `aggregate` numbers them in their own order. */
export interface MeasureReader {
  readonly info: MeasureInfo;
  readonly read: (aggregate: ReadMeasure) => CellValue;
}

/**
 * A reader for each aggregate and formula of the spec, by name; formulas are computed from the aggregates of one cell.
 * The spec was checked with the same engine, so every formula has its type.
 */
export const measureReaders = (
  values: readonly Value[],
  aggregates: readonly MeasureInfo[],
  engine: ExpressionEngine | undefined,
  now: number,
): ReadonlyMap<string, MeasureReader> => {
  const readers = new Map<string, MeasureReader>();
  for (const [at, info] of aggregates.entries()) {
    readers.set(info.name, { info, read: (aggregate) => aggregate(at) });
  }
  const byName = new Map(values.map((value) => [value.name, value]));
  const readerOf = (name: string): MeasureReader | undefined => {
    const known = readers.get(name);
    const value = byName.get(name);
    if (known !== undefined || value === undefined || !isFormula(value)) return known;
    const checked = engine?.check(value.formula, {
      typeOf: (path) => {
        const used = readerOf(path.join("."));
        return used === undefined ? undefined : expressionType(used.info);
      },
    });
    const type = checked?.ok === true ? columnType(checked.value.type) : undefined;
    if (engine === undefined || checked?.ok !== true || type === undefined) return undefined;
    const info: MeasureInfo = { name, ...type, empty: null };
    const compute = engine.row<ReadMeasure>(checked.value, { now }, (aggregate, path) =>
      readers.get(path.join("."))?.read(aggregate),
    );
    const reader = { info, read: (aggregate: ReadMeasure) => cellOf(compute(aggregate), info) };
    readers.set(name, reader);
    return reader;
  };
  for (const value of values) if (!isAggregate(value)) readerOf(value.name);
  return readers;
};
