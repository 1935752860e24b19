import { onCycle } from "./cycle.ts";
import { nodeOf, type Tree, type TreeId } from "./tree.ts";
import { reaches } from "./within.ts";

/**
 * Sets the jump of each node at positions from `start` to `end`, parents before children: to its parent, or further up
 * so that any ancestor is O(log n) steps away. Roots and members of cycles jump to themselves.
 * Source: E. Myers, "An applicative random-access stack" (Information Processing Letters 17, 1983).
 */
export const setJumps = <Id extends TreeId>(
  tree: Tree<Id>,
  jumps: Int32Array,
  start: number,
  end: number,
): void => {
  const { order, parent, pos, level } = tree;
  for (let at = start; at < end; at += 1) {
    const node = order[at]!;
    const above = parent[node]!;
    if (above < 0 || level[at] === 0) {
      jumps[node] = node;
      continue;
    }
    const one = jumps[above]!;
    const two = jumps[one]!;
    const [high, middle, low] = [level[pos[two]!]!, level[pos[one]!]!, level[pos[above]!]!];
    jumps[node] = low - middle === middle - high ? two : above;
  }
};

const jumpsOf = <Id extends TreeId>(tree: Tree<Id>): Int32Array => {
  if (tree.memo.jumps === null) {
    const jumps = new Int32Array(tree.parent.length);
    setJumps(tree, jumps, 0, tree.count);
    tree.memo.jumps = jumps;
  }
  return tree.memo.jumps;
};

/**
 * The lowest node above or at both `a` and `b`, by node numbers; on a cycle its first member; -1 if they are in
 * different trees. O(log n); the first time O(n).
 */
export const lowestCommon = <Id extends TreeId>(tree: Tree<Id>, a: number, b: number): number => {
  const jumps = jumpsOf(tree);
  let node = a;
  while (!reaches(tree, node, b)) {
    const far = jumps[node]!;
    if (far === node) return -1;
    node = reaches(tree, far, b) ? tree.parent[node]! : far;
  }
  return onCycle(tree, node) ? tree.order[tree.pos[node]!]! : node;
};

/** The lowest common ancestor, where a node is its own; null in different trees or if one is unknown. O(log n). */
export const lcaOf = <Id extends TreeId>(tree: Tree<Id>, a: Id, b: Id): Id | null => {
  const [one, other] = [nodeOf(tree, a), nodeOf(tree, b)];
  if (one < 0 || other < 0) return null;
  const common = lowestCommon(tree, one, other);
  return common < 0 ? null : (tree.ids[common] as Id);
};

/** The edges between two nodes by way of their lowest common ancestor; null where there is none. O(log n). */
export const distanceOf = <Id extends TreeId>(tree: Tree<Id>, a: Id, b: Id): number | null => {
  const [one, other] = [nodeOf(tree, a), nodeOf(tree, b)];
  if (one < 0 || other < 0) return null;
  const common = lowestCommon(tree, one, other);
  if (common < 0) return null;
  const levelAt = (node: number): number => tree.level[tree.pos[node]!]!;
  return levelAt(one) + levelAt(other) - 2 * levelAt(common);
};
