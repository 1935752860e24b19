import { compareValues } from "./compare-values.ts";
import type { AxisNode, AxisTree, CellValue, Member, MeasureType, PivotResult } from "./result.ts";
import type { PathMember, Sort } from "./spec.ts";

/** The order of each level of both axes, outermost first; ascending labels where a level is absent. */
export interface Shape {
  readonly rows?: readonly Sort[];
  readonly cols?: readonly Sort[];
}

export const childrenOf = ({ nodes }: AxisTree, parent: number): AxisNode[] => {
  const children: AxisNode[] = [];
  const end = parent + (nodes[parent]?.size ?? 1);
  for (let at = parent + 1; at < end; at += nodes[at]?.size ?? 1) {
    const node = nodes[at];
    if (node !== undefined) children.push(node);
  }
  return children;
};

/** The node at a path; undefined where no record leads there. */
export const nodeAt = (axis: AxisTree, path: readonly PathMember[]): number | undefined => {
  let at = 0;
  for (const member of path) {
    const others = typeof member === "object" && member !== null;
    const child = childrenOf(axis, at).find((node) =>
      others ? node.kind === "others" : node.kind === "member" && node.path.at(-1) === member,
    );
    if (child === undefined) return undefined;
    at = child.index;
  }
  return at;
};

type Compare = (a: AxisNode, b: AxisNode) => number;

/** Puts siblings into their order. */
type Arrange = (nodes: readonly AxisNode[]) => AxisNode[];

const by =
  (compare: Compare): Arrange =>
  (nodes) =>
    nodes.toSorted(compare);

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

/** Siblings with their values, each read once. */
const sortedByValue = (
  nodes: readonly AxisNode[],
  type: MeasureType,
  score: (node: AxisNode) => CellValue,
  dir: "asc" | "desc",
): AxisNode[] =>
  nodes
    .map((node) => ({ node, value: score(node) }))
    .toSorted((a, b) => {
      const others = Number(a.node.kind === "others") - Number(b.node.kind === "others");
      if (others !== 0) return others;
      const missing = Number(a.value === null) - Number(b.value === null);
      const order = compareValues(type, a.value, b.value);
      return (
        missing ||
        (dir === "asc" ? order : -order) ||
        tail(a.node) - tail(b.node) ||
        byRank(a.node, b.node)
      );
    })
    .map(({ node }) => node);

const orderAxis = (
  result: PivotResult,
  axis: "rows" | "cols",
  sorts: readonly Sort[],
): Int32Array => {
  const tree = result[axis];
  const other = result[axis === "rows" ? "cols" : "rows"];
  const arrangements = tree.levels.map((_, level): Arrange => {
    const sort = sorts[level];
    if (sort === undefined) return by(byLabel("asc"));
    switch (sort.by) {
      case "label":
        return by(byLabel(sort.dir));
      case "list":
        return by(byList(sort.list));
      case "value": {
        const measure = result.measures.findIndex(({ name }) => name === sort.value);
        const at = nodeAt(other, sort.path ?? []);
        const type = result.measures[measure]?.type ?? "float";
        if (at === undefined || measure < 0) return by(byLabel("asc"));
        const score = (node: AxisNode): CellValue =>
          axis === "rows"
            ? result.cell(node.index, at, measure)
            : result.cell(at, node.index, measure);
        return (nodes) => sortedByValue(nodes, type, score, sort.dir);
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
    const arrange = arrangements[tree.nodes[node]?.level ?? 0];
    if (arrange === undefined) return;
    for (const child of arrange(childrenOf(tree, node))) place(child.index);
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
