import { isObject, type JsonObject } from "@ennead/core/kernel";
import { pathOf, type AxisNode, type AxisTree, type PivotResult } from "@ennead/core/pivot";

type Paths = ReadonlySet<string>;

const pathsIn = (view: JsonObject | null, axis: "rows" | "cols"): Paths => {
  const collapsed = view?.["collapsed"];
  const list = isObject(collapsed) ? collapsed[axis] : undefined;
  return new Set(Array.isArray(list) ? list.map((path) => JSON.stringify(path)) : []);
};

/** The nodes that are left when what lies beneath closed ones is taken away, in order. */
const openNodes = (tree: AxisTree, closed: Paths): readonly AxisNode[] => {
  if (closed.size === 0) return tree.nodes;
  const open: AxisNode[] = [];
  for (let at = 0; at < tree.nodes.length;) {
    const node = tree.nodes[at];
    if (node === undefined) break;
    open.push(node);
    const isClosed = node.level > 0 && closed.has(JSON.stringify(pathOf(tree, at)));
    at += isClosed ? node.size : 1;
  }
  return open;
};

/** The same nodes as a tree of their own. */
const renumbered = (tree: AxisTree, kept: readonly AxisNode[]): AxisTree => {
  if (kept.length === tree.nodes.length) return tree;
  const places = new Map(kept.map(({ index }, at) => [index, at]));
  const sizes = kept.map(() => 1);
  for (let at = kept.length - 1; at > 0; at -= 1) {
    const parent = places.get(kept[at]?.parent ?? -1);
    if (parent !== undefined) sizes[parent] = (sizes[parent] ?? 0) + (sizes[at] ?? 0);
  }
  return {
    levels: tree.levels,
    nodes: kept.map((node, at) => ({
      ...node,
      index: at,
      parent: places.get(node.parent) ?? -1,
      size: sizes[at] ?? 1,
    })),
  };
};

/** What a view leaves open of a result: closed nodes stand for all beneath them, with their own totals. */
export const shownResult = (result: PivotResult, view: JsonObject | null): PivotResult => {
  const rows = openNodes(result.rows, pathsIn(view, "rows"));
  const cols = openNodes(result.cols, pathsIn(view, "cols"));
  if (rows.length === result.rows.nodes.length && cols.length === result.cols.nodes.length) {
    return result;
  }
  const rowAt = (row: number): number => rows[row]?.index ?? -1;
  const colAt = (col: number): number => cols[col]?.index ?? -1;
  const rowOf = new Map(rows.map(({ index }, at) => [index, at]));
  const colOf = new Map(cols.map(({ index }, at) => [index, at]));
  return {
    ...result,
    rows: renumbered(result.rows, rows),
    cols: renumbered(result.cols, cols),
    cell: (row, col, measure) => result.cell(rowAt(row), colAt(col), measure),
    recordsAt: (row, col) => result.recordsAt(rowAt(row), colAt(col)),
    eachCell: (visit) =>
      result.eachCell((row, col) => {
        const [at, on] = [rowOf.get(row), colOf.get(col)];
        if (at !== undefined && on !== undefined) visit(at, on);
      }),
  };
};
