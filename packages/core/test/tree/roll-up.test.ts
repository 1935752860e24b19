import { unwrap } from "@ennead/core/kernel";
import {
  buildTree,
  editTree,
  moveNode,
  nodeOf,
  rangeOf,
  removeNode,
  rollUp,
  rollUpAll,
  rollUpDistinct,
  rollUpExact,
  rollUpWith,
  totalOver,
  treeFromParents,
} from "@ennead/core/tree";
import { expect, test } from "vitest";

/** 0 above 1 and 2, 1 above 3; 4 apart. */
const tree = treeFromParents([-1, 0, 0, 1, -1]);
const values = Float64Array.of(1, 20, 300, 4_000, 50_000);

test("a sum is the node's own value and those of all below it", () => {
  expect([...rollUp(tree, values)]).toEqual([4_321, 4_020, 300, 4_000, 50_000]);
});

test("several measures are rolled up under their names", () => {
  const { least, most, many } = rollUpAll(tree, {
    least: { values, op: "min" },
    most: { values, op: "max" },
    many: { values, op: "count" },
  });
  expect([...least]).toEqual([1, 20, 300, 4_000, 50_000]);
  expect([...most]).toEqual([4_000, 4_000, 300, 4_000, 50_000]);
  expect([...many]).toEqual([4, 2, 1, 1, 1]);
});

test("a value that is none is left out, and a minimum over nothing is none", () => {
  const gaps = [Number.NaN, 5, Number.NaN, Number.NaN, Number.NaN];
  expect([...rollUp(tree, gaps)]).toEqual([5, 5, 0, 0, 0]);
  expect([...rollUp(tree, gaps, "count")]).toEqual([1, 1, 0, 0, 0]);
  expect([...rollUp(tree, gaps, "min")]).toEqual([5, 5, Number.NaN, Number.NaN, Number.NaN]);
  expect([...rollUp(tree, gaps, "max")]).toEqual([5, 5, Number.NaN, Number.NaN, Number.NaN]);
});

test("one subtree is totalled without the others", () => {
  const range = rangeOf(tree, 1) ?? { start: 0, end: 0 };
  expect(totalOver(tree, [range], { values, op: "sum" })).toBe(4_020);
  expect(totalOver(tree, [range], { values, op: "count" })).toBe(2);
  expect(totalOver(tree, [], { values, op: "min" })).toBeNaN();
});

test("members of a cycle all get what the cycle and all below it come to", () => {
  // 0 and 1 are each other's parents, 2 hangs below 1; 3 is its own parent.
  const looped = treeFromParents([1, 0, 1, 3]);
  expect([...rollUp(looped, [1, 20, 300, 4_000])]).toEqual([321, 321, 300, 4_000]);
  expect([...rollUp(looped, [1, 20, 300, 4_000], "max")]).toEqual([300, 300, 300, 4_000]);
  expect([...unwrap(rollUpExact(looped, [1n, 20n, 300n, 4_000n]))]).toEqual([
    321n,
    321n,
    300n,
    4_000n,
  ]);
  expect(rollUpWith(looped, ["a", "b", "c", "d"], { empty: "", combine: (x, y) => x + y })).toEqual(
    ["abc", "abc", "c", "d"],
  );
});

test("scaled integers stay exact beyond 2^53, and a sum beyond 64 bits is refused", () => {
  const large = 2n ** 53n;
  expect([...unwrap(rollUpExact(tree, [1n, large, large, 1n, -5n]))]).toEqual([
    2n * large + 2n,
    large + 1n,
    large,
    1n,
    -5n,
  ]);
  const most = 2n ** 63n - 1n;
  expect(rollUpExact(tree, [0n, 0n, 1n, most, 0n])).toMatchObject({
    ok: false,
    error: { code: "tree/out-of-range", detail: { id: 0 } },
  });
});

test("values of any type come together in preorder", () => {
  const joined = rollUpWith(tree, ["a", "b", "c", "d", "e"], {
    empty: "",
    combine: (before, after) => before + after,
  });
  expect(joined).toEqual(["abdc", "bd", "c", "d", "e"]);
});

test("a key that stands at several nodes counts once above both", () => {
  // Key 7 at 2 and 3, key 8 at 3 twice, key 9 at 3 and 4, which have nothing in common.
  const counts = rollUpDistinct(tree, [3, 2, 3, 3, 4, 3], [7, 7, 8, 8, 9, 9]);
  expect([...counts]).toEqual([3, 3, 1, 3, 1]);
});

test("totals follow an edit, and numbers of removed nodes count nothing", () => {
  const named = editTree(
    unwrap(
      buildTree([
        { id: "all", parent: null },
        { id: "left", parent: "all" },
        { id: "right", parent: "all" },
        { id: "leaf", parent: "left" },
      ]),
    ),
  );
  unwrap(moveNode(named, "leaf", { parent: "right" }));
  unwrap(removeNode(named, "left", "subtree"));
  const totals = rollUp(named, [1, 20, 300, 4_000]);
  expect(["all", "right", "leaf"].map((id) => totals[nodeOf(named, id)])).toEqual([
    4_301, 4_300, 4_000,
  ]);
  expect(totals[1]).toBe(0);
});
