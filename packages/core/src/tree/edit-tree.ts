import type { EditableTree, NodeIndex, Tree, TreeId } from "./tree.ts";

const isEditable = <Id extends TreeId>(tree: Tree<Id>): tree is EditableTree<Id> => "added" in tree;

/**
 * A copy to be edited; the given tree stays as it is, also when it is itself a copy. Typed arrays and what was inserted
 * are copied, the map of ids is shared: O(n), and a small part of a build.
 */
export const editTree = <Id extends TreeId>(tree: Tree<Id>): EditableTree<Id> => {
  const [added, base] = isEditable(tree)
    ? [new Map(tree.added), tree.base]
    : [new Map<Id, number>(), tree.index];
  const index: NodeIndex<Id> = { get: (id) => added.get(id) ?? base.get(id) };
  return {
    count: tree.count,
    slots: tree.slots,
    ids: tree.ids.slice(),
    parent: tree.parent.slice(),
    pos: tree.pos.slice(),
    size: tree.size.slice(),
    order: tree.order.slice(),
    level: tree.level.slice(),
    cycles: tree.cycles,
    faults: tree.faults,
    index,
    memo: { jumps: tree.memo.jumps?.slice() ?? null },
    base,
    added,
    free: isEditable(tree) ? tree.free.slice() : [],
  };
};
