import { isObject, type JsonObject } from "@ennead/core/kernel";
import { pathOf, type AxisTree } from "@ennead/core/pivot";

/** What a view leaves of an axis. */
export interface ShownAxis {
  /** Whether a node stands for all beneath it. */
  readonly isClosed: (node: number) => boolean;
  readonly hasTotal: boolean;
  /** Whether an open node shows its own numbers. */
  readonly hasSubtotal: (node: number) => boolean;
  /** Direct children in display order. */
  readonly childrenOf: (node: number) => readonly number[];
}

const isOff = (view: JsonObject | null, what: "totals" | "subtotals", axis: string): boolean => {
  const part = view?.[what];
  return isObject(part) && part[axis] === false;
};

const closedPaths = (view: JsonObject | null, axis: "rows" | "cols"): ReadonlySet<string> => {
  const collapsed = view?.["collapsed"];
  const list = isObject(collapsed) ? collapsed[axis] : undefined;
  return new Set(Array.isArray(list) ? list.map((path) => JSON.stringify(path)) : []);
};

/** An axis as the screen shows it. */
export const shownAxis = (
  tree: AxisTree,
  view: JsonObject | null,
  axis: "rows" | "cols",
): ShownAxis => {
  const closed = closedPaths(view, axis);
  const isClosed = (node: number): boolean =>
    closed.size > 0 && node > 0 && closed.has(JSON.stringify(pathOf(tree, node)));
  const childrenOf = (node: number): readonly number[] => {
    const found: number[] = [];
    const end = node + (tree.nodes[node]?.size ?? 1);
    for (let at = node + 1; at < end; at += tree.nodes[at]?.size ?? 1) found.push(at);
    return found;
  };
  const noSingles = view?.["singleSubtotals"] === false;
  return {
    isClosed,
    hasTotal: tree.levels.length === 0 || !isOff(view, "totals", axis),
    hasSubtotal: (node) =>
      !isOff(view, "subtotals", axis) && !(noSingles && childrenOf(node).length === 1),
    childrenOf,
  };
};
