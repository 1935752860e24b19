import { applyDiff, diff, jsonPatch, mergePatch, revertDiff } from "@ennead/core/audit";
import { unwrap, type Json } from "@ennead/core/kernel";
import { expect, test } from "vitest";

const nested = (levels: number, innermost: Json): Json => {
  let value = innermost;
  for (let level = 0; level < levels; level += 1) value = { a: value };
  return value;
};

const innermost = (value: Json): Json => {
  let at = value;
  while (typeof at === "object" && at !== null) at = (at as { readonly a: Json }).a;
  return at;
};

test("a merge patch nested too deep for recursion is applied", () => {
  expect(innermost(mergePatch(nested(50_000, 1), nested(50_000, 2)))).toBe(2);
});

test("a JSON Patch with a pointer too deep for recursion is applied", () => {
  const path = "/a".repeat(50_000);
  const patched = unwrap(jsonPatch(nested(50_000, 1), [{ op: "replace", path, value: 2 }]));
  expect(innermost(patched)).toBe(2);
});

test("a JSON Patch copies a wide document once, not for each operation", () => {
  const wide = Object.fromEntries(Array.from({ length: 20_000 }, (_, at) => [`k${at}`, 1]));
  const patch = Object.keys(wide).map((key) => ({ op: "replace", path: `/${key}`, value: 2 }));
  const patched = unwrap(jsonPatch(wide, patch)) as Readonly<Record<string, Json>>;
  expect(Object.values(patched).every((value) => value === 2)).toBe(true);
  expect(wide["k0"]).toBe(1);
});

test("a copied value and its source change apart from each other", () => {
  const document = { from: { inner: { n: 1 } } };
  const patch = [
    { op: "replace", path: "/from/inner/n", value: 2 },
    { op: "copy", from: "/from", path: "/to" },
    { op: "replace", path: "/to/inner/n", value: 3 },
    { op: "add", path: "/from/inner/m", value: 4 },
  ];
  expect(unwrap(jsonPatch(document, patch))).toEqual({
    from: { inner: { n: 2, m: 4 } },
    to: { inner: { n: 3 } },
  });
  expect(document).toEqual({ from: { inner: { n: 1 } } });
});

test("many items added in front of many others go back and forth", () => {
  const fields = { items: { type: "keyed", key: "k", ordered: true, fields: {} } } as const;
  const old = Array.from({ length: 20_000 }, (_, at) => ({ k: `b${at}` }));
  const before = { items: old };
  const after = { items: [...old.map((_, at) => ({ k: `a${at}` })), ...old] };
  const change = diff(fields, before, after);
  expect(unwrap(applyDiff(fields, before, change))).toEqual(after);
  expect(unwrap(revertDiff(fields, after, change))).toEqual(before);
});

test("a reference that is an object has no label and is no error", () => {
  const fields = { owner: { type: "reference" } } as const;
  const { changes } = diff(
    fields,
    { owner: { toString: 1 } },
    { owner: "u1" },
    { labels: { owner: { u1: "Ada" } } },
  );
  expect(changes).toMatchObject([{ beforeLabel: null, afterLabel: "Ada" }]);
});
