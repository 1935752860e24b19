import { fault, shown, type Fault } from "../kernel/index.ts";
import { belowOf, onCycle } from "./cycle.ts";
import { nodeOf, type Tree, type TreeId } from "./tree.ts";

/** Where a node is to stand. */
export interface Place<Id extends TreeId = string> {
  /** The parent, or null for a root. */
  readonly parent: Id | null;
  /** How many siblings are to stand before it, itself not counted; last if left out or larger than there are. */
  readonly at?: number;
  /** The deepest level allowed for it and all below it, a root being 0. */
  readonly maxLevel?: number;
}

/** The parent's node number, -1 for "none". Only after `checkParent`. */
export const parentNode = <Id extends TreeId>(tree: Tree<Id>, parent: Id | null): number =>
  parent === null ? -1 : nodeOf(tree, parent);

export const checkParent = <Id extends TreeId>(tree: Tree<Id>, parent: Id | null): Fault | null =>
  parent === null || nodeOf(tree, parent) >= 0
    ? null
    : fault("tree/unknown-parent", `There is no ${shown(parent)} to stand under.`, ["parent"]);

/** Faults of `at` and `maxLevel` for what is `height` levels deep below its top. */
export const checkPlace = <Id extends TreeId>(
  tree: Tree<Id>,
  { parent, at, maxLevel }: Place<Id>,
  height: () => number,
): Fault | null => {
  if (at !== undefined && !(Number.isInteger(at) && at >= 0)) {
    return fault("tree/bad-place", `A place among siblings counts from 0, not ${shown(at)}.`, [
      "at",
    ]);
  }
  if (maxLevel === undefined) return null;
  const deepest = levelBelow(tree, parentNode(tree, parent)) + height();
  if (deepest <= maxLevel) return null;
  const message = `Level ${deepest} would be reached; the deepest allowed is ${maxLevel}.`;
  return fault("tree/too-deep", message, ["parent"], { level: deepest, maxLevel });
};

/** The level right below a node; 0 for "none". */
export const levelBelow = <Id extends TreeId>(tree: Tree<Id>, above: number): number =>
  above < 0 ? 0 : tree.level[tree.pos[above]!]! + 1;

/** Calls for each place below `above` (-1: each root or cycle) its position, until answered true. */
const eachBelow = <Id extends TreeId>(
  tree: Tree<Id>,
  above: number,
  stop: (node: number, position: number) => boolean,
): void => {
  const { order, parent, pos, size, count } = tree;
  const looped = above >= 0 && onCycle(tree, above);
  const end = above < 0 ? count : pos[above]! + size[above]!;
  for (let at = above < 0 ? 0 : belowOf(tree, above); at < end;) {
    const node = order[at]!;
    if ((!looped || parent[node] === above) && stop(node, at)) return;
    at += size[node]!;
  }
};

/** The position before which a node is to be put below `above`, `moving` not counted. O(siblings), last: O(1). */
export const landingOf = <Id extends TreeId>(
  tree: Tree<Id>,
  above: number,
  at: number | undefined,
  moving: number,
): number => {
  let landing = above < 0 ? tree.count : tree.pos[above]! + tree.size[above]!;
  if (at === undefined) return landing;
  let before = 0;
  eachBelow(tree, above, (node, position) => {
    if (moving >= 0 && tree.pos[node] === tree.pos[moving]) return false;
    if (before === at) landing = position;
    before += 1;
    return before > at;
  });
  return landing;
};

/** How many siblings stand before a node; 0 for a member of a cycle. O(siblings). */
export const placeOf = <Id extends TreeId>(tree: Tree<Id>, node: number): number => {
  let before = 0;
  if (onCycle(tree, node)) return before;
  eachBelow(tree, tree.parent[node]!, (other) => {
    if (other === node) return true;
    before += 1;
    return false;
  });
  return before;
};
