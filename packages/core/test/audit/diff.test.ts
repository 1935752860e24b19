import { applyDiff, diff, revertDiff, type FieldCatalogue } from "@ennead/core/audit";
import type { Json, JsonObject } from "@ennead/core/kernel";
import { describe, expect, test } from "vitest";

const lines = { type: "keyed", key: "id", fields: { qty: { type: "integer" } } } as const;
const plan = { ...lines, ordered: true } as const;

const fields: FieldCatalogue = {
  name: { type: "text" },
  stage: { type: "select" },
  amount: { type: "decimal" },
  price: { type: "money" },
  closed: { type: "date" },
  met: { type: "datetime" },
  tags: { type: "multiselect" },
  owner: { type: "reference" },
  meta: { type: "json" },
  token: { type: "secret" },
  lines,
  plan,
};

/** The changes between two values of one field. */
const changes = (field: string, before: Json, after: Json) =>
  diff(fields, { [field]: before }, { [field]: after }).changes;

/** An object 5,000 levels deep around one number. */
const deep = (end: number): Json => {
  let value: Json = end;
  for (let level = 0; level < 5_000; level += 1) value = { a: value };
  return value;
};

describe("equality by type", () => {
  test.each<[string, Json, Json]>([
    ["name", "a\r\nb\rc", "a\nb\nc"],
    ["name", "Cafe\u0301", "Caf\u00e9"],
    ["name", "", null],
    ["amount", "1e3", 1000],
    ["amount", "+5.", "5.00"],
    ["amount", -0, 0],
    ["price", { amount: "1.0", currency: "EUR" }, { amount: 1, currency: "EUR" }],
    ["closed", "2024-01-31", "2024-01-31T23:59:59-10:00"],
    ["met", "2024-01-31T10:00", "2024-01-31T11:00:00.0009+01:00"],
    ["met", "2024-01-31", "2024-01-31T00:00:00Z"],
    ["tags", ["b", "a", "a"], ["a", "b"]],
    ["tags", [], null],
    ["owner", 5, "5"],
    ["meta", { a: 1, b: [1] }, { b: [1], a: 1 }],
    ["lines", [{ id: 1 }, { id: 2 }], [{ id: 2 }, { id: 1 }]],
    ["token", "s", "s"],
  ])("%s: %j is %j", (field, before, after) => {
    expect(changes(field, before, after)).toEqual([]);
  });

  test.each<[string, Json, Json]>([
    ["name", "Acme", "Acme "],
    ["stage", "won", "Won"],
    ["amount", "9007199254740993", "9007199254740992"],
    ["amount", 0, null],
    ["price", { amount: "1", currency: "EUR" }, { amount: "1", currency: "USD" }],
    ["met", "2024-01-31T10:00:00.001Z", "2024-01-31T10:00:00.002Z"],
    ["meta", { a: null }, {}],
    ["meta", "", null],
    ["token", "s", "t"],
  ])("%s: %j is not %j", (field, before, after) => {
    expect(changes(field, before, after)).toHaveLength(1);
  });

  test("a field that no catalogue lists is json, whatever it is called", () => {
    const before = JSON.parse('{"__proto__":{"a":1},"constructor":1}') as JsonObject;
    const after = JSON.parse('{"__proto__":{"a":2},"constructor":1}') as JsonObject;
    expect(diff(fields, before, after).changes).toEqual([
      { path: ["__proto__", "a"], op: "set", before: 1, after: 2 },
    ]);
  });
});

describe("changes", () => {
  test("a set of choices says which came and went", () => {
    expect(changes("tags", ["a", "b"], ["c", "b"])).toEqual([
      {
        path: ["tags"],
        op: "set",
        before: ["a", "b"],
        after: ["c", "b"],
        added: ["c"],
        removed: ["a"],
      },
    ]);
  });

  test("a reference keeps the names of the time", () => {
    const labels = { owner: { u1: "Ada" } };
    expect(diff(fields, { owner: "u1" }, { owner: "u2" }, { labels }).changes).toEqual([
      {
        path: ["owner"],
        op: "set",
        before: "u1",
        after: "u2",
        beforeLabel: "Ada",
        afterLabel: null,
      },
    ]);
  });

  test("json is told key by key, lists within it as a whole", () => {
    expect(
      changes("meta", { a: { b: 1 }, c: [1], d: 1 }, { a: { b: 2 }, c: [1, 2], e: 1 }),
    ).toEqual([
      { path: ["meta", "a", "b"], op: "set", before: 1, after: 2 },
      { path: ["meta", "c"], op: "set", before: [1], after: [1, 2] },
      { path: ["meta", "d"], op: "remove", before: 1 },
      { path: ["meta", "e"], op: "add", after: 1 },
    ]);
  });

  test("an item put first in an ordered list is one change", () => {
    const items = Array.from({ length: 100 }, (_, id) => ({ id }));
    expect(changes("plan", items, [{ id: "new" }, ...items])).toEqual([
      { path: ["plan", "#new"], op: "add", after: { id: "new" }, index: 0 },
    ]);
  });

  test("a changed order is one change with the items of both sides", () => {
    const before = [{ id: "a" }, { id: "b" }, { id: "c" }];
    expect(changes("plan", before, [{ id: "c" }, { id: "a" }])).toEqual([
      { path: ["plan", "#b"], op: "remove", before: { id: "b" }, index: 1 },
      { path: ["plan"], op: "reorder", before: ["#a", "#c"], after: ["#c", "#a"] },
    ]);
  });

  test("items that cannot be told apart are one value", () => {
    const before = [{ id: 1 }, { id: "1" }];
    expect(changes("lines", before, [])).toEqual([
      { path: ["lines"], op: "set", before, after: null },
    ]);
  });

  test("five thousand items reversed are one change, there and back", () => {
    const items = Array.from({ length: 5_000 }, (_, id) => ({ id, qty: id }));
    const [before, after] = [{ plan: items }, { plan: items.toReversed() }];
    const found = diff(fields, before, after);
    expect(found.changes).toHaveLength(1);
    expect(applyDiff(fields, before, found)).toEqual({ ok: true, value: after });
    expect(revertDiff(fields, after, found)).toEqual({ ok: true, value: before });
  });

  test("json of any depth is compared without exhausting the stack", () => {
    expect(changes("meta", deep(1), deep(2))).toHaveLength(1);
    expect(changes("meta", deep(1), deep(1))).toEqual([]);
  });
});

describe("what is kept out of the log", () => {
  test("a secret is never shown, also inside an item that was added", () => {
    const withSecret: FieldCatalogue = {
      hooks: { type: "keyed", key: "id", fields: { key: { type: "secret" } } },
    };
    const found = diff(withSecret, null, { hooks: [{ id: 1, key: "s3cret" }] });
    expect(JSON.stringify(found)).not.toContain("s3cret");
    expect(found.reversible).toBe(false);
  });

  test("a masked field is one mark, an empty side stays null", () => {
    const found = diff(fields, { tags: ["a"] }, { tags: [] }, { redact: { tags: "mask" } });
    expect(found).toEqual({
      changes: [{ path: ["tags"], op: "set", before: { $redacted: "mask" }, after: null }],
      dropped: [],
      reversible: false,
    });
  });

  test("equal values have equal digests, whatever their writing", () => {
    const options = { redact: { amount: "hash" }, salt: "00ff" } as const;
    const digest = (amount: Json): Json | undefined =>
      diff(fields, null, { amount }, options).changes[0]?.after;
    expect(digest("10.0")).toEqual(digest(10));
    expect(digest("10.0")).not.toEqual(digest(11));
  });

  test("a dropped field leaves its name, and only when it changed", () => {
    const redact = { name: "drop", amount: "drop" } as const;
    const found = diff(fields, { name: "a", amount: 1 }, { name: "b", amount: "1.0" }, { redact });
    expect(found).toEqual({ changes: [], dropped: ["name"], reversible: false });
  });

  test("a value over the limit is kept as size and digest", () => {
    const found = diff(fields, { name: "x" }, { name: "é".repeat(20) }, { maxValueBytes: 32 });
    expect(found.changes[0]?.after).toMatchObject({ $omitted: { bytes: 42 } });
    expect(found.reversible).toBe(false);
  });

  test("what is not reversible is not reverted", () => {
    const found = diff(fields, { token: "a" }, { token: "b" });
    expect(revertDiff(fields, { token: "b" }, found)).toMatchObject({
      error: { code: "audit/irreversible" },
    });
  });
});

test("a change to an item that is gone is a conflict, not a crash", () => {
  const found = diff(fields, { lines: [{ id: 1, qty: 1 }] }, { lines: [{ id: 1, qty: 2 }] });
  expect(applyDiff(fields, { lines: [] }, found)).toMatchObject({
    error: { code: "kernel/version-conflict", path: ["lines", "#1", "qty"] },
  });
});
