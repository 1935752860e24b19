import { lowestCommon } from "./jumps.ts";
import { rollUp } from "./roll-up.ts";
import type { Tree, TreeId } from "./tree.ts";

/**
 * How many different keys stand at or below each node, by node number; `nodes[i]` holds the key `keys[i]`, and a key may
 * stand at many nodes (an account in several territories counts once for whoever is above both). In preorder each key
 * counts where it stands, and is taken back at the lowest common ancestor of it and the one before. O(m log(n + m)).
 */
export const rollUpDistinct = <Id extends TreeId>(
  tree: Tree<Id>,
  nodes: ArrayLike<number>,
  keys: ArrayLike<number>,
): Float64Array => {
  const { pos } = tree;
  const own = new Float64Array(tree.slots);
  const sorted = Array.from({ length: nodes.length }, (_, at) => at).toSorted(
    (a, b) => keys[a]! - keys[b]! || pos[nodes[a]!]! - pos[nodes[b]!]!,
  );
  for (const [at, one] of sorted.entries()) {
    own[nodes[one]!]! += 1;
    const before = sorted[at - 1];
    if (before === undefined || keys[before] !== keys[one]) continue;
    const common = lowestCommon(tree, nodes[before]!, nodes[one]!);
    if (common >= 0) own[common]! -= 1;
  }
  return rollUp(tree, own);
};
