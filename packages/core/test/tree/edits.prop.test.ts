import { unwrap, type Result } from "@ennead/core/kernel";
import {
  buildTree,
  diffTrees,
  editTree,
  idsIn,
  insertNode,
  lcaOf,
  moveNode,
  nodeOf,
  removeNode,
  type EditableTree,
  type Place,
} from "@ennead/core/tree";
import fc from "fast-check";
import { expect, test } from "vitest";

import { idOfRow, rowsArbitrary } from "./arbitrary.ts";
import { naiveInsert, naiveMove, naiveRemove } from "./naive-edits.ts";
import { naiveOf, type Naive } from "./naive.ts";
import { expectSame } from "./same-as-naive.ts";

interface Edit {
  readonly kind: "move" | "insert" | "subtree" | "lift";
  readonly id: number;
  readonly parent: number;
  readonly at: number | undefined;
  readonly maxLevel: number | undefined;
}

const editArbitrary: fc.Arbitrary<Edit> = fc.record({
  kind: fc.constantFrom("move", "move", "move", "insert", "insert", "subtree", "lift"),
  id: fc.nat(15),
  parent: fc.integer({ min: -2, max: 15 }),
  at: fc.oneof(fc.constant(undefined), fc.nat(4), fc.constantFrom(-1, 0.5, Number.NaN, 1_000_000)),
  maxLevel: fc.option(fc.nat(4), { nil: undefined, freq: 4 }),
});

const placeOf = ({ parent, at, maxLevel }: Edit): Place => ({
  parent: parent < 0 ? null : idOfRow(parent),
  ...(at === undefined ? {} : { at }),
  ...(maxLevel === undefined ? {} : { maxLevel }),
});

const codeOf = (result: Result<unknown>): string | null => (result.ok ? null : result.error.code);

/** The edit in both forests; the codes they are refused with. */
const both = (tree: EditableTree, naive: Naive, edit: Edit): readonly (string | null)[] => {
  const [id, place] = [idOfRow(edit.id), placeOf(edit)];
  if (edit.kind === "move") return [codeOf(moveNode(tree, id, place)), naiveMove(naive, id, place)];
  if (edit.kind === "insert") {
    return [codeOf(insertNode(tree, id, place)), naiveInsert(naive, id, place)];
  }
  return [codeOf(removeNode(tree, id, edit.kind)), naiveRemove(naive, id, edit.kind)];
};

const everything = (tree: EditableTree): readonly string[] =>
  idsIn(tree, [{ start: 0, end: tree.count }]);

test("after each of any edits a tree answers as walks over the parents do, or refused alike", () => {
  fc.assert(
    fc.property(
      rowsArbitrary(12),
      fc.array(editArbitrary, { minLength: 1, maxLength: 10 }),
      (rows, edits) => {
        const built = unwrap(buildTree(rows));
        const tree = editTree(built);
        const naive = naiveOf(rows);
        for (const edit of edits) {
          const [got, wanted] = both(tree, naive, edit);
          expect({ edit, code: got }).toEqual({ edit, code: wanted });
          expectSame(tree, naive);
        }
        expectSame(built, naiveOf(rows));
      },
    ),
    { numRuns: 2_500 },
  );
});

test("copies are edited apart from each other", () => {
  fc.assert(
    fc.property(
      rowsArbitrary(10),
      fc.array(editArbitrary, { maxLength: 6 }),
      fc.array(editArbitrary, { maxLength: 6 }),
      (rows, early, late) => {
        const one = editTree(unwrap(buildTree(rows)));
        const [naive, other] = [naiveOf(rows), naiveOf(rows)];
        for (const edit of early) {
          both(one, naive, edit);
          both(editTree(one), other, edit);
        }
        const two = editTree(one);
        const kept = structuredClone(naive);
        for (const edit of late) both(two, naive, edit);
        expectSame(two, naive);
        expectSame(one, kept);
      },
    ),
    { numRuns: 300 },
  );
});

test("what a move answers as `from` takes it back", () => {
  fc.assert(
    fc.property(rowsArbitrary(14), editArbitrary, (rows, edit) => {
      const tree = editTree(unwrap(buildTree(rows)));
      const before = everything(tree);
      fc.pre(tree.cycles === 0);
      const moved = moveNode(tree, idOfRow(edit.id), placeOf(edit));
      fc.pre(moved.ok);
      const { id, from, to, changed } = unwrap(moved);
      expect(unwrap(moveNode(tree, id, to)).changed).toBe(false);
      expect(unwrap(moveNode(tree, id, from)).changed).toBe(changed);
      expect(everything(tree)).toEqual(before);
    }),
    { numRuns: 1_000 },
  );
});

test("a diff names what was added, removed and given another parent, and few that changed place", () => {
  fc.assert(
    fc.property(rowsArbitrary(14), fc.array(editArbitrary, { maxLength: 8 }), (rows, edits) => {
      const before = unwrap(buildTree(rows));
      const after = editTree(before);
      const naive = naiveOf(rows);
      for (const edit of edits) both(after, naive, edit);
      const diff = diffTrees(before, after);
      const original = naiveOf(rows).parents;
      const ids = [...naive.parents.keys()];
      expect(diff.added.toSorted()).toEqual(ids.filter((id) => !original.has(id)).toSorted());
      expect(diff.removed.toSorted()).toEqual(
        [...original.keys()].filter((id) => !naive.parents.has(id)).toSorted(),
      );
      expect(new Map(diff.moved.map(({ id, from, to }) => [id, [from, to]]))).toEqual(
        new Map(
          ids
            .filter((id) => original.has(id) && original.get(id) !== naive.parents.get(id))
            .map((id) => [id, [original.get(id), naive.parents.get(id)]]),
        ),
      );
      // Without those that are named, siblings that stayed keep their order.
      const named = new Set([...diff.added, ...diff.reordered, ...diff.moved.map(({ id }) => id)]);
      for (const id of ids) {
        const stayed = (naive.children.get(id) ?? []).filter((child) => !named.has(child));
        const places = stayed.map((child) => before.pos[nodeOf(before, child)] ?? -1);
        expect(places).toEqual(places.toSorted((a, b) => a - b));
      }
    }),
    { numRuns: 500 },
  );
});

test("jumps that were made before an edit are right after it", () => {
  fc.assert(
    fc.property(
      rowsArbitrary(30),
      fc.array(editArbitrary, { minLength: 1, maxLength: 20 }),
      (rows, edits) => {
        const tree = editTree(unwrap(buildTree(rows)));
        lcaOf(tree, "a/b", "a%");
        for (const edit of edits) both(tree, naiveOf(rows), edit);
        const fresh = editTree(tree);
        fresh.memo.jumps = null;
        const ids = everything(tree);
        for (const a of ids) {
          for (const b of ids) expect(lcaOf(tree, a, b)).toBe(lcaOf(fresh, a, b));
        }
      },
    ),
    { numRuns: 100 },
  );
});
