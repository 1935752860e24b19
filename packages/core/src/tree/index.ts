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
export { idsIn, inRanges, intersectRanges, mergeRanges, subtractRanges } from "./ranges.ts";
export { idOf, nodeOf, type NodeIndex, type Range, type Tree, type TreeId } from "./tree.ts";
export { ancestorsOf, childrenOf, levelOf, parentOf, pathOf, rootsOf } from "./walk.ts";
export { isAncestor, isAncestorOrSelf, positionOf, rangeOf, reaches } from "./within.ts";
