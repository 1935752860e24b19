// The definitions of RFC 9162 section 2.1 as they are written there, by recursion over lists of leaves.
import { createHash } from "node:crypto";

type Bytes = Uint8Array;

const sha256 = (...parts: readonly Bytes[]): Bytes => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return new Uint8Array(hash.digest());
};

const zero = new Uint8Array([0]);
const one = new Uint8Array([1]);

export const naiveLeaf = (data: Bytes): Bytes => sha256(zero, data);

const split = (count: number): number => 2 ** Math.ceil(Math.log2(count) - 1);

/** MTH over hashes of leaves. */
export const naiveRoot = (leaves: readonly Bytes[]): Bytes => {
  const [first] = leaves;
  if (first === undefined) return sha256();
  if (leaves.length === 1) return first;
  const at = split(leaves.length);
  return sha256(one, naiveRoot(leaves.slice(0, at)), naiveRoot(leaves.slice(at)));
};

/** PATH(m, D_n). */
export const naivePath = (index: number, leaves: readonly Bytes[]): readonly Bytes[] => {
  if (leaves.length <= 1) return [];
  const at = split(leaves.length);
  return index < at
    ? [...naivePath(index, leaves.slice(0, at)), naiveRoot(leaves.slice(at))]
    : [...naivePath(index - at, leaves.slice(at)), naiveRoot(leaves.slice(0, at))];
};

/** SUBTREE_SUBPROOF(start, end, D_n, b); PROOF(m, D_n) is the one with start 0 and b true. */
export const naiveConsistency = (
  start: number,
  end: number,
  leaves: readonly Bytes[],
  isKnown = true,
): readonly Bytes[] => {
  if (start === 0 && end === leaves.length) return isKnown ? [] : [naiveRoot(leaves)];
  const at = split(leaves.length);
  const [left, right] = [leaves.slice(0, at), leaves.slice(at)];
  if (end <= at) return [...naiveConsistency(start, end, left, isKnown), naiveRoot(right)];
  if (start >= at) {
    return [...naiveConsistency(start - at, end - at, right, isKnown), naiveRoot(left)];
  }
  return [...naiveConsistency(0, end - at, right, false), naiveRoot(left)];
};
