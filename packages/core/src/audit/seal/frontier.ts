import { err, fault, ok, type Result } from "../../kernel/index.ts";
import { hashBytes, hashNode, sha256, type Sha256 } from "./hash.ts";
import { fromHex, toHex } from "./hex.ts";

/** What has to be kept to go on appending: one hash for each 1 in the binary writing of the size. */
export interface FrontierState {
  readonly size: number;
  /** Hexadecimal roots of the complete subtrees, the largest (and first) one first. */
  readonly hashes: readonly string[];
}

/** Told of each node that is complete from now on: its level (0 is a leaf), its index in the level, its hash. */
export type OnNode = (level: number, index: number, hash: Uint8Array) => void;

const onesOf = (size: number): number => {
  let ones = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) ones += rest % 2;
  return ones;
};

const isSize = (size: number): boolean => Number.isSafeInteger(size) && size >= 0;

/**
 * A Merkle tree (RFC 9162 section 2.1) that is only appended to. It holds O(log n) hashes, an append costs two on
 * average, and the root is known at every size. Sizes up to 2^53 - 1.
 */
export class Frontier {
  #size = 0;
  readonly #hash: Sha256;
  readonly #roots: Uint8Array[] = [];

  constructor(hash: Sha256 = sha256) {
    this.#hash = hash;
  }

  /** The tree with the state that `state` gave. Fault audit/bad-frontier for what is no such state. */
  static restore(state: FrontierState, hash: Sha256 = sha256): Result<Frontier> {
    const frontier = new Frontier(hash);
    const roots = state.hashes.map((text) => fromHex(text, hashBytes));
    if (!isSize(state.size) || onesOf(state.size) !== roots.length || roots.includes(undefined)) {
      return err(
        fault(
          "audit/bad-frontier",
          "A tree's state has its size and one hash for each 1 in its binary writing.",
        ),
      );
    }
    for (const root of roots) if (root !== undefined) frontier.#roots.push(root);
    frontier.#size = state.size;
    return ok(frontier);
  }

  /** Number of leaves. */
  get size(): number {
    return this.#size;
  }

  /** Adds a leaf's hash at the end. */
  append(leaf: Uint8Array, onNode?: OnNode): void {
    this.appendSubtree(0, leaf, onNode);
  }

  /**
   * Adds the root of 2^level leaves at the end, for leaves that are no longer there. False, and nothing is added, where
   * no node of that level begins.
   */
  appendSubtree(level: number, root: Uint8Array, onNode?: OnNode): boolean {
    const width = 2 ** level;
    if (this.#size % width !== 0 || !isSize(this.#size + width)) return false;
    let [node, at, index] = [root, level, this.#size / width];
    onNode?.(at, index, node);
    while (index % 2 === 1) {
      node = hashNode(this.#roots.pop() as Uint8Array, node, this.#hash);
      index = (index - 1) / 2;
      at += 1;
      onNode?.(at, index, node);
    }
    this.#roots.push(node);
    this.#size += width;
    return true;
  }

  /** The root over all leaves; of none, the hash of nothing. */
  root(): Uint8Array {
    let root = this.#roots.at(-1) ?? this.#hash(new Uint8Array());
    for (let at = this.#roots.length - 2; at >= 0; at -= 1) {
      root = hashNode(this.#roots[at] as Uint8Array, root, this.#hash);
    }
    return root;
  }

  /** What `restore` goes on from. */
  state(): FrontierState {
    return { size: this.#size, hashes: this.#roots.map(toHex) };
  }
}

/** The root over the leaves' hashes in order. */
export const treeRoot = (leaves: Iterable<Uint8Array>, hash: Sha256 = sha256): Uint8Array => {
  const frontier = new Frontier(hash);
  for (const leaf of leaves) frontier.append(leaf);
  return frontier.root();
};
