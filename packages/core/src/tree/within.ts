import { nodeOf, type Range, type Tree, type TreeId } from "./tree.ts";

/** Whether node `b` lies in the subtree of node `a`, `a` itself included, by node numbers. O(1): two comparisons. */
export const reaches = (
  { pos, size }: Pick<Tree, "pos" | "size">,
  a: number,
  b: number,
): boolean => {
  const start = pos[a]!;
  const at = pos[b]!;
  return start <= at && at < start + size[a]!;
};

/** Whether `b` is `a` or lies below it. Members of one cycle are below each other. False if either is unknown. O(1). */
export const isAncestorOrSelf = <Id extends TreeId>(tree: Tree<Id>, a: Id, b: Id): boolean => {
  const [above, below] = [nodeOf(tree, a), nodeOf(tree, b)];
  return above >= 0 && below >= 0 && reaches(tree, above, below);
};

/** Whether `b` lies below `a`, which is not `b`. O(1). */
export const isAncestor = <Id extends TreeId>(tree: Tree<Id>, a: Id, b: Id): boolean =>
  a !== b && isAncestorOrSelf(tree, a, b);

/** The position of a node in preorder; undefined if it is unknown. Members of a cycle share one. O(1). */
export const positionOf = <Id extends TreeId>(tree: Tree<Id>, id: Id): number | undefined => {
  const node = nodeOf(tree, id);
  return node < 0 ? undefined : tree.pos[node];
};

/** The positions of a node and all below it; undefined if it is unknown. O(1). */
export const rangeOf = <Id extends TreeId>(tree: Tree<Id>, id: Id): Range | undefined => {
  const node = nodeOf(tree, id);
  if (node < 0) return undefined;
  const start = tree.pos[node]!;
  return { start, end: start + tree.size[node]! };
};
