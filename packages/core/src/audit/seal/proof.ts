import { err, fault, ok, type Fault, type Result } from "../../kernel/index.ts";
import { sha256, type Sha256 } from "./hash.ts";
import {
  isSubtree,
  nodesOf,
  splitOf,
  subtreeRoot,
  type LeafRange,
  type NodeId,
  type NodeSource,
} from "./nodes.ts";

/** A proof: hashes from the bottom of the tree to its top. */
export type Proof = readonly Uint8Array[];

/**
 * A proof as a plan: the subtrees whose roots it consists of. `nodesOfPlan` says what to load for it, `proofOf` makes it.
 */
export type ProofPlan = readonly LeafRange[];

const isIndex = (...values: readonly number[]): boolean =>
  values.every((value) => Number.isSafeInteger(value) && value >= 0);

const noProof = (why: string): Fault => fault("audit/no-proof", `There is no such proof: ${why}.`);

/** The leaf at `index` is in the subtree [start, end); a tree of `size` leaves is the subtree [0, size). Indexes from 0. */
export const inclusionPlan = (index: number, { start, end }: LeafRange): Result<ProofPlan> => {
  if (!isIndex(index, start, end) || !isSubtree(BigInt(start), BigInt(end))) {
    return err(noProof(`the leaves from ${start} to before ${end} are no subtree`));
  }
  if (index < start || index >= end) {
    return err(noProof(`leaf ${index} is not among those from ${start} to before ${end}`));
  }
  const plan: LeafRange[] = [];
  let [from, to] = [start, end];
  while (to - from > 1) {
    const middle = from + splitOf(to - from);
    if (index < middle) {
      plan.push({ start: middle, end: to });
      to = middle;
    } else {
      plan.push({ start: from, end: middle });
      from = middle;
    }
  }
  return ok(plan.toReversed());
};

/**
 * The subtree [start, end) is part of the tree of `size` leaves; with `start` 0 it is the tree of `end` leaves, which
 * then was only appended to.
 */
export const consistencyPlan = ({ start, end }: LeafRange, size: number): Result<ProofPlan> => {
  if (!isIndex(start, end, size) || !isSubtree(BigInt(start), BigInt(end))) {
    return err(noProof(`the leaves from ${start} to before ${end} are no subtree`));
  }
  if (end > size) return err(noProof(`the tree has ${size} leaves and not ${end}`));
  const plan: LeafRange[] = [];
  let [from, to, wanted, isKnown] = [0, size, start, true];
  while (wanted !== from || end !== to) {
    const middle = from + splitOf(to - from);
    if (end <= middle) {
      plan.push({ start: middle, end: to });
      to = middle;
    } else {
      plan.push({ start: from, end: middle });
      // What is left of the middle was proved as a whole; of what is right of it the verifier has no root of its own.
      if (wanted < middle) [wanted, isKnown] = [middle, false];
      from = middle;
    }
  }
  if (!isKnown) plan.push({ start: from, end: to });
  return ok(plan.toReversed());
};

/** The stored nodes that a proof is made of: about log2 of the size. */
export const nodesOfPlan = (plan: ProofPlan): readonly NodeId[] => plan.flatMap(nodesOf);

/** The proof from stored nodes. audit/no-proof where one is missing. */
export const proofOf = (
  nodes: NodeSource,
  plan: ProofPlan,
  hash: Sha256 = sha256,
): Result<Proof> => {
  const proof: Uint8Array[] = [];
  for (const range of plan) {
    const root = subtreeRoot(nodes, range, hash);
    if (root === undefined) return err(noProof(`a node over leaf ${range.start} is missing`));
    proof.push(root);
  }
  return ok(proof);
};
