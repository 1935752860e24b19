import { unwrap } from "@ennead/core/kernel";
import {
  ancestorsOf,
  checkInsert,
  checkMove,
  childrenOf,
  diffTrees,
  distanceOf,
  editTree,
  insertNode,
  isAncestor,
  lcaOf,
  levelOf,
  moveNode,
  nodeOf,
  rangeOf,
  removeNode,
  rollUp,
  rollUpWith,
  rootsOf,
  treeFromParents,
  type EditableTree,
} from "@ennead/core/tree";
import { describe, expect, test } from "vitest";

/** 0 above 1, 2 and 3; 2 above 4 and 5. */
const small = (): EditableTree<number> => editTree(treeFromParents([-1, 0, 0, 0, 2, 2]));

describe("a move", () => {
  test("puts a node last unless told where", () => {
    const tree = small();
    unwrap(moveNode(tree, 1, { parent: 2 }));
    expect(childrenOf(tree, 2)).toEqual([4, 5, 1]);
    unwrap(moveNode(tree, 3, { parent: 2, at: 1 }));
    expect(childrenOf(tree, 2)).toEqual([4, 3, 5, 1]);
    unwrap(moveNode(tree, 2, { parent: null, at: 0 }));
    expect(rootsOf(tree)).toEqual([2, 0]);
  });

  test("reorders among siblings, its own place not counted", () => {
    const tree = small();
    unwrap(moveNode(tree, 1, { parent: 0, at: 1 }));
    expect(childrenOf(tree, 0)).toEqual([2, 1, 3]);
    expect(unwrap(moveNode(tree, 1, { parent: 0, at: 1 })).changed).toBe(false);
  });

  test("answers where the node stood and how many moved", () => {
    expect(unwrap(moveNode(small(), 2, { parent: 3 }))).toEqual({
      id: 2,
      changed: true,
      from: { parent: 0, at: 1 },
      to: { parent: 3, at: 0 },
      nodes: 3,
    });
  });

  test("is checked before anything changes", () => {
    const tree = small();
    const before = [...tree.order];
    const codes = [
      moveNode(tree, 2, { parent: 2 }),
      moveNode(tree, 9, { parent: 8 }),
      moveNode(tree, 9, { parent: 0 }),
      moveNode(tree, 0, { parent: 5 }),
      moveNode(tree, 1, { parent: 2, at: -1 }),
      moveNode(tree, 2, { parent: 1, maxLevel: 2 }),
    ].map((result) => (result.ok ? null : result.error.code));
    expect(codes).toEqual([
      "tree/self-parent",
      "tree/unknown-parent",
      "tree/unknown-node",
      "tree/cycle",
      "tree/bad-place",
      "tree/too-deep",
    ]);
    expect([...tree.order]).toEqual(before);
    expect(checkMove(tree, 2, { parent: 1, maxLevel: 3 })).toBeNull();
  });

  test("out of a cycle ends it", () => {
    const tree = editTree(treeFromParents([1, 2, 0, -1, 1]));
    expect(checkMove(tree, 0, { parent: 4 })?.code).toBe("tree/cycle");
    unwrap(moveNode(tree, 0, { parent: 3 }));
    expect(tree.cycles).toBe(0);
    expect(ancestorsOf(tree, 4)).toEqual([1, 2, 0, 3]);
  });
});

describe("inserts and removals", () => {
  test("an insert names what is wrong with it", () => {
    const tree = small();
    const codes = [
      checkInsert(tree, 3, { parent: null }),
      checkInsert(tree, 9, { parent: 8 }),
      checkInsert(tree, 9, { parent: null, at: 0.5 }),
      checkInsert(tree, 9, { parent: 4, maxLevel: 2 }),
      checkInsert(tree, 9, { parent: 4, maxLevel: 3 }),
    ].map((fault) => fault?.code ?? null);
    expect(codes).toEqual([
      "tree/duplicate-id",
      "tree/unknown-parent",
      "tree/bad-place",
      "tree/too-deep",
      null,
    ]);
  });

  test("children are lifted into the place of their parent, or go with it", () => {
    const tree = small();
    expect(unwrap(removeNode(tree, 2, "lift"))).toEqual([2]);
    expect(childrenOf(tree, 0)).toEqual([1, 4, 5, 3]);
    expect(levelOf(tree, 4)).toBe(1);
    expect(unwrap(removeNode(tree, 0, "subtree"))).toEqual([0, 1, 4, 5, 3]);
    expect(tree.count).toBe(0);
    expect(removeNode(tree, 0, "lift")).toMatchObject({ error: { code: "tree/unknown-node" } });
  });

  test("a removed id may come back, under the number that became free", () => {
    const tree = small();
    unwrap(removeNode(tree, 3, "subtree"));
    expect(nodeOf(tree, 3)).toBe(-1);
    expect(unwrap(insertNode(tree, 77, { parent: 1 }))).toBe(3);
    expect(nodeOf(tree, 3)).toBe(-1);
    unwrap(insertNode(tree, 3, { parent: 77 }));
    expect(ancestorsOf(tree, 3)).toEqual([77, 1, 0]);
  });
});

test("a diff names fewest nodes that changed place", () => {
  const before = treeFromParents([-1, 0, 0, 0, 0, 0]);
  const after = editTree(before);
  unwrap(moveNode(after, 1, { parent: 0 }));
  unwrap(moveNode(after, 3, { parent: 4 }));
  unwrap(removeNode(after, 5, "subtree"));
  unwrap(insertNode(after, 6, { parent: null }));
  expect(diffTrees(before, after)).toEqual({
    added: [6],
    removed: [5],
    moved: [{ id: 3, from: 0, to: 4 }],
    reordered: [1],
  });
});

test("a chain of 200,000 can be edited, rolled up, asked and compared", () => {
  const count = 200_000;
  const chain = treeFromParents(Array.from({ length: count }, (_, at) => at - 1));
  const tree = editTree(chain);
  const bottom = count - 1;
  expect(lcaOf(tree, 1_000, bottom)).toBe(1_000);
  expect(checkMove(tree, 10, { parent: bottom })?.code).toBe("tree/cycle");
  expect(unwrap(moveNode(tree, 100_000, { parent: 0, at: 0 })).nodes).toBe(100_000);
  expect(levelOf(tree, bottom)).toBe(100_000);
  expect(lcaOf(tree, 99_999, bottom)).toBe(0);
  expect(distanceOf(tree, 99_999, bottom)).toBe(99_999 + 100_000);
  unwrap(insertNode(tree, -1, { parent: bottom }));
  unwrap(removeNode(tree, 0, "lift"));
  expect(rootsOf(tree)).toEqual([100_000, 1]);
  expect(isAncestor(tree, 100_000, -1)).toBe(true);
  expect(rollUp(tree, new Float64Array(tree.slots).fill(1))[1]).toBe(99_999);
  const ones = Array.from({ length: tree.slots }, () => 1);
  expect(rollUpWith(tree, ones, { empty: 0, combine: Math.max })[100_000]).toBe(1);
  expect(diffTrees(chain, tree).removed).toEqual([0]);
  expect(unwrap(removeNode(tree, 1, "subtree"))).toHaveLength(99_999);
  expect(rangeOf(tree, 100_000)).toEqual({ start: 0, end: 100_001 });
});

test("a cycle of 200,000 can be ended", () => {
  const count = 200_000;
  const ring = editTree(
    treeFromParents(Array.from({ length: count }, (_, at) => (at + 1) % count)),
  );
  unwrap(removeNode(ring, 7, "lift"));
  expect(ring.cycles).toBe(1);
  unwrap(moveNode(ring, 5, { parent: null }));
  expect(ring.cycles).toBe(0);
  expect(levelOf(ring, 6)).toBe(count - 2);
});
