/**
 * Hierarchies of any kind (managers, territories, folders) as a flat preorder: ancestors, subtrees as ranges of
 * positions, roll-ups, edits in place. Nothing recurses, so a chain of 200,000 nodes is a tree like any other.
 *
 * @example
 * ```ts
 * import { unwrap } from "@ennead/core/kernel";
 * import { buildTree, isAncestor, pathOf, rangeOf } from "@ennead/core/tree";
 *
 * const tree = unwrap(
 *   buildTree([
 *     { id: "paris", parent: "france" },
 *     { id: "europe", parent: null },
 *     { id: "france", parent: "europe" },
 *     { id: "spain", parent: "europe" },
 *   ]),
 * );
 * isAncestor(tree, "europe", "paris"); // true
 * pathOf(tree, "paris"); // ["europe","france","paris"]
 * rangeOf(tree, "france"); // {"start":1,"end":3}
 * ```
 */
export { buildTree, treeFromParents, type TreeRow } from "./build.ts";
export { diffTrees, type TreeDiff } from "./diff.ts";
export { editTree } from "./edit-tree.ts";
export { checkInsert, insertNode } from "./insert.ts";
export { distanceOf, lcaOf, lowestCommon } from "./jumps.ts";
export { checkMove, moveNode, type Moved } from "./move.ts";
export type { Place } from "./place.ts";
export { idsIn, inRanges, intersectRanges, mergeRanges, subtractRanges } from "./ranges.ts";
export { removeNode, type RemoveMode } from "./remove.ts";
export { rollUp, rollUpAll, totalOver, type Measure, type RollUpOp } from "./roll-up.ts";
export { rollUpDistinct } from "./roll-up-distinct.ts";
export { rollUpExact } from "./roll-up-exact.ts";
export { rollUpWith, type Monoid } from "./roll-up-with.ts";
export {
  idOf,
  nodeOf,
  type EditableTree,
  type NodeIndex,
  type Range,
  type Tree,
  type TreeId,
} from "./tree.ts";
export { ancestorsOf, childrenOf, levelOf, parentOf, pathOf, rootsOf } from "./walk.ts";
export { isAncestor, isAncestorOrSelf, positionOf, rangeOf, reaches } from "./within.ts";
