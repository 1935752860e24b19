import { compareDecimals, parseDecimal } from "@ennead/core/kernel";
import type { AxisTree, CellValue, MeasureInfo, PivotResult } from "@ennead/core/pivot";

import type { CellCase, Path, QueryCase } from "./case.ts";

const exact = new Set(["int64", "decimal", "money"]);

/** Whether an answer is the wanted value: exact decimals, text and dates as text, doubles within 1e-9. */
export const sameValue = (
  actual: CellValue,
  wanted: CellValue,
  { type, empty }: MeasureInfo,
): boolean => {
  if (actual === null || wanted === null) return actual === wanted;
  if (typeof wanted === "string") {
    if (!exact.has(type) && typeof actual === "string") return actual === wanted;
    const [left, right] = [parseDecimal(String(actual)), parseDecimal(wanted)];
    return left !== undefined && right !== undefined && compareDecimals(left, right) === 0;
  }
  if (typeof wanted === "boolean") return actual === wanted;
  const number = Number(actual);
  if (empty === 0) return number === wanted;
  return Math.abs(number - wanted) <= Math.max(1e-12, 1e-9 * Math.abs(wanted));
};

const pathKey = (path: Path): string => JSON.stringify(path);

/** The path of each node without the total, with Others named wherever it stands in it. */
const paths = ({ nodes }: AxisTree): string[] => {
  const named: Path[] = [[]];
  return nodes.slice(1).map(({ path, kind, parent, index }) => {
    const last = kind === "others" ? { others: true as const } : (path.at(-1) ?? null);
    const whole = [...(named[parent] ?? []), last];
    named[index] = whole;
    return pathKey(whole);
  });
};

const firstDifference = (what: string, actual: string[], wanted: string[]): string[] => {
  const at = wanted.findIndex((path, index) => actual[index] !== path);
  if (at < 0 && actual.length === wanted.length) return [];
  const place = at < 0 ? wanted.length : at;
  return [`${what}[${place}] is ${actual[place] ?? "absent"}, wanted ${wanted[place] ?? "none"}`];
};

export interface Comparison {
  readonly cells: number;
  readonly wrong: number;
  readonly differences: readonly string[];
}

/** Compares a result with what a case expects: orders, the union of the cells of both sides, warnings. */
export const compareResult = (result: PivotResult, expect: QueryCase["expect"]): Comparison => {
  const differences = [
    ...firstDifference("rowOrder", paths(result.rows), (expect.rowOrder ?? []).map(pathKey)),
    ...firstDifference("colOrder", paths(result.cols), (expect.colOrder ?? []).map(pathKey)),
  ];
  const warnings = new Set(result.warnings.map(({ code }) => code));
  const wantedWarnings = new Set<string>(expect.warnings);
  if (
    warnings.size !== wantedWarnings.size ||
    [...warnings].some((code) => !wantedWarnings.has(code))
  ) {
    differences.push(`warnings are [${[...warnings]}], wanted [${[...wantedWarnings]}]`);
  }
  const rowKeys = ["[]", ...paths(result.rows)];
  const colKeys = ["[]", ...paths(result.cols)];
  const rowAt = new Map(rowKeys.map((key, at) => [key, at]));
  const colAt = new Map(colKeys.map((key, at) => [key, at]));
  const wanted = new Map<string, CellCase>();
  for (const cell of expect.cells ?? []) {
    wanted.set(`${pathKey(cell.row)} x ${pathKey(cell.col)}`, cell);
  }
  for (const [row, rowKey] of rowKeys.entries()) {
    for (const [col, colKey] of colKeys.entries()) {
      const key = `${rowKey} x ${colKey}`;
      if (result.recordsAt(row, col) > 0 && !wanted.has(key)) {
        wanted.set(key, {
          row: JSON.parse(rowKey) as Path,
          col: JSON.parse(colKey) as Path,
          v: {},
        });
      }
    }
  }
  let cells = 0;
  let wrong = 0;
  for (const [key, { row, col, v }] of wanted) {
    const [rowNode, colNode] = [rowAt.get(pathKey(row)), colAt.get(pathKey(col))];
    for (const [at, measure] of result.measures.entries()) {
      cells += 1;
      const actual =
        rowNode === undefined || colNode === undefined
          ? measure.empty
          : result.cell(rowNode, colNode, at);
      const value = Object.hasOwn(v, measure.name) ? (v[measure.name] ?? null) : measure.empty;
      if (sameValue(actual, value, measure)) continue;
      wrong += 1;
      differences.push(`${key} ${measure.name} is ${String(actual)}, wanted ${String(value)}`);
    }
  }
  return { cells, wrong, differences };
};
