import { unwrap } from "@ennead/core/kernel";
import {
  buildTree,
  idsIn,
  mergeRanges,
  nodeOf,
  rangeOf,
  rollUp,
  rollUpDistinct,
  rollUpExact,
  rollUpWith,
  totalOver,
  type RollUpOp,
} from "@ennead/core/tree";
import fc from "fast-check";
import { expect, test } from "vitest";

import { rowsArbitrary } from "./arbitrary.ts";
import { naiveOf, naiveSubtree } from "./naive.ts";

const fold = (op: RollUpOp, values: readonly number[]): number => {
  const there = values.filter((value) => !Number.isNaN(value));
  if (op === "count") return there.length;
  if (op === "sum") return there.reduce((sum, value) => sum + value, 0);
  if (there.length === 0) return Number.NaN;
  return op === "min" ? Math.min(...there) : Math.max(...there);
};

const valueArbitrary = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: -1_000_000, max: 1_000_000 }) },
  fc.constant(Number.NaN),
);

test("every roll-up equals folding the values of the subtree", () => {
  fc.assert(
    fc.property(
      rowsArbitrary(30),
      fc.array(valueArbitrary, { minLength: 30, maxLength: 30 }),
      fc.constantFrom<RollUpOp>("sum", "count", "min", "max"),
      (rows, values, op) => {
        const tree = unwrap(buildTree(rows));
        const naive = naiveOf(rows);
        const totals = rollUp(tree, values, op);
        for (const { id } of rows) {
          const below = naiveSubtree(naive, id);
          const wanted = fold(
            op,
            below.map((one) => values[nodeOf(tree, one)] ?? Number.NaN),
          );
          expect(totals[nodeOf(tree, id)]).toBe(wanted);
          const range = rangeOf(tree, id) ?? { start: 0, end: 0 };
          expect(totalOver(tree, [range], { values, op })).toBe(wanted);
        }
      },
    ),
    { numRuns: 1_000 },
  );
});

test("exact sums and own monoids equal them too", () => {
  fc.assert(
    fc.property(
      rowsArbitrary(30),
      fc.array(fc.bigInt({ min: -(2n ** 57n), max: 2n ** 57n }), { minLength: 30, maxLength: 30 }),
      (rows, values) => {
        const tree = unwrap(buildTree(rows));
        const exact = unwrap(rollUpExact(tree, values));
        const own = rollUpWith(tree, values, { empty: 0n, combine: (a, b) => a + b });
        for (const { id } of rows) {
          const below = naiveSubtree(naiveOf(rows), id);
          const wanted = below.reduce((sum, one) => sum + (values[nodeOf(tree, one)] ?? 0n), 0n);
          expect(exact[nodeOf(tree, id)]).toBe(wanted);
          expect(own[nodeOf(tree, id)]).toBe(wanted);
        }
      },
    ),
    { numRuns: 300 },
  );
});

test("distinct keys equal the size of the set below", () => {
  fc.assert(
    fc.property(
      rowsArbitrary(20),
      fc.array(fc.tuple(fc.nat(19), fc.nat(5)), { maxLength: 60 }),
      (rows, drawn) => {
        const tree = unwrap(buildTree(rows));
        const held = drawn.filter(([node]) => node < rows.length);
        const counts = rollUpDistinct(
          tree,
          held.map(([node]) => node),
          held.map(([, key]) => key),
        );
        for (const { id } of rows) {
          const range = rangeOf(tree, id) ?? { start: 0, end: 0 };
          const below = new Set(idsIn(tree, mergeRanges([range])).map((one) => nodeOf(tree, one)));
          const keys = new Set(held.filter(([node]) => below.has(node)).map(([, key]) => key));
          expect(counts[nodeOf(tree, id)]).toBe(keys.size);
        }
      },
    ),
    { numRuns: 500 },
  );
});
