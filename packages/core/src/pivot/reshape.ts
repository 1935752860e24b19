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

/** Puts siblings into their order. */
type Arrange = (nodes: readonly AxisNode[]) => AxisNode[];

const byAscendingLabel: Arrange = (nodes) => byLabel(nodes, "asc");

const byList =
  (list: readonly Member[]): Arrange =>
  (nodes) => {
    const places = new Map<Member, number>();
    for (const [at, member] of list.entries()) if (!places.has(member)) places.set(member, at);
    const place = (node: AxisNode): number =>
      node.kind === "others"
        ? Number.MAX_SAFE_INTEGER
        : (places.get(node.path.at(-1) ?? null) ?? list.length);
    return nodes.toSorted((a, b) => place(a) - place(b) || tail(a) - tail(b) || a.rank - b.rank);
  };

const orderAxis = (
  result: PivotResult,
  axis: "rows" | "cols",
  sorts: readonly Sort[],
): Int32Array => {
  const tree = result[axis];
  const other = result[axis === "rows" ? "cols" : "rows"];
  const arrangements = tree.levels.map((_, level): Arrange => {
    const sort = sorts[level];
    if (sort === undefined) return byAscendingLabel;
    switch (sort.by) {
      case "label":
        return (nodes) => byLabel(nodes, sort.dir);
      case "list":
        return byList(sort.list);
      case "value": {
        const measure = result.measures.findIndex(({ name }) => name === sort.value);
        const at = nodeAt(other, sort.path ?? []);
        const type = result.measures[measure]?.type ?? "float";
        if (at === undefined || measure < 0) return byAscendingLabel;
        const score = (node: AxisNode): CellValue =>
          axis === "rows"
            ? result.cell(node.index, at, measure)
            : result.cell(at, node.index, measure);
        return (nodes) => byValue(nodes, type, score, sort.dir);
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
    if (arrange === undefined || tree.nodes[node]?.size === 1) return;
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

/** The tree in another order; the same one where nothing moves. */
const inOrder = (tree: AxisTree, order: Int32Array): AxisTree => {
  if (order.every((from, to) => from === to)) return tree;
  const moved = placesIn(order);
  const nodes: AxisNode[] = [];
  for (let index = 0; index < order.length; index += 1) {
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
