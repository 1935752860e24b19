import { unwrap } from "../kernel/index.ts";
import {
  ancestorsOf,
  buildTree,
  nodeOf,
  type Range,
  type Tree,
  type TreeRow,
} from "../tree/index.ts";

/**
 * A tree whose nodes are compared by places. A place is the position in preorder, except that members of a circle, who
 * share a position, each have their own: an assignment to one of them alone is not one to the others.
 */
export interface Hierarchy {
  readonly tree: Tree;
  /** Places by id: one look-up for each check. */
  readonly places: ReadonlyMap<string, number>;
}

/** Rows that may hold anything: of those with one id the last counts, and circles are what `core/tree` makes of them. */
export const hierarchyOf = (rows: readonly TreeRow[]): Hierarchy => {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const tree = unwrap(buildTree(byId.size === rows.length ? rows : [...byId.values()]));
  const places = new Map<string, number>();
  for (let place = 0; place < tree.count; place += 1) {
    places.set(tree.ids[tree.order[place]!]!, place);
  }
  return { tree, places };
};

/** The place of an id; -1 for one that is not there. */
export const placeOf = ({ places }: Hierarchy, id: string): number => places.get(id) ?? -1;

/** The places of a node and of all below it; empty for one that is not there. */
export const rangeBelow = ({ tree }: Hierarchy, id: string): Range => {
  const node = nodeOf(tree, id);
  const start = node < 0 ? 0 : tree.pos[node]!;
  return { start, end: node < 0 ? 0 : start + tree.size[node]! };
};

/** The places of all above a node. */
export const placesAbove = (hierarchy: Hierarchy, id: string): readonly number[] =>
  ancestorsOf(hierarchy.tree, id).map((above) => placeOf(hierarchy, above));
