import { Frontier } from "./frontier.ts";
import { hashNode, isSameHash, sha256, type Sha256 } from "./hash.ts";
import { splitOf, subtreeRoot, type LeafRange, type NodeSource } from "./nodes.ts";

/** What is compared: a root that is trusted, the nodes stored with it, and the leaves made of the events as they are. */
export interface Suspicion {
  readonly size: number;
  readonly root: Uint8Array;
  readonly nodes: NodeSource;
  /** Leaf of the event at `index`, from 0; undefined where there is no event. */
  readonly leaf: (index: number) => Uint8Array | undefined;
}

/** Events `from` to `to`, counted from 1, of which the first bad one is one. */
export interface Culprit {
  readonly from: number;
  readonly to: number;
}

/**
 * The first event that is not what was sealed, also where its leaf was made again to match: from the trusted root down,
 * stored nodes are believed as far as they hash to what is believed already. One event is named where the nodes above it
 * are intact; else the few events below the lowest node that can be believed. Undefined when all events are as they
 * were. Time O(size), memory O(log size).
 */
export const firstBadEvent = (
  { size, root, nodes, leaf }: Suspicion,
  hash: Sha256 = sha256,
): Culprit | undefined => {
  const isIntact = ({ start, end }: LeafRange, trusted: Uint8Array): boolean => {
    const frontier = new Frontier(hash);
    for (let index = start; index < end; index += 1) {
      const found = leaf(index);
      if (found === undefined) return false;
      frontier.append(found);
    }
    return isSameHash(frontier.root(), trusted);
  };
  const search = (range: LeafRange, trusted: Uint8Array): Culprit | undefined => {
    const { start, end } = range;
    const here = { from: start + 1, to: end };
    if (end - start <= 1) return isIntact(range, trusted) ? undefined : here;
    const middle = start + splitOf(end - start);
    const [left, right] = [
      { start, end: middle },
      { start: middle, end },
    ];
    const one = subtreeRoot(nodes, left, hash);
    const other = subtreeRoot(nodes, right, hash);
    const isBelieved =
      one !== undefined && other !== undefined && isSameHash(hashNode(one, other, hash), trusted);
    if (!isBelieved) return isIntact(range, trusted) ? undefined : here;
    return search(left, one) ?? search(right, other);
  };
  return search({ start: 0, end: size }, root);
};
