import { unwrap } from "@ennead/core/kernel";
import { buildTree, treeFromParents } from "@ennead/core/tree";
import fc from "fast-check";
import { expect, test } from "vitest";

import { rowsArbitrary } from "./arbitrary.ts";
import { naiveOf, naiveCycle } from "./naive.ts";
import { expectSame } from "./same-as-naive.ts";

test("a tree of any rows, also bad ones, answers as walks over the parents do", () => {
  fc.assert(
    fc.property(rowsArbitrary(24), (rows) => {
      expectSame(unwrap(buildTree(rows)), naiveOf(rows));
    }),
    { numRuns: 1_000 },
  );
});

test("every row on a cycle and every row with an unknown parent is named, and no other", () => {
  fc.assert(
    fc.property(rowsArbitrary(), (rows) => {
      const { faults, cycles } = unwrap(buildTree(rows));
      const naive = naiveOf(rows);
      const named = (code: string): unknown[] =>
        faults
          .filter((one) => one.code === code)
          .flatMap(({ detail }): unknown => detail?.["ids"] ?? detail?.["id"]);
      const cyclic = [...named("tree/cycle"), ...named("tree/self-parent")];
      const ids = rows.map(({ id }) => id);
      expect(new Set(cyclic)).toEqual(
        new Set(ids.filter((id) => naiveCycle(naive, id).length > 0)),
      );
      expect(cyclic).toHaveLength(new Set(cyclic).size);
      expect(cycles).toBe(faults.filter(({ code }) => code !== "tree/unknown-parent").length);
      expect(named("tree/unknown-parent")).toEqual(
        rows.filter(({ parent }) => parent !== null && !ids.includes(parent)).map(({ id }) => id),
      );
    }),
    { numRuns: 1_000 },
  );
});

test("rows that name their parents by row make the same tree", () => {
  fc.assert(
    fc.property(rowsArbitrary(), (rows) => {
      const named = unwrap(buildTree(rows));
      const rowOf = new Map(rows.map(({ id }, row) => [id, row]));
      const numbered = treeFromParents(
        rows.map(({ parent }) => (parent === null ? -1 : (rowOf.get(parent) ?? 10_000))),
      );
      expect(numbered.order).toEqual(named.order);
      expect(numbered.pos).toEqual(named.pos);
      expect(numbered.size).toEqual(named.size);
      expect(numbered.faults.map(({ code, path }) => [code, path])).toEqual(
        named.faults.map(({ code, path }) => [code, path]),
      );
    }),
  );
});
