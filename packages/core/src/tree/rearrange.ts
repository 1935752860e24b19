import { arrange } from "./arrange.ts";
import type { EditableTree, TreeId } from "./tree.ts";

/**
 * Arranges nodes that nobody else is above or below anew, from `start` on, after a change to the cycle among them. What
 * stood first stays first among siblings. O(nodes).
 */
export const rearrange = <Id extends TreeId>(
  tree: EditableTree<Id>,
  nodes: Int32Array,
  start: number,
): void => {
  const { parent, pos, size, order, level } = tree;
  for (const [local, node] of nodes.entries()) pos[node] = local;
  const parents = nodes.map((node) => (parent[node]! < 0 ? -1 : pos[parent[node]!]!));
  const arranged = arrange(parents);
  for (let local = 0; local < nodes.length; local += 1) {
    const node = nodes[local]!;
    pos[node] = start + arranged.pos[local]!;
    size[node] = arranged.size[local]!;
    order[start + local] = nodes[arranged.order[local]!]!;
    level[start + local] = arranged.level[local]!;
  }
  tree.cycles += arranged.cycles.length - 1;
};
