import { compareDecimals, parseDecimal } from "../kernel/index.ts";
import { AxisCoder } from "./axis-coder.ts";
import type { Axis } from "./axis.ts";
import { compareValues } from "./compare-values.ts";
import { memberCodes } from "./keys.ts";
import { withOthers, type Level } from "./level.ts";
import type { CellValue, MeasureType } from "./result.ts";
import { rowNodes } from "./row-nodes.ts";
import type { Having, PivotSpec, Top } from "./spec.ts";

/** The rows that are left and the levels they are grouped by, while members are taken out of a report. */
export interface Narrowed {
  readonly selected: Uint8Array | undefined;
  readonly rows: readonly Level[];
  readonly cols: readonly Level[];
}

/** A measure at every node of one axis, over the whole of the other. */
export interface Scores {
  readonly axis: Axis;
  readonly type: MeasureType;
  readonly score: (node: number) => CellValue;
}

/** Evaluates a measure over levels; undefined where there would be too many cells. */
export type ScoreLevels = (
  levels: readonly Level[],
  selected: Uint8Array | undefined,
  measure: string,
) => Scores | undefined;

const meets = (value: CellValue, { op, than }: Having): boolean => {
  if (value === null) return false;
  const [left, right] = [parseDecimal(String(value)), parseDecimal(String(than))];
  if (left === undefined || right === undefined) return false;
  const order = compareDecimals(left, right);
  switch (op) {
    case "=":
      return order === 0;
    case "!=":
      return order !== 0;
    case "<":
      return order < 0;
    case "<=":
      return order <= 0;
    case ">":
      return order > 0;
    case ">=":
      return order >= 0;
    default:
      return op satisfies never;
  }
};

/** The selection without the rows of some leaf nodes. */
const without = (
  selected: Uint8Array | undefined,
  nodes: Int32Array,
  drops: (node: number) => boolean,
): Uint8Array =>
  Uint8Array.from(nodes, (node, row) =>
    selected?.[row] !== 0 && node >= 0 && !drops(node) ? 1 : 0,
  );

const nodesOf = (
  levels: readonly Level[],
  axis: Axis,
  rows: number,
  selected: Uint8Array | undefined,
): Int32Array => rowNodes(new AxisCoder(levels, rows), axis, rows, selected);

const having = (
  state: Narrowed,
  condition: Having,
  rows: number,
  scores: ScoreLevels,
): Narrowed | undefined => {
  const levels = state[condition.on].slice(0, condition.level + 1);
  const found = scores(levels, state.selected, condition.value);
  if (found === undefined) return undefined;
  const nodes = nodesOf(levels, found.axis, rows, state.selected);
  const fails = Uint8Array.from({ length: found.axis.nodes }, (_, node) =>
    meets(found.score(node), condition) ? 0 : 1,
  );
  return { ...state, selected: without(state.selected, nodes, (node) => fails[node] === 1) };
};

/** The children of a node that stay, best first; the others are the rest. */
const restOf = (
  children: readonly number[],
  { score, type, axis }: Scores,
  { n, dir = "desc", ties = "label" }: Top,
): readonly number[] => {
  const ranked = children
    .map((node) => ({ node, value: score(node) }))
    .toSorted((a, b) => {
      const missing = Number(a.value === null) - Number(b.value === null);
      const order = compareValues(type, a.value, b.value);
      return missing || (dir === "asc" ? order : -order) || axis.rank[a.node]! - axis.rank[b.node]!;
    });
  let kept = Math.min(n, ranked.length);
  const border = ranked[kept - 1];
  if (ties === "include" && border !== undefined) {
    const isTie = (value: CellValue | undefined): boolean =>
      value !== undefined &&
      (value === null) === (border.value === null) &&
      compareValues(type, value, border.value) === 0;
    while (kept < ranked.length && isTie(ranked[kept]?.value)) kept += 1;
  }
  return ranked.slice(kept).map(({ node }) => node);
};

const topOf = (
  state: Narrowed,
  on: "rows" | "cols",
  at: number,
  top: Top,
  rows: number,
  scores: ScoreLevels,
): Narrowed | undefined => {
  const levels = state[on].slice(0, at + 1);
  const level = levels[at];
  const found = scores(levels, state.selected, top.by);
  if (found === undefined || level === undefined) return undefined;
  const { axis } = found;
  const siblings = new Map<number, number[]>();
  for (let node = 1; node < axis.nodes; node += 1) {
    if (axis.depth[node] !== at + 1) continue;
    const parent = axis.parent[node]!;
    const known = siblings.get(parent);
    if (known === undefined) siblings.set(parent, [node]);
    else known.push(node);
  }
  const rest = new Uint8Array(axis.nodes);
  let any = false;
  for (const children of siblings.values()) {
    for (const node of restOf(children, found, top)) {
      rest[node] = 1;
      any = true;
    }
  }
  if (!any) return state;
  const nodes = nodesOf(levels, axis, rows, state.selected);
  if (top.others === false) {
    return { ...state, selected: without(state.selected, nodes, (node) => rest[node] === 1) };
  }
  const members = new Int32Array(rows);
  memberCodes(level, members, rows, 0, undefined);
  for (let row = 0; row < rows; row += 1) {
    if (nodes[row]! >= 0 && rest[nodes[row]!] === 1) members[row] = level.size + 1;
  }
  return { ...state, [on]: state[on].with(at, withOthers(level, members)) };
};

/**
 * Takes members out of a report: first those that fail a `having`, rows before columns, then all but the top of each
 * level, rows from the outermost inwards and then columns, each on what the earlier ones left. Undefined where a step
 * would have too many cells.
 */
export const narrow = (
  spec: PivotSpec,
  start: Narrowed,
  rows: number,
  scores: ScoreLevels,
): Narrowed | undefined => {
  let state: Narrowed | undefined = start;
  for (const on of ["rows", "cols"] as const) {
    for (const condition of spec.having ?? []) {
      if (condition.on === on && state !== undefined) {
        state = having(state, condition, rows, scores);
      }
    }
  }
  for (const on of ["rows", "cols"] as const) {
    for (const [at, { top }] of spec[on].entries()) {
      if (top !== undefined && state !== undefined) {
        state = topOf(state, on, at, top, rows, scores);
      }
    }
  }
  return state;
};
