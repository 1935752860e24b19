import { hashBytes, hashNode, isSameHash, sha256, type Sha256 } from "./hash.ts";
import { isSubtree } from "./nodes.ts";
import type { Proof } from "./proof.ts";

/** The leaf at `index` is among leaves [start, end), whose root is `root`. */
export interface InclusionClaim {
  readonly index: bigint;
  /** 0 unless given: the whole tree. */
  readonly start?: bigint;
  /** The size of the whole tree, or the end of a subtree. */
  readonly end: bigint;
  readonly leaf: Uint8Array;
  readonly proof: Proof;
  readonly root: Uint8Array;
}

/** Leaves [start, end), whose root is `first`, are the same ones in the tree of `size` leaves with the root `second`. */
export interface ConsistencyClaim {
  /** Not given for the whole tree at an earlier size, which is `end`. */
  readonly start?: bigint;
  readonly end: bigint;
  readonly size: bigint;
  readonly first: Uint8Array;
  readonly second: Uint8Array;
  readonly proof: Proof;
}

const areHashes = (hashes: readonly Uint8Array[]): boolean =>
  hashes.every(({ length }) => length === hashBytes);

const isOdd = (value: bigint): boolean => value % 2n === 1n;

/** Whether the proof holds (RFC 9162 section 2.1.3.2); false for whatever is no proof. Never throws. */
export const verifyInclusion = (
  { index, start = 0n, end, leaf, proof, root }: InclusionClaim,
  hash: Sha256 = sha256,
): boolean => {
  if (!isSubtree(start, end) || index < start || index >= end) return false;
  if (!areHashes([leaf, root]) || !areHashes(proof)) return false;
  let [at, last, found] = [index - start, end - start - 1n, leaf];
  for (const next of proof) {
    if (last === 0n) return false;
    if (isOdd(at) || at === last) {
      found = hashNode(next, found, hash);
      while (!isOdd(at) && at !== 0n) [at, last] = [at / 2n, last / 2n];
    } else {
      found = hashNode(found, next, hash);
    }
    [at, last] = [at / 2n, last / 2n];
  }
  return last === 0n && isSameHash(found, root);
};

const areEqual = (one: Uint8Array, other: Uint8Array): boolean =>
  one.length === other.length && one.every((byte, at) => byte === other[at]);

/** The ways of the subtree's first and last leaf and of the tree's last one, at one height of the tree. */
interface Ways {
  readonly left: bigint;
  readonly right: bigint;
  readonly last: bigint;
}

const above = ({ left, right, last }: Ways): Ways => ({
  left: left / 2n,
  right: right / 2n,
  last: last / 2n,
});

/**
 * Whether the proof holds (RFC 9162 section 2.1.4.2, and draft-ietf-plants-merkle-tree-certs section 4.4 for subtrees);
 * false for whatever is no proof, and for an empty tree at the beginning, which proves nothing. An empty subtree (with
 * `start`) is part of every tree that reaches it. Never throws.
 */
export const verifyConsistency = (
  { start, end, size, first, second, proof }: ConsistencyClaim,
  hash: Sha256 = sha256,
): boolean => {
  const from = start ?? 0n;
  if (start !== undefined && start === end) {
    const isPossible = start >= 0n && end <= size && proof.length === 0;
    return isPossible && isSameHash(first, hash(new Uint8Array()));
  }
  if (!isSubtree(from, end) || end > size) return false;
  if (from === 0n && end === size) return proof.length === 0 && areEqual(first, second);
  if (!areHashes([first, second]) || !areHashes(proof)) return false;
  let ways: Ways = { left: from, right: end - 1n, last: size - 1n };
  while (ways.left !== ways.right && (ways.right === ways.last || isOdd(ways.right))) {
    ways = above(ways);
  }
  // A complete subtree is where the proof begins; of another one the proof first gives its last complete part.
  const isComplete = ways.left === ways.right;
  const begin = isComplete ? first : proof[0];
  if (begin === undefined) return false;
  let [one, other] = [begin, begin];
  for (const next of isComplete ? proof : proof.slice(1)) {
    if (ways.last === 0n) return false;
    if (isOdd(ways.right) || ways.right === ways.last) {
      if (ways.left < ways.right) one = hashNode(next, one, hash);
      other = hashNode(next, other, hash);
      while (!isOdd(ways.right) && ways.right !== 0n) ways = above(ways);
    } else {
      other = hashNode(other, next, hash);
    }
    ways = above(ways);
  }
  return ways.last === 0n && isSameHash(one, first) && isSameHash(other, second);
};
