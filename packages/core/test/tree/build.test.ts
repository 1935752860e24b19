import { unwrap } from "@ennead/core/kernel";
import {
  ancestorsOf,
  buildTree,
  childrenOf,
  idOf,
  idsIn,
  isAncestor,
  isAncestorOrSelf,
  levelOf,
  nodeOf,
  parentOf,
  pathOf,
  positionOf,
  rangeOf,
  rootsOf,
  treeFromParents,
  type TreeRow,
} from "@ennead/core/tree";
import { describe, expect, test } from "vitest";

const rowsOf = (...pairs: readonly (readonly [string, string | null])[]): TreeRow[] =>
  pairs.map(([id, parent]) => ({ id, parent }));

const world = unwrap(
  buildTree(
    rowsOf(
      ["paris", "france"],
      ["europe", null],
      ["france", "europe"],
      ["asia", null],
      ["spain", "europe"],
    ),
  ),
);

describe("a tree of proper rows", () => {
  test("keeps the order of the rows among siblings and roots", () => {
    expect(rootsOf(world)).toEqual(["europe", "asia"]);
    expect(childrenOf(world, "europe")).toEqual(["france", "spain"]);
    expect(idsIn(world, [{ start: 0, end: 5 }])).toEqual([
      "europe",
      "france",
      "paris",
      "spain",
      "asia",
    ]);
  });

  test("gives a node numbers of its row, and positions in preorder", () => {
    expect(nodeOf(world, "europe")).toBe(1);
    expect(idOf(world, 1)).toBe("europe");
    expect(positionOf(world, "spain")).toBe(3);
    expect(rangeOf(world, "europe")).toEqual({ start: 0, end: 4 });
  });

  test("tells a node from its ancestors", () => {
    expect(isAncestor(world, "europe", "europe")).toBe(false);
    expect(isAncestorOrSelf(world, "europe", "europe")).toBe(true);
    expect(isAncestor(world, "paris", "europe")).toBe(false);
    expect(isAncestor(world, "asia", "paris")).toBe(false);
    expect(world.faults).toEqual([]);
  });

  test("knows nothing of ids that are not there", () => {
    expect(nodeOf(world, "atlantis")).toBe(-1);
    expect(positionOf(world, "atlantis")).toBeUndefined();
    expect(rangeOf(world, "atlantis")).toBeUndefined();
    expect(levelOf(world, "atlantis")).toBeUndefined();
    expect(parentOf(world, "atlantis")).toBeNull();
    expect(pathOf(world, "atlantis")).toEqual([]);
    expect(ancestorsOf(world, "atlantis")).toEqual([]);
    expect(childrenOf(world, "atlantis")).toEqual([]);
    expect(isAncestorOrSelf(world, "atlantis", "atlantis")).toBe(false);
  });

  test("may be empty", () => {
    const none = unwrap(buildTree([]));
    expect(none.count).toBe(0);
    expect(rootsOf(none)).toEqual([]);
  });
});

describe("bad rows", () => {
  test("an id that occurs twice is refused, with every such id", () => {
    const built = buildTree(rowsOf(["a", null], ["b", "a"], ["a", "b"], ["b", null], ["a", null]));
    expect(built).toMatchObject({
      ok: false,
      error: { code: "tree/duplicate-id", path: [2, "id"], detail: { ids: ["a", "b"] } },
    });
  });

  test("a row whose parent is unknown is a root and is named with it", () => {
    const tree = unwrap(buildTree(rowsOf(["a", "gone"], ["b", "a"])));
    expect(rootsOf(tree)).toEqual(["a"]);
    expect(tree.faults).toMatchObject([
      { code: "tree/unknown-parent", path: [0, "parent"], detail: { id: "a", parent: "gone" } },
    ]);
  });

  test("members of a cycle share a position, reach each other and all below any of them", () => {
    const tree = unwrap(
      buildTree(
        rowsOf(["x", "y"], ["r", null], ["y", "z"], ["z", "x"], ["tail", "y"], ["tip", "tail"]),
      ),
    );
    expect(tree.faults).toMatchObject([{ code: "tree/cycle", detail: { ids: ["x", "y", "z"] } }]);
    expect(["x", "y", "z"].map((id) => rangeOf(tree, id))).toEqual(
      Array.from({ length: 3 }, () => ({ start: 1, end: 6 })),
    );
    expect(isAncestor(tree, "x", "z") && isAncestor(tree, "z", "tip")).toBe(true);
    expect(isAncestor(tree, "tail", "y")).toBe(false);
    expect(pathOf(tree, "tip")).toEqual(["x", "z", "y", "tail", "tip"]);
    expect(levelOf(tree, "tail")).toBe(1);
  });

  test("a node that is its own parent is a cycle of one", () => {
    const tree = unwrap(buildTree(rowsOf(["me", "me"], ["below", "me"])));
    expect(tree.faults).toMatchObject([{ code: "tree/self-parent", detail: { id: "me" } }]);
    expect(ancestorsOf(tree, "me")).toEqual([]);
    expect(isAncestor(tree, "me", "below")).toBe(true);
  });
});

describe("large rows", () => {
  const count = 200_000;

  test("a chain of 200,000 is a tree like any other", () => {
    const rows = Array.from({ length: count }, (_, at) => ({
      id: `c${at}`,
      parent: at === count - 1 ? null : `c${at + 1}`,
    }));
    const chain = unwrap(buildTree(rows));
    expect(levelOf(chain, "c0")).toBe(count - 1);
    expect(ancestorsOf(chain, "c0")).toHaveLength(count - 1);
    expect(rangeOf(chain, `c${count - 1}`)).toEqual({ start: 0, end: count });
    expect(isAncestor(chain, "c150000", "c7")).toBe(true);
  });

  test("a cycle of 200,000 is named and every member reaches every other", () => {
    const ring = treeFromParents(Array.from({ length: count }, (_, at) => (at + 1) % count));
    expect(ring.cycles).toBe(1);
    expect(ring.faults[0]?.detail?.["ids"]).toHaveLength(count);
    expect(rootsOf(ring)).toHaveLength(count);
    expect(isAncestor(ring, 5, count - 1) && isAncestor(ring, count - 1, 5)).toBe(true);
    expect(ancestorsOf(ring, 17)).toHaveLength(count - 1);
  });

  test("a root with 200,000 children, and 200,000 roots", () => {
    const star = treeFromParents(Array.from({ length: count }, (_, at) => (at === 0 ? -1 : 0)));
    expect(childrenOf(star, 0)).toHaveLength(count - 1);
    expect(rootsOf(treeFromParents(new Int32Array(count).fill(-1)))).toHaveLength(count);
  });

  test("numbered parents that are no row are unknown", () => {
    const tree = treeFromParents([-1, 7, 0.5]);
    expect(tree.faults.map(({ code }) => code)).toEqual([
      "tree/unknown-parent",
      "tree/unknown-parent",
    ]);
    expect(nodeOf(tree, 3)).toBe(-1);
    expect(nodeOf(tree, -1)).toBe(-1);
  });
});
