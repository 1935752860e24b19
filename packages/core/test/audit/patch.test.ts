import { asOf, diff, jsonPatch, mergePatch, type RecordEvent } from "@ennead/core/audit";
import type { Json } from "@ennead/core/kernel";
import { describe, expect, test } from "vitest";

describe("JSON Patch", () => {
  test("operations run in order and leave the document given as it was", () => {
    const document: Json = { a: [1, 2], b: { c: 1 } };
    const patched = jsonPatch(document, [
      { op: "test", path: "/b/c", value: 1 },
      { op: "copy", from: "/b", path: "/a/0" },
      { op: "replace", path: "/a/0/c", value: 2 },
      { op: "move", from: "/b", path: "/d~1e" },
      { op: "add", path: "/a/-", value: 3 },
      { op: "remove", path: "/a/1" },
    ]);
    expect(patched).toEqual({ ok: true, value: { a: [{ c: 2 }, 2, 3], "d/e": { c: 1 } } });
    expect(document).toEqual({ a: [1, 2], b: { c: 1 } });
  });

  test.each<[string, unknown]>([
    ["no list", {}],
    ["no operation", [null]],
    ["an unknown operation", [{ op: "spam", path: "" }]],
    ["a pointer without slash", [{ op: "remove", path: "a" }]],
    ["a bad escape", [{ op: "remove", path: "/~2" }]],
    ["an index with a leading zero", [{ op: "remove", path: "/a/00" }]],
    ["an index past the end", [{ op: "add", path: "/a/3", value: 1 }]],
    ["a missing value", [{ op: "add", path: "/x" }]],
    ["a missing from", [{ op: "move", path: "/x" }]],
    ["a move into itself", [{ op: "move", from: "/b", path: "/b/c" }]],
    ["an inherited key", [{ op: "test", path: "/constructor/name", value: "Object" }]],
    ["a test that is not met", [{ op: "test", path: "/a", value: [1] }]],
  ])("refuses %s", (_, patch) => {
    expect(jsonPatch({ a: [1, 2], b: {} }, patch)).toMatchObject({
      error: { code: "audit/bad-patch" },
    });
  });
});

test("a merge patch treats __proto__ as an ordinary key", () => {
  const patch = JSON.parse('{"__proto__":{"x":1},"a":null}') as Json;
  const merged = mergePatch({ a: 1, b: 2 }, patch);
  expect(JSON.stringify(merged)).toBe('{"b":2,"__proto__":{"x":1}}');
  expect(({} as Record<string, unknown>)["x"]).toBeUndefined();
});

describe("asOf", () => {
  const fields = { name: { type: "text" } } as const;
  const event = (seq: number, recordedAt: number, before: Json, after: Json): RecordEvent => ({
    seq,
    version: seq,
    recordedAt,
    op: after === null ? "delete" : before === null ? "create" : "update",
    diff: diff(
      fields,
      before === null ? null : { name: before },
      after === null ? null : { name: after },
    ),
  });
  // The clock of the third act was an hour behind.
  const events = [
    event(1, 100, null, "a"),
    event(2, 200, "a", "b"),
    event(3, 150, "b", "c"),
    event(4, 300, "c", null),
    event(5, 400, null, "d"),
  ];
  const nameAt = (moment: Parameters<typeof asOf>[2]): Json | undefined => {
    const found = asOf(fields, events, moment);
    return found.ok ? (found.value?.["name"] ?? null) : undefined;
  };

  test("before creation and after deletion there is no record, after a restore there is", () => {
    expect([0, 1, 4, 5].map((version) => nameAt({ version }))).toEqual([null, "a", null, "d"]);
  });

  test("an act takes effect no earlier than those before it", () => {
    expect([99, 150, 199, 200, 299].map((at) => nameAt({ at }))).toEqual([
      null,
      "a",
      "a",
      "c",
      "c",
    ]);
    expect(nameAt({ seq: 2 })).toBe("b");
  });
});
