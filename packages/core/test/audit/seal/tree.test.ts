import {
  consistencyPlan,
  Frontier,
  hashLeaf,
  inclusionPlan,
  nodesOfPlan,
  proofOf,
  treeRoot,
  verifyConsistency,
  verifyInclusion,
  type NodeSource,
} from "@ennead/core/audit/seal";
import { unwrap } from "@ennead/core/kernel";
import { describe, expect, test } from "vitest";

import { naiveConsistency, naiveLeaf, naivePath, naiveRoot } from "./naive-tree.ts";

const most = 33;
const leaves = Array.from({ length: most }, (_, at) => hashLeaf(new Uint8Array([at, 7])));
const roots = Array.from({ length: most + 1 }, (_, size) => naiveRoot(leaves.slice(0, size)));

const storeOf = (count: number): { readonly nodes: NodeSource; readonly stored: number } => {
  const nodes = new Map<string, Uint8Array>();
  const frontier = new Frontier();
  for (const leaf of leaves.slice(0, count)) {
    frontier.append(leaf, (level, index, hash) => nodes.set(`${level}/${index}`, hash));
  }
  return { nodes: (level, index) => nodes.get(`${level}/${index}`), stored: nodes.size };
};
const { nodes, stored } = storeOf(most);

const flipped = (bytes: Uint8Array | undefined): Uint8Array => {
  const copy = bytes?.slice() ?? new Uint8Array(32);
  copy[5] = (copy[5] ?? 0) ^ 4;
  return copy;
};

/** The subtrees of a tree: start is a multiple of the smallest power of two that is not below the width. */
const subtrees = Array.from({ length: most }, (_, start) =>
  Array.from({ length: most - start }, (__, width) => ({ start, end: start + width + 1 })),
)
  .flat()
  .filter(({ start, end }) => start % 2 ** Math.ceil(Math.log2(end - start)) === 0);

describe("the tree", () => {
  test("has the roots of the standard at every size, built at once or leaf by leaf through its state", () => {
    let frontier = new Frontier();
    for (const [size, root] of roots.entries()) {
      expect(frontier.root()).toEqual(root);
      expect(treeRoot(leaves.slice(0, size))).toEqual(root);
      expect(frontier.state().hashes.length).toBeLessThanOrEqual(6);
      frontier = unwrap(Frontier.restore(structuredClone(frontier.state())));
      frontier.append(leaves[size] ?? new Uint8Array(32));
    }
    expect(hashLeaf(new Uint8Array([1]))).toEqual(naiveLeaf(new Uint8Array([1])));
  });

  test("stores about two hashes for each leaf", () => {
    expect(stored).toBeLessThanOrEqual(2 * most);
  });

  test("goes on over leaves that are gone", () => {
    const frontier = new Frontier();
    expect(frontier.appendSubtree(4, naiveRoot(leaves.slice(0, 16)))).toBe(true);
    expect(frontier.appendSubtree(5, leaves[0] ?? new Uint8Array())).toBe(false);
    for (const leaf of leaves.slice(16)) frontier.append(leaf);
    expect(frontier.root()).toEqual(roots[most]);
  });

  test.each([
    { size: 3, hashes: [] },
    { size: -1, hashes: [] },
    { size: 1.5, hashes: ["00".repeat(32)] },
    { size: 1, hashes: ["00".repeat(31)] },
    { size: 1, hashes: ["GG".repeat(32)] },
    { size: 2 ** 53, hashes: ["00".repeat(32)] },
  ])("refuses $size leaves with $hashes as its state", (state) => {
    const restored = Frontier.restore(state);
    expect(restored.ok ? undefined : restored.error.code).toBe("audit/bad-frontier");
  });
});

describe("a proof of inclusion", () => {
  test("is the one of the standard and verifies, for every leaf of every subtree", () => {
    for (const range of subtrees) {
      const own = leaves.slice(range.start, range.end);
      for (const [at, leaf] of own.entries()) {
        const index = range.start + at;
        const proof = unwrap(proofOf(nodes, unwrap(inclusionPlan(index, range))));
        expect(proof).toEqual(naivePath(at, own));
        const [start, end] = [BigInt(range.start), BigInt(range.end)];
        const claim = { index: BigInt(index), start, end, leaf, proof, root: naiveRoot(own) };
        expect(verifyInclusion(claim)).toBe(true);
      }
    }
  });

  test("holds of no other place, leaf, root or proof", () => {
    for (let size = 1; size <= most; size += 3) {
      for (let index = 0; index < size; index += 1) {
        const range = { start: 0, end: size };
        const proof = unwrap(proofOf(nodes, unwrap(inclusionPlan(index, range))));
        const leaf = leaves[index] ?? new Uint8Array();
        const root = roots[size] ?? new Uint8Array();
        const claim = { index: BigInt(index), end: BigInt(size), leaf, proof, root };
        const wrong = [
          { ...claim, leaf: flipped(leaf) },
          { ...claim, root: flipped(root) },
          { ...claim, leaf: leaf.subarray(1) },
          { ...claim, proof: [...proof, leaf] },
          { ...claim, index: claim.index + 1n },
          { ...claim, index: -1n },
          { ...claim, index: claim.end },
          { ...claim, end: 0n },
          { ...claim, end: claim.end * 2n },
          ...proof.map((hash, at) => ({ ...claim, proof: proof.with(at, flipped(hash)) })),
          ...proof.map((_, at) => ({ ...claim, proof: proof.toSpliced(at, 1) })),
          ...proof.map((hash, at) => ({ ...claim, proof: proof.with(at, hash.subarray(1)) })),
        ];
        expect(wrong.map((one) => verifyInclusion(one)).includes(true)).toBe(false);
      }
    }
  });

  test("of 2^64 - 1 leaves is refused or verified, and never throws", () => {
    const claim = { end: 2n ** 64n - 1n, leaf: leaves[0] ?? new Uint8Array(), root: leaves[1] };
    const root = claim.root ?? new Uint8Array();
    const proof = Array.from({ length: 64 }, () => root);
    expect(verifyInclusion({ ...claim, root, index: 2n ** 63n, proof })).toBe(false);
  });
});

describe("a proof of consistency", () => {
  test("is the one of the standard and verifies, for every subtree of every size", () => {
    for (const { start, end } of subtrees) {
      const first = naiveRoot(leaves.slice(start, end));
      for (let size = end; size <= most; size += 1) {
        const proof = unwrap(proofOf(nodes, unwrap(consistencyPlan({ start, end }, size))));
        expect(proof).toEqual(naiveConsistency(start, end, leaves.slice(0, size)));
        const second = roots[size] ?? new Uint8Array();
        const claim = {
          start: BigInt(start),
          end: BigInt(end),
          size: BigInt(size),
          first,
          second,
          proof,
        };
        const wrong = [
          { ...claim, first: flipped(first) },
          { ...claim, second: flipped(second) },
          { ...claim, proof: [...proof, first] },
          ...proof.map((hash, place) => ({ ...claim, proof: proof.with(place, flipped(hash)) })),
          ...proof.map((_, place) => ({ ...claim, proof: proof.toSpliced(place, 1) })),
        ];
        expect(verifyConsistency(claim)).toBe(true);
        expect(wrong.some((one) => verifyConsistency(one))).toBe(false);
      }
    }
  });

  test("with an earlier size is refused from an empty tree, backwards and without a proof", () => {
    const root = roots[8] ?? new Uint8Array();
    const claim = { end: 8n, size: 8n, first: root, second: root, proof: [] };
    expect(verifyConsistency(claim)).toBe(true);
    expect(verifyConsistency({ ...claim, second: flipped(root) })).toBe(false);
    expect(verifyConsistency({ ...claim, end: 0n, first: treeRoot([]) })).toBe(false);
    expect(verifyConsistency({ ...claim, size: 7n })).toBe(false);
    expect(verifyConsistency({ ...claim, end: 7n })).toBe(false);
    expect(verifyConsistency({ ...claim, end: -8n, size: -8n })).toBe(false);
  });
});

describe("a plan of a proof", () => {
  test("names what is to be loaded: all of it and nothing else", () => {
    const plan = unwrap(inclusionPlan(21, { start: 0, end: 31 }));
    const wanted = nodesOfPlan(plan);
    const loaded = new Map(
      wanted.map(({ level, index }) => [`${level}/${index}`, nodes(level, index)]),
    );
    const asked: string[] = [];
    const some: NodeSource = (level, index) => {
      asked.push(`${level}/${index}`);
      return loaded.get(`${level}/${index}`);
    };
    expect(unwrap(proofOf(some, plan))).toEqual(naivePath(21, leaves.slice(0, 31)));
    expect(new Set(asked)).toEqual(new Set(loaded.keys()));
    expect(wanted.length).toBeLessThanOrEqual(8);
  });

  test("is refused where there is no such proof", () => {
    const refused = [
      inclusionPlan(8, { start: 0, end: 8 }),
      inclusionPlan(-1, { start: 0, end: 8 }),
      inclusionPlan(0.5, { start: 0, end: 8 }),
      inclusionPlan(5, { start: 5, end: 8 }),
      inclusionPlan(0, { start: 0, end: 0 }),
      consistencyPlan({ start: 0, end: 9 }, 8),
      consistencyPlan({ start: 0, end: 0 }, 8),
      consistencyPlan({ start: 2, end: 5 }, 8),
      proofOf(() => undefined, [{ start: 0, end: 1 }]),
    ];
    for (const one of refused) expect(one.ok ? "ok" : one.error.code).toBe("audit/no-proof");
  });
});
