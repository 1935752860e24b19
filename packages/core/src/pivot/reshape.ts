import type { AxisNode, AxisTree, CellValue, Member, PivotResult } from "./result.ts";
import { byLabel, byValue, tail } from "./sort-by-value.ts";
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

/** Puts siblings, given by index, into their order. */
type Arrange = (siblings: Int32Array) => Int32Array;

const byList =
  ({ nodes }: AxisTree, list: readonly Member[]): Arrange =>
  (siblings) => {
    const places = new Map<Member, number>();
    for (const [at, member] of list.entries()) if (!places.has(member)) places.set(member, at);
    const place = (node: AxisNode): number =>
      node.kind === "others"
        ? Number.MAX_SAFE_INTEGER
        : (places.get(node.path.at(-1) ?? null) ?? list.length);
    return siblings.toSorted((left, right) => {
      const [a, b] = [nodes[left]!, nodes[right]!];
      return place(a) - place(b) || tail(a) - tail(b) || a.rank - b.rank;
    });
  };

/** The indexes of a node's children, in the order of the tree. */
const childIndexes = ({ nodes }: AxisTree, parent: number): Int32Array => {
  const { size } = nodes[parent]!;
  const children = new Int32Array(size - 1);
  let count = 0;
  for (let at = parent + 1; at < parent + size; at += nodes[at]!.size) {
    children[count] = at;
    count += 1;
  }
  return children.subarray(0, count);
};

const orderAxis = (
  result: PivotResult,
  axis: "rows" | "cols",
  sorts: readonly Sort[],
): Int32Array => {
  const tree = result[axis];
  const { nodes, levels } = tree;
  const other = result[axis === "rows" ? "cols" : "rows"];
  const byAscendingLabel: Arrange = (siblings) => byLabel(nodes, siblings, "asc");
  const arrangements = levels.map((_, level): Arrange => {
    const sort = sorts[level];
    if (sort === undefined) return byAscendingLabel;
    switch (sort.by) {
      case "label":
        return (siblings) => byLabel(nodes, siblings, sort.dir);
      case "list":
        return byList(tree, sort.list);
      case "value": {
        const measure = result.measures.findIndex(({ name }) => name === sort.value);
        const at = nodeAt(other, sort.path ?? []);
        const type = result.measures[measure]?.type ?? "float";
        if (at === undefined || measure < 0) return byAscendingLabel;
        const score = (node: number): CellValue =>
          axis === "rows" ? result.cell(node, at, measure) : result.cell(at, node, measure);
        return (siblings) => byValue(nodes, siblings, type, score, sort.dir);
      }
      default:
        return sort satisfies never;
    }
  });
  const order = new Int32Array(nodes.length);
  let placed = 1;
  const placeBelow = (node: number, level: number): void => {
    const arrange = arrangements[level];
    if (arrange === undefined) return;
    const children = arrange(childIndexes(tree, node));
    if (children.length + 1 === nodes[node]!.size) {
      // All of them are leaves.
      order.set(children, placed);
      placed += children.length;
      return;
    }
    for (const child of children) {
      order[placed] = child;
      placed += 1;
      placeBelow(child, level + 1);
    }
  };
  placeBelow(0, 0);
  return order;
};

/** Where each node stands in the new order. */
const placesIn = (order: Int32Array): Int32Array => {
  const places = new Int32Array(order.length);
  for (let to = 0; to < order.length; to += 1) places[order[to]!] = to;
  return places;
};

/** The tree in another order; the same one where nothing moves. */
const inOrder = (tree: AxisTree, order: Int32Array): AxisTree => {
  let first = 0;
  while (first < order.length && order[first] === first) first += 1;
  if (first === order.length) return tree;
  const moved = placesIn(order);
  const nodes: AxisNode[] = tree.nodes.slice(0, first);
  for (let index = first; index < order.length; index += 1) {
    const { parent, size, path, kind, isNull, level, label, rank, records } =
      tree.nodes[order[index]!]!;
    nodes.push({
      index,
      parent: parent < 0 ? -1 : moved[parent]!,
      size,
      path,
      kind,
      isNull,
      level,
      label,
      rank,
      records,
    });
  }
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
