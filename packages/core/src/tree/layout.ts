/** Where nodes stand: `pos` and `size` by node number, `order` and `level` by position. */
export interface Layout {
  readonly pos: Int32Array;
  readonly size: Int32Array;
  readonly order: Int32Array;
  readonly level: Int32Array;
}

/** Children of each node as a linked list in given order; -1 ends it. The list at `n` holds the roots. */
export interface Links {
  readonly first: Int32Array;
  readonly next: Int32Array;
}

/** Links `parent` (-1 for roots) in one backward pass, so that lists keep the order of the nodes. O(n). */
export const linksOf = (parent: Int32Array): Links => {
  const count = parent.length;
  const first = new Int32Array(count + 1).fill(-1);
  const next = new Int32Array(count);
  for (let node = count - 1; node >= 0; node -= 1) {
    const above = parent[node]!;
    const list = above < 0 ? count : above;
    next[node] = first[list]!;
    first[list] = node;
  }
  return { first, next };
};

/**
 * Gives a node and all below it positions from `start` on, in preorder, and answers the position after the last.
 * It keeps no stack: the way back up is `parent`. O(size).
 */
export const placeSubtree = (
  { first, next }: Links,
  parent: Int32Array,
  { pos, size, order, level }: Layout,
  root: number,
  start: number,
  rootLevel: number,
): number => {
  let at = start;
  let depth = rootLevel;
  let node = root;
  for (;;) {
    pos[node] = at;
    order[at] = node;
    level[at] = depth;
    at += 1;
    const child = first[node]!;
    if (child >= 0) {
      node = child;
      depth += 1;
      continue;
    }
    size[node] = at - pos[node]!;
    while (node !== root && next[node]! < 0) {
      node = parent[node]!;
      depth -= 1;
      size[node] = at - pos[node]!;
    }
    if (node === root) return at;
    node = next[node]!;
  }
};
