import { expressions } from "@ennead/core/expression";
import { compareDecimals, parseDecimal, unwrap } from "@ennead/core/kernel";
import {
  datasetFromRows,
  pivot,
  type AxisTree,
  type CellValue,
  type Dataset,
  type MeasureInfo,
  type PivotFacts,
  type PivotResult,
  type PivotSpec,
} from "@ennead/core/pivot";

import { lookupRows, lookupSchema, now, schema } from "./arbitrary.ts";
import { treesOf } from "./formula-texts.ts";
import { naivePivot, type NaiveResult, type Path, type Row } from "./naive.ts";

const exact = new Set(["int64", "decimal", "money"]);

const lookup: Dataset = unwrap(datasetFromRows(lookupRows, lookupSchema));

/** What the engine is told in these tests. */
export const facts: PivotFacts = { now, expressions, datasets: new Map([["lookup", lookup]]) };

const trees = treesOf(["__proto__", "v1", "v2", "v3"]);

export const naiveOf = (spec: PivotSpec, rows: readonly Row[]): NaiveResult =>
  naivePivot(spec, rows, schema, {
    now,
    trees,
    joined: new Map([["lookup", { rows: lookupRows, schema: lookupSchema }]]),
  });

export const datasetOf = (rows: readonly Row[]): Dataset => unwrap(datasetFromRows(rows, schema));

export const run = (spec: PivotSpec, rows: readonly Row[]): PivotResult =>
  unwrap(pivot(spec, datasetOf(rows), facts));

export const same = (
  actual: CellValue,
  wanted: CellValue,
  { type }: Pick<MeasureInfo, "type">,
): boolean => {
  if (actual === null || wanted === null) return actual === wanted;
  if (exact.has(type)) {
    const [left, right] = [parseDecimal(String(actual)), parseDecimal(String(wanted))];
    return left !== undefined && right !== undefined && compareDecimals(left, right) === 0;
  }
  if (type === "float" && typeof actual === "number") {
    const difference = Math.abs(actual - Number(wanted));
    return difference <= 1e-9 * Math.max(1, Math.abs(actual));
  }
  return Object.is(actual, typeof wanted === "number" ? wanted + 0 : wanted);
};

/** The path of each node, with Others told apart from the empty member. */
export const pathsOf = ({ nodes }: AxisTree): readonly Path[] => {
  const paths: Path[] = [];
  for (const { kind, parent, path } of nodes) {
    const last = kind === "others" ? { others: true as const } : (path.at(-1) ?? null);
    paths.push(parent < 0 ? [] : [...(paths[parent] ?? []), last]);
  }
  return paths;
};

/** What the result and the evaluator say differently; undefined where they agree. */
export const differenceFrom = (naive: NaiveResult, result: PivotResult): string | undefined => {
  const paths = { rows: pathsOf(result.rows), cols: pathsOf(result.cols) };
  for (const [axis, order] of [
    ["rows", naive.rowOrder],
    ["cols", naive.colOrder],
  ] as const) {
    const own = JSON.stringify(paths[axis].slice(1));
    if (own !== JSON.stringify(order)) return `${axis} ${own}, not ${JSON.stringify(order)}`;
  }
  for (const [row, rowPath] of paths.rows.entries()) {
    for (const [col, colPath] of paths.cols.entries()) {
      const cell = naive.cell(rowPath, colPath);
      const records = result.recordsAt(row, col);
      const place = JSON.stringify([rowPath, colPath]);
      if (records !== (cell?.records.length ?? 0)) {
        return `${records} records, not ${cell?.records.length ?? 0}, at ${place}`;
      }
      for (const [at, info] of result.measures.entries()) {
        const actual = result.cell(row, col, at);
        const wanted = cell === undefined ? info.empty : (cell.values[at] ?? null);
        if (!same(actual, wanted, info)) {
          return `${String(actual)}, not ${String(wanted)}, of ${info.name} at ${place}`;
        }
      }
    }
  }
  return undefined;
};

export const difference = (
  result: PivotResult,
  spec: PivotSpec,
  rows: readonly Row[],
): string | undefined => differenceFrom(naiveOf(spec, rows), result);
