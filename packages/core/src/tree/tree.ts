import type { Fault } from "../kernel/index.ts";

/** What a node is called by: opaque, case-sensitive, compared as a whole. */
export type TreeId = string | number;

/** Positions from `start` up to, but without, `end`. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** Finds the node number of an id. A number it gives may be outdated; `nodeOf` checks it. */
export interface NodeIndex<Id extends TreeId> {
  get(id: Id): number | undefined;
}

/**
 * A forest in preorder. A node has two numbers: its node number, which it keeps while others move (after a build, the
 * number of its row), and its position in preorder, counted from 0.
 *
 * A subtree is the range `[pos, pos + size)`, so "is b within a" is two comparisons of positions. Members of a cycle in
 * bad data share the first position of theirs and the size of the whole, so each reaches the others and all below.
 *
 * Arrays are typed arrays to be read, never written. After inserts they may be longer than what is in use.
 */
export interface Tree<Id extends TreeId = string> {
  /** How many nodes there are; positions are below it. */
  readonly count: number;
  /** Node numbers are below it. Larger than `count` when removed nodes left numbers free. */
  readonly slots: number;
  /** By node number. */
  readonly ids: readonly Id[];
  /** By node number: that of the parent as the row gave it, -1 for roots and for parents nobody knows. */
  readonly parent: Int32Array;
  /** By node number: the position; -1 for a number that is free. */
  readonly pos: Int32Array;
  /** By node number: how many positions the subtree takes, the node itself included. */
  readonly size: Int32Array;
  /** By position: the node number. */
  readonly order: Int32Array;
  /** By position: 0 for roots and members of cycles. */
  readonly level: Int32Array;
  /** How many cycles there are. */
  readonly cycles: number;
  /**
   * What was wrong with the rows it was built from, by row: `tree/unknown-parent` (a root now), `tree/self-parent` and
   * `tree/cycle`, the last once for each cycle with its ids in `detail.ids`. Edits leave it as it is.
   */
  readonly faults: readonly Fault[];
  readonly index: NodeIndex<Id>;
  /** Made when first asked for, and kept up by edits. */
  readonly memo: { jumps: Int32Array | null };
}

/** A tree of one owner, which `moveNode`, `insertNode` and `removeNode` change in place; readers take it like any tree. */
export interface EditableTree<Id extends TreeId = string> extends Tree<Id> {
  count: number;
  slots: number;
  ids: Id[];
  parent: Int32Array;
  pos: Int32Array;
  size: Int32Array;
  order: Int32Array;
  level: Int32Array;
  cycles: number;
  /** The ids of the tree that was built; shared by all copies. */
  readonly base: NodeIndex<Id>;
  /** Ids that were inserted; they go before those of `base`. */
  readonly added: Map<Id, number>;
  /** Node numbers that removed nodes left, to be given again. */
  readonly free: number[];
}

/** The number of a node, or -1 if nobody is called so. O(1). */
export const nodeOf = <Id extends TreeId>(tree: Tree<Id>, id: Id): number => {
  const node = tree.index.get(id);
  if (node === undefined || tree.ids[node] !== id) return -1;
  return (tree.pos[node] ?? -1) < 0 ? -1 : node;
};

/** The id of a node number that is in use. */
export const idOf = <Id extends TreeId>(tree: Tree<Id>, node: number): Id => tree.ids[node] as Id;
