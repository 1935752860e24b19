import { expect, test } from "vitest";

import {
  changedCells,
  draftOf,
  keyOf,
  mergeDrafts,
  withCells,
  type SetDraft,
} from "../../src/access/matrix/draft.ts";
import { faultCells } from "../../src/access/matrix/fault-cells.ts";
import { inRange, walkGrid } from "../../src/access/matrix/grid-walk.ts";
import {
  changesOf,
  commitEdit,
  editOf,
  rebaseEdit,
  redoEdit,
  settleEdit,
  undoEdit,
} from "../../src/access/matrix/set-edit.ts";
import { ProblemError } from "../../src/kernel/problem.ts";

const draft: Required<SetDraft> = {
  name: "Sales",
  role: true,
  objects: { deal: ["read", "update"] },
  fields: { deal: { margin: "mask" } },
  system: ["pivot.export"],
  obligations: {},
};

const remove = { kind: "right", object: "deal", name: "delete" } as const;
const read = { kind: "right", object: "deal", name: "read" } as const;
const margin = { kind: "field", object: "deal", name: "margin" } as const;
const stored = { ...draft, id: "s1", version: 4 };
const storedAs = (part: SetDraft, version: number) => ({
  ...stored,
  ...part,
  role: true,
  obligations: {},
  version,
});

test("a cell that is set and set back leaves no change", () => {
  const there = withCells(draft, [
    [remove, true],
    [margin, ""],
  ]);
  expect([...changedCells(draft, there)].toSorted()).toEqual(
    [keyOf(remove), keyOf(margin)].toSorted(),
  );
  expect(there.fields).toEqual({});
  const back = withCells(there, [
    [remove, false],
    [margin, "mask"],
  ]);
  expect(changedCells(draft, back).size).toBe(0);
});

test("an object without rights is named no more", () => {
  const none = withCells(draft, [
    [read, false],
    [{ kind: "right", object: "deal", name: "update" }, false],
  ]);
  expect(none.objects).toEqual({});
});

test("what no cell shows is sent back as it came", () => {
  const obligations = { deal: { maxExportRows: 100 } };
  const edit = commitEdit(
    editOf({ ...stored, obligations }),
    withCells(draftOf({ ...stored, obligations }), [[remove, true]]),
  );
  expect(edit.draft.obligations).toEqual(obligations);
});

test("edits come on top of what somebody else saved, and what both changed is told", () => {
  const mine = withCells(draft, [
    [remove, true],
    [margin, "none"],
  ]);
  const theirs = withCells(draft, [
    [margin, "read"],
    [{ kind: "name" }, "Sellers"],
  ]);
  const merged = mergeDrafts(draft, mine, theirs);
  expect(merged.draft.name).toBe("Sellers");
  expect(merged.draft.objects["deal"]).toContain("delete");
  expect(merged.draft.fields).toEqual({ deal: { margin: "none" } });
  expect([...merged.conflicts]).toEqual([keyOf(margin)]);
});

test("the same change by both is no conflict and no change any more", () => {
  const same = withCells(draft, [[remove, true]]);
  const edit = rebaseEdit(commitEdit(editOf(stored), same), storedAs(same, 5));
  expect(edit.conflicts.size).toBe(0);
  expect(changesOf(edit).size).toBe(0);
});

test("undo and redo walk the edits, also after somebody else has saved", () => {
  const first = commitEdit(editOf(stored), withCells(draft, [[remove, true]]));
  const second = commitEdit(first, withCells(first.draft, [[margin, "none"]]));
  const based = rebaseEdit(second, { ...stored, name: "Sellers", version: 5 });
  const back = undoEdit(based);
  expect(back.draft).toMatchObject({ name: "Sellers", fields: { deal: { margin: "mask" } } });
  expect(changesOf(back)).toEqual(new Set([keyOf(remove)]));
  expect(redoEdit(back).draft.fields).toEqual({ deal: { margin: "none" } });
});

test("what is edited while a save is on its way stays an edit", () => {
  const sent = withCells(draft, [[remove, true]]);
  const later = commitEdit(commitEdit(editOf(stored), sent), withCells(sent, [[margin, "none"]]));
  const settled = settleEdit(later, sent, storedAs(sent, 5));
  expect(changesOf(settled)).toEqual(new Set([keyOf(margin)]));
});

const say = (_: string, message: string): string => message;
const refusal = (code: string, pointer?: string): ProblemError =>
  new ProblemError({
    status: 422,
    code,
    message: "No.",
    errors: [{ code, message: "No.", ...(pointer === undefined ? {} : { pointer }) }],
  });

test("a refusal stands at the cells it is about", () => {
  const changed = withCells(draft, [[remove, true]]);
  const changes = changedCells(draft, changed);
  const cells = (error: Error): string[] => [...faultCells(error, changed, changes, say).keys()];
  expect(cells(refusal("access/self-grant"))).toEqual([keyOf(remove)]);
  expect(cells(refusal("access/unknown-field", "/fields/deal/margin"))).toEqual([keyOf(margin)]);
  expect(cells(refusal("access/unknown-permission", "/system/0"))).toEqual([
    keyOf({ kind: "system", name: "pivot.export" }),
  ]);
  expect(cells(refusal("access/last-admin"))).toEqual([]);
  expect(cells(new Error("Network"))).toEqual([]);
});

test("keys walk the way people read, and never out of the grid", () => {
  const at = { row: 1, col: 1 };
  const walk = (key: string, control = false, rtl = false) =>
    walkGrid(at, { key, control, rtl }, 3, 4);
  expect(walk("ArrowRight")).toEqual({ row: 1, col: 2 });
  expect(walk("ArrowRight", false, true)).toEqual({ row: 1, col: 0 });
  expect(walk("Home")).toEqual({ row: 1, col: 0 });
  expect(walk("End", true)).toEqual({ row: 2, col: 3 });
  expect(walk("PageUp")).toEqual({ row: 0, col: 1 });
  expect(walk("x")).toBeUndefined();
  expect(inRange({ row: 0, col: 1 }, { row: 2, col: 0 }, { row: 0, col: 2 })).toBe(true);
});
