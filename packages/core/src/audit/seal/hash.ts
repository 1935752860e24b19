import { sha256 as pureSha256 } from "@noble/hashes/sha2.js";

/** SHA-256 of bytes: 32 bytes. Where one is asked for, a server may hand in its native one; the default is portable. */
export type Sha256 = (bytes: Uint8Array) => Uint8Array;

export const sha256: Sha256 = (bytes) => pureSha256(bytes);

/** Length of every hash in a tree. */
export const hashBytes = 32;

/** Hash of a leaf's content: H(0x00 || content), RFC 9162 section 2.1.1. */
export const hashLeaf = (content: Uint8Array, hash: Sha256 = sha256): Uint8Array => {
  const bytes = new Uint8Array(content.length + 1);
  bytes.set(content, 1);
  return hash(bytes);
};

/** Hash of a node: H(0x01 || left || right), RFC 9162 section 2.1.1. */
export const hashNode = (
  left: Uint8Array,
  right: Uint8Array,
  hash: Sha256 = sha256,
): Uint8Array => {
  const bytes = new Uint8Array(1 + 2 * hashBytes);
  bytes[0] = 1;
  bytes.set(left, 1);
  bytes.set(right, 1 + hashBytes);
  return hash(bytes);
};

/** Whether two hashes are equal and of the right length. Hashes of a log are no secrets: time may differ. */
export const isSameHash = (one: Uint8Array, other: Uint8Array): boolean => {
  if (one.length !== hashBytes || other.length !== hashBytes) return false;
  for (let at = 0; at < hashBytes; at += 1) if (one[at] !== other[at]) return false;
  return true;
};
