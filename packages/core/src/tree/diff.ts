import { longestRise } from "./longest-rise.ts";
import { nodeOf, type Tree, type TreeId } from "./tree.ts";
import { parentOf } from "./walk.ts";

/** What makes one tree another. Each list is in preorder: of `before` for `removed`, of `after` for the others. */
export interface TreeDiff<Id extends TreeId = string> {
  readonly added: readonly Id[];
  readonly removed: readonly Id[];
  /** Nodes of both with another parent. Those that only moved along with it are not named. */
  readonly moved: readonly { readonly id: Id; readonly from: Id | null; readonly to: Id | null }[];
  /** Fewest nodes that, put elsewhere among siblings they keep, make up the new order. */
  readonly reordered: readonly Id[];
}

const missingIn = <Id extends TreeId>(tree: Tree<Id>, from: Tree<Id>): readonly Id[] => {
  const missing: Id[] = [];
  for (let at = 0; at < from.count; at += 1) {
    const id = from.ids[from.order[at]!] as Id;
    if (nodeOf(tree, id) < 0) missing.push(id);
  }
  return missing;
};

/** Compares two trees by their ids. O(n log n). */
export const diffTrees = <Id extends TreeId>(before: Tree<Id>, after: Tree<Id>): TreeDiff<Id> => {
  const moved: { id: Id; from: Id | null; to: Id | null }[] = [];
  /** Nodes that kept their parent, by that parent, in the new order. */
  const kept = new Map<Id | null, number[]>();
  for (let at = 0; at < after.count; at += 1) {
    const id = after.ids[after.order[at]!] as Id;
    const node = nodeOf(before, id);
    if (node < 0) continue;
    const [from, to] = [parentOf(before, id), parentOf(after, id)];
    if (from !== to) {
      moved.push({ id, from, to });
      continue;
    }
    const siblings = kept.get(to);
    if (siblings === undefined) kept.set(to, [node]);
    else siblings.push(node);
  }
  const displaced = new Set<number>();
  for (const siblings of kept.values()) {
    const inOrder = longestRise(siblings.map((node) => before.pos[node]!));
    for (const [at, node] of siblings.entries()) if (!inOrder.has(at)) displaced.add(node);
  }
  const reordered: Id[] = [];
  for (let at = 0; displaced.size > 0 && at < after.count; at += 1) {
    const id = after.ids[after.order[at]!] as Id;
    if (displaced.has(nodeOf(before, id))) reordered.push(id);
  }
  return { added: missingIn(before, after), removed: missingIn(after, before), moved, reordered };
};
