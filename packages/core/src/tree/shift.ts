import { membersAt, onCycle } from "./cycle.ts";
import { setJumps } from "./jumps.ts";
import type { EditableTree, TreeId } from "./tree.ts";

/** Lets `[low, middle)` and `[middle, high)` change places; the shorter of them is copied aside. */
const rotate = (array: Int32Array, low: number, middle: number, high: number): void => {
  const [left, right] = [middle - low, high - middle];
  if (left <= right) {
    const aside = array.slice(low, middle);
    array.copyWithin(low, middle, high);
    array.set(aside, low + right);
  } else {
    const aside = array.slice(middle, high);
    array.copyWithin(low + right, low, middle);
    array.set(aside, low);
  }
};

const renumber = (
  { order, pos }: Pick<EditableTree, "order" | "pos">,
  start: number,
  end: number,
  by: number,
): void => {
  for (let at = start; at < end; at += 1) pos[order[at]!]! += by;
};

/** Changes the levels at positions from `start` to `end`. */
export const relevel = (
  { level }: Pick<EditableTree, "level">,
  start: number,
  end: number,
  by: number,
): void => {
  if (by === 0) return;
  for (let at = start; at < end; at += 1) level[at]! += by;
};

/** Puts `size` positions from `start` before the position `landing`, which is outside them. Answers their new start. */
export const moveBlock = <Id extends TreeId>(
  tree: EditableTree<Id>,
  start: number,
  size: number,
  landing: number,
): number => {
  const up = landing <= start;
  const [low, middle, high] = up ? [landing, start, start + size] : [start, start + size, landing];
  rotate(tree.order, low, middle, high);
  rotate(tree.level, low, middle, high);
  const arrived = up ? landing : landing - size;
  if (up) renumber(tree, low + size, high, size);
  else renumber(tree, low, high - size, -size);
  renumber(tree, arrived, arrived + size, arrived - start);
  return arrived;
};

/** Takes `size` positions from `start` away. */
export const closeGap = <Id extends TreeId>(
  tree: EditableTree<Id>,
  start: number,
  size: number,
): void => {
  tree.order.copyWithin(start, start + size, tree.count);
  tree.level.copyWithin(start, start + size, tree.count);
  tree.count -= size;
  renumber(tree, start, tree.count, -size);
};

/** Frees the position `at`. There must be room for one more. */
export const openGap = <Id extends TreeId>(tree: EditableTree<Id>, at: number): void => {
  tree.order.copyWithin(at + 1, at, tree.count);
  tree.level.copyWithin(at + 1, at, tree.count);
  tree.count += 1;
  renumber(tree, at + 1, tree.count, 1);
};

/** Adds to the sizes of a node and of all above it; -1 is above all. Positions must be those before the change. */
export const resize = <Id extends TreeId>(
  tree: EditableTree<Id>,
  from: number,
  by: number,
): void => {
  const { parent, pos, size } = tree;
  for (let node = from; node >= 0; node = parent[node]!) {
    if (onCycle(tree, node)) {
      for (const member of membersAt(tree, pos[node]!)) size[member]! += by;
      return;
    }
    size[node]! += by;
  }
};

/** Brings jumps up to date that somebody has asked for. */
export const rejump = <Id extends TreeId>(
  tree: EditableTree<Id>,
  start: number,
  end: number,
): void => {
  const { jumps } = tree.memo;
  if (jumps !== null) setJumps(tree, jumps, start, end);
};
