import type { DropItem } from "react-aria-components/useDragAndDrop";
import { expect, test } from "vitest";

import { draggedOf, dragTypes } from "../../src/pivot/builder/drag.ts";

const item = (type: string, text: string): DropItem => ({
  kind: "text",
  types: new Set([type]),
  getText: () => Promise.resolve(text),
});

test("a builder reads its own drags and none of another's", async () => {
  const [ours, theirs] = [dragTypes("«r1»"), dragTypes("«r2»")];
  expect(await draggedOf(item(ours.entry, "rows:1"), ours)).toEqual({
    kind: "entry",
    place: { well: "rows", index: 1 },
  });
  expect(await draggedOf(item(ours.field, "stage"), ours)).toEqual({
    kind: "field",
    field: "stage",
  });
  expect(await draggedOf(item(theirs.entry, "rows:1"), ours)).toBeUndefined();
  expect(await draggedOf(item(theirs.field, "stage"), ours)).toBeUndefined();
  expect(await draggedOf(item(ours.entry, "rows:-1"), ours)).toBeUndefined();
});
