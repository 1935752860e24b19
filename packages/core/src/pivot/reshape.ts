import { compareCodePoints } from "../filter/index.ts";
import { compareDecimals, parseDecimal } from "../kernel/index.ts";
import type { AxisNode, AxisTree, CellValue, Member, MeasureType, PivotResult } from "./result.ts";
import type { Sort } from "./spec.ts";

/** The order of each level of both axes, outermost first; ascending labels where a level is absent. */
export interface Shape {
  readonly rows?: readonly Sort[];
  readonly cols?: readonly Sort[];
}

const childrenOf = ({ nodes }: AxisTree, parent: number): AxisNode[] => {
  const children: AxisNode[] = [];
  const end = parent + (nodes[parent]?.size ?? 1);
  for (let at = parent + 1; at < end; at += nodes[at]?.size ?? 1) {
    const node = nodes[at];
    if (node !== undefined) children.push(node);
  }
  return children;
};

/** The node at a path; undefined where no record leads there. */
const nodeAt = (axis: AxisTree, path: readonly Member[]): number | undefined => {
  let at = 0;
  for (const member of path) {
    const child = childrenOf(axis, at).find(
      (node) => node.kind === "member" && node.path.at(-1) === member,
    );
    if (child === undefined) return undefined;
    at = child.index;
  }
  return at;
};

const compareValues = (type: MeasureType, a: CellValue, b: CellValue): number => {
  if (typeof a === "number" && typeof b === "number") return a - b;
  if (typeof a === "string" && typeof b === "string") {
    if (type !== "decimal" && type !== "money" && type !== "int64") return compareCodePoints(a, b);
    const [left, right] = [Number(a), Number(b)];
    // Doubles decide unless rounding could hide a difference.
    if (left !== right && Math.abs(left) < 2 ** 53 && Math.abs(right) < 2 ** 53) {
      return left - right;
    }
    const [exactLeft, exactRight] = [parseDecimal(a), parseDecimal(b)];
    return exactLeft === undefined || exactRight === undefined
      ? 0
      : compareDecimals(exactLeft, exactRight);
  }
  return Number(a) - Number(b);
};

type Compare = (a: AxisNode, b: AxisNode) => number;

const byRank: Compare = (a, b) => a.rank - b.rank;

/** Others after all, the empty member after all other members. */
const tail = (node: AxisNode): number => (node.kind === "others" ? 2 : node.isNull ? 1 : 0);

const byLabel =
  (dir: "asc" | "desc"): Compare =>
  (a, b) =>
    tail(a) - tail(b) || (dir === "asc" ? a.rank - b.rank : b.rank - a.rank);

const byList = (list: readonly Member[]): Compare => {
  const places = new Map<Member, number>();
  for (const [at, member] of list.entries()) if (!places.has(member)) places.set(member, at);
  const place = (node: AxisNode): number =>
    node.kind === "others"
      ? Number.MAX_SAFE_INTEGER
      : (places.get(node.path.at(-1) ?? null) ?? list.length);
  return (a, b) => place(a) - place(b) || tail(a) - tail(b) || a.rank - b.rank;
};

const byValue = (
  type: MeasureType,
  score: (node: AxisNode) => CellValue,
  dir: "asc" | "desc",
): Compare => {
  const scores = new Map<AxisNode, CellValue>();
  const of = (node: AxisNode): CellValue => {
    let known = scores.get(node);
    if (known === undefined) scores.set(node, (known = score(node)));
    return known;
  };
  return (a, b) => {
    const others = Number(a.kind === "others") - Number(b.kind === "others");
    if (others !== 0) return others;
    const [left, right] = [of(a), of(b)];
    if (left === null || right === null) {
      return Number(left === null) - Number(right === null) || tail(a) - tail(b) || byRank(a, b);
    }
    const order = compareValues(type, left, right);
    return (dir === "asc" ? order : -order) || tail(a) - tail(b) || byRank(a, b);
  };
};

const orderAxis = (
  result: PivotResult,
  axis: "rows" | "cols",
  sorts: readonly Sort[],
): Int32Array => {
  const tree = result[axis];
  const other = result[axis === "rows" ? "cols" : "rows"];
  const compares = tree.levels.map((_, level): Compare => {
    const sort = sorts[level];
    if (sort === undefined) return byLabel("asc");
    switch (sort.by) {
      case "label":
        return byLabel(sort.dir);
      case "list":
        return byList(sort.list);
      case "value": {
        const measure = result.measures.findIndex(({ name }) => name === sort.value);
        const at = nodeAt(other, sort.path ?? []);
        const type = result.measures[measure]?.type ?? "float";
        if (at === undefined || measure < 0) return byLabel("asc");
        const score = (node: AxisNode): CellValue =>
          axis === "rows"
            ? result.cell(node.index, at, measure)
            : result.cell(at, node.index, measure);
        return byValue(type, score, sort.dir);
      }
      default:
        return sort satisfies never;
    }
  });
  const order = new Int32Array(tree.nodes.length);
  let placed = 0;
  const place = (node: number): void => {
    order[placed] = node;
    placed += 1;
    const compare = compares[tree.nodes[node]?.level ?? 0];
    if (compare === undefined) return;
    for (const child of childrenOf(tree, node).toSorted(compare)) place(child.index);
  };
  place(0);
  return order;
};

/** Where each node stands in the new order. */
const placesIn = (order: Int32Array): Int32Array => {
  const places = new Int32Array(order.length);
  order.forEach((from, to) => (places[from] = to));
  return places;
};

const inOrder = (tree: AxisTree, order: Int32Array): AxisTree => {
  const moved = placesIn(order);
  const nodes = Array.from(order, (from, index) => {
    const node = tree.nodes[from] as AxisNode;
    return { ...node, index, parent: node.parent < 0 ? -1 : moved[node.parent]! };
  });
  return { levels: tree.levels, nodes };
};

/**
 * The same cells with each level in another order. No record is read: costs the nodes of both axes, not the rows.
 * Empty members come last in both directions of a label sort, members without a value in both of a value sort.
 */
export const reshape = (result: PivotResult, { rows = [], cols = [] }: Shape): PivotResult => {
  const rowOrder = orderAxis(result, "rows", rows);
  const colOrder = orderAxis(result, "cols", cols);
  return {
    ...result,
    rows: inOrder(result.rows, rowOrder),
    cols: inOrder(result.cols, colOrder),
    cell: (row, col, measure) => result.cell(rowOrder[row] ?? -1, colOrder[col] ?? -1, measure),
    recordsAt: (row, col) => result.recordsAt(rowOrder[row] ?? -1, colOrder[col] ?? -1),
    eachCell: (visit) => {
      const [rowPlaces, colPlaces] = [placesIn(rowOrder), placesIn(colOrder)];
      const width = colOrder.length;
      const pairs: number[] = [];
      result.eachCell((row, col) => pairs.push(rowPlaces[row]! * width + colPlaces[col]!));
      for (const pair of Float64Array.from(pairs).toSorted()) {
        visit(Math.floor(pair / width), pair % width);
      }
    },
  };
};
