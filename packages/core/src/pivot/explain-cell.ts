import { writeRow } from "./cell-value.ts";
import { comparedCells, type ComparedCell } from "./compared-cells.ts";
import type { Column } from "./dataset.ts";
import { formulaParts, type FormulaPart } from "./formula-parts.ts";
import type { Plan } from "./plan.ts";
import { conditionOf, eachRecord } from "./records-of.ts";
import { childrenOf } from "./reshape.ts";
import type { AxisNode, AxisTree, CellValue, Member, PivotResult } from "./result.ts";
import { isAggregate, isFormula, isShown, type Dim, type PathMember, type Value } from "./spec.ts";
import { isValid } from "./validity.ts";

/** A step of a cell's path: which member of which level. Totals have none. */
export interface PathStep {
  readonly axis: "rows" | "cols";
  /** Name of the level and of its field, as the spec has them. */
  readonly level: string;
  readonly field: string;
  readonly kind: "member" | "others";
  readonly member: Member;
}

/** What a child of the cell brings to it. */
export interface MemberPart {
  readonly axis: "rows" | "cols";
  readonly node: number;
  readonly kind: AxisNode["kind"];
  readonly member: Member;
  readonly value: CellValue;
  readonly records: number;
  /** Its part of the cell's value, where the parts of the measure add up; null where they do not. */
  readonly share: number | null;
}

/** Why a cell is what it is: data for a sentence. */
export interface Explanation {
  readonly path: readonly PathStep[];
  readonly measure: Value;
  readonly value: CellValue;
  /** Records beneath the cell, and how many of them the measure's own condition keeps. */
  readonly records: number;
  readonly counted: number;
  /** The formula cut at its measures, each with its value in this cell. */
  readonly formula?: readonly FormulaPart[];
  /** The measure that is shown, its value here, and the cells it was compared with or divided by. */
  readonly shown?: {
    readonly of: string;
    readonly value: CellValue;
    readonly compared: readonly (ComparedCell & { readonly value: CellValue })[];
  };
  /** The records with the largest values, whatever their sign; by row. Numbers only. */
  readonly topRecords: readonly { readonly row: number; readonly value: CellValue }[];
  /** The children with the largest values: of the row, or of the column where the row has none. */
  readonly topMembers: readonly MemberPart[];
}

/** How many records and members an explanation names. */
const most = 5;

/** The members down to a node, Others named as such: what `recordsOf` takes. */
export const pathOf = ({ nodes }: AxisTree, node: number): readonly PathMember[] => {
  const path: PathMember[] = [];
  for (let at = nodes[node]; at !== undefined && at.level > 0; at = nodes[at.parent]) {
    path.unshift(at.kind === "others" ? { others: true } : (at.path.at(-1) ?? null));
  }
  return path;
};

const stepsOf = (
  axis: "rows" | "cols",
  tree: AxisTree,
  dims: readonly Dim[],
  node: number,
): readonly PathStep[] =>
  pathOf(tree, node).map((member, at) => {
    const isOthers = typeof member === "object" && member !== null;
    return {
      axis,
      level: dims[at]?.name ?? "",
      field: dims[at]?.field ?? "",
      kind: isOthers ? "others" : "member",
      member: isOthers ? null : member,
    };
  });

const additive: ReadonlySet<string> = new Set(["records", "count", "sum"]);

const size = (value: CellValue): number => (value === null ? -1 : Math.abs(Number(value)));

const numeric: ReadonlySet<Column["type"]> = new Set(["int", "int64", "decimal", "money", "float"]);

const membersOf = (
  result: PivotResult,
  row: number,
  col: number,
  measure: number,
  adds: boolean,
): readonly MemberPart[] => {
  const axis = childrenOf(result.rows, row).length > 0 ? "rows" : "cols";
  const children = axis === "rows" ? childrenOf(result.rows, row) : childrenOf(result.cols, col);
  const whole = Number(result.cell(row, col, measure));
  return children
    .map(({ index, kind, path }): MemberPart => {
      const [at, on] = axis === "rows" ? [index, col] : [row, index];
      const value = result.cell(at, on, measure);
      return {
        axis,
        node: index,
        kind,
        member: kind === "others" ? null : (path.at(-1) ?? null),
        value,
        records: result.recordsAt(at, on),
        share: adds && value !== null && whole !== 0 ? Number(value) / whole : null,
      };
    })
    .filter(({ records }) => records > 0)
    .toSorted((a, b) => size(b.value) - size(a.value))
    .slice(0, most);
};

/** The few records with the largest values, in one pass. */
const recordsBySize = (
  column: Column,
  visit: (take: (row: number) => void) => void,
): Explanation["topRecords"] => {
  const write = writeRow(column);
  const best: { row: number; value: CellValue }[] = [];
  visit((row) => {
    if (!isValid(column.validity, row)) return;
    const value = write(row);
    const last = best[most - 1];
    if (last !== undefined && size(last.value) >= size(value)) return;
    const at = best.findIndex((one) => size(one.value) < size(value));
    best.splice(at < 0 ? best.length : at, 0, { row, value });
    best.length = Math.min(best.length, most);
  });
  return best;
};

/**
 * Explains the cell of a row node, a column node and a measure of a result that `plan` gave, each by index. Nothing is
 * worded here. Costs one pass over the rows. Undefined where there is no such cell.
 */
export const explainCell = (
  plan: Plan,
  result: PivotResult,
  row: number,
  col: number,
  measure: number,
): Explanation | undefined => {
  const { spec, source } = plan;
  const value = spec.values[measure];
  if (value === undefined || !result.rows.nodes[row] || !result.cols.nodes[col]) return undefined;
  const placeOf = (name: string): number => spec.values.findIndex((one) => one.name === name);
  const cellOf = (name: string): CellValue | undefined => {
    const at = placeOf(name);
    return at < 0 ? undefined : result.cell(row, col, at);
  };
  const where = conditionOf(plan, value.name);
  const column =
    isAggregate(value) && value.field !== undefined ? source.columnOf(value.field) : undefined;
  let [records, counted] = [0, 0];
  const visit = (take: (row: number) => void): void =>
    eachRecord(plan, pathOf(result.rows, row), pathOf(result.cols, col), (record) => {
      records += 1;
      if (where?.[record] === 0) return;
      counted += 1;
      take(record);
    });
  const isNumber = column !== undefined && numeric.has(column.type);
  const topRecords = isNumber ? recordsBySize(column, visit) : [];
  if (!isNumber) visit(() => undefined);
  return {
    path: [
      ...stepsOf("rows", result.rows, spec.rows, row),
      ...stepsOf("cols", result.cols, spec.cols, col),
    ],
    measure: value,
    value: result.cell(row, col, measure),
    records,
    counted,
    ...(isFormula(value) ? { formula: formulaParts(value.formula, cellOf) } : {}),
    ...(isShown(value)
      ? {
          shown: {
            of: value.of,
            value: cellOf(value.of) ?? null,
            compared: comparedCells(value, result.rows, result.cols, row, col).map((cell) => ({
              ...cell,
              value: result.cell(cell.row, cell.col, placeOf(value.of)),
            })),
          },
        }
      : {}),
    topRecords,
    topMembers: membersOf(result, row, col, measure, isAggregate(value) && additive.has(value.agg)),
  };
};
