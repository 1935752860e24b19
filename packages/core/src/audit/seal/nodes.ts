import { hashNode, sha256, type Sha256 } from "./hash.ts";

/** A complete node of a tree: the root over leaves [index * 2^level, (index + 1) * 2^level). */
export interface NodeId {
  readonly level: number;
  readonly index: number;
}

/** Stored nodes, as a frontier told of them; undefined for one that is not there. */
export type NodeSource = (level: number, index: number) => Uint8Array | undefined;

/** Leaves [start, end) of a tree, by their index from 0. */
export interface LeafRange {
  readonly start: number;
  readonly end: number;
}

/** The largest power of two below `count`; `count` is at least 2. */
export const splitOf = (count: number): number => {
  let width = 1;
  while (width * 2 < count) width *= 2;
  return width;
};

/**
 * Whether leaves [start, end) have a root of their own in every tree that holds them: `start` is a multiple of the
 * smallest power of two that is not below their number (draft-ietf-plants-merkle-tree-certs section 4.1).
 */
export const isSubtree = (start: bigint, end: bigint): boolean => {
  if (start < 0n || start >= end) return false;
  let width = 1n;
  while (width < end - start) width *= 2n;
  return start % width === 0n;
};

const levelOf = (width: number): number => {
  let level = 0;
  for (let rest = width; rest > 1; rest /= 2) level += 1;
  return level;
};

/** The complete nodes that a subtree consists of, from left to right. */
export const nodesOf = ({ start, end }: LeafRange): readonly NodeId[] => {
  const nodes: NodeId[] = [];
  let from = start;
  while (from < end) {
    let width = 1;
    while (width * 2 <= end - from && from % (width * 2) === 0) width *= 2;
    nodes.push({ level: levelOf(width), index: from / width });
    from += width;
  }
  return nodes;
};

/** The root of a subtree from stored nodes; undefined where one of them is missing. */
export const subtreeRoot = (
  nodes: NodeSource,
  range: LeafRange,
  hash: Sha256 = sha256,
): Uint8Array | undefined => {
  let root: Uint8Array | undefined;
  for (const { level, index } of nodesOf(range).toReversed()) {
    const node = nodes(level, index);
    if (node === undefined) return undefined;
    root = root === undefined ? node : hashNode(node, root, hash);
  }
  return root;
};
