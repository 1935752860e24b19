import { diff, jsonPatch, mergePatch, toJsonPatch, toMergePatch } from "@ennead/core/audit";
import { unwrap, type JsonObject } from "@ennead/core/kernel";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { fields, record, state } from "./arbitrary.ts";
import { sameRecord } from "./same-record.ts";

/** A record and the same with some fields of another, so that changes are few. */
const pair = fc
  .tuple(record, record, fc.array(fc.constantFrom(...Object.keys(fields)), { maxLength: 3 }))
  .map(([one, other, taken]): [JsonObject, JsonObject] => [
    one,
    { ...one, ...Object.fromEntries(Object.entries(other).filter(([key]) => taken.includes(key))) },
  ]);

const states = fc.oneof(fc.tuple(state, state), pair);

describe("a diff written as a patch leads to the same record", () => {
  test("as a JSON Patch", () => {
    fc.assert(
      fc.property(states, ([before, after]) => {
        const patch = unwrap(toJsonPatch(fields, before, diff(fields, before, after)));
        const patched = unwrap(jsonPatch(before ?? {}, patch)) as JsonObject;
        expect(sameRecord(fields, patched, after)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });

  test("as a merge patch, unless it cannot be said", () => {
    let said = 0;
    fc.assert(
      fc.property(states, ([before, after]) => {
        const patch = toMergePatch(fields, before, diff(fields, before, after));
        if (patch.ok) said += 1;
        const isRight = patch.ok
          ? sameRecord(fields, mergePatch(before ?? {}, patch.value) as JsonObject, after)
          : patch.error.code === "audit/not-mergeable";
        expect(isRight).toBe(true);
      }),
      { numRuns: 1_000 },
    );
    expect(said).toBeGreaterThan(300);
  });
});

test("items of a list without order are patched one by one", () => {
  const lines = { lines: { type: "keyed", key: "id", fields: {} } } as const;
  const before = {
    lines: [
      { id: 1, q: 1 },
      { id: 2, q: 1 },
      { id: 3, q: 1 },
    ],
  };
  const after = {
    lines: [
      { id: 3, q: 2 },
      { id: 4, q: 1 },
    ],
  };
  expect(unwrap(toJsonPatch(lines, before, diff(lines, before, after)))).toEqual([
    { op: "replace", path: "/lines/2/q", value: 2 },
    { op: "remove", path: "/lines/1" },
    { op: "remove", path: "/lines/0" },
    { op: "add", path: "/lines/-", value: { id: 4, q: 1 } },
  ]);
});

test("a null within json has no word in a merge patch", () => {
  const json = { meta: { type: "json" } } as const;
  const [before, after] = [{ meta: { a: 1 } }, { meta: { a: null } }];
  expect(toMergePatch(json, before, diff(json, before, after))).toMatchObject({
    error: { code: "audit/not-mergeable", path: ["meta"] },
  });
});
