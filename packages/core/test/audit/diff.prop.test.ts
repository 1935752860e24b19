import { applyDiff, diff, revertDiff, type FieldCatalogue } from "@ennead/core/audit";
import type { Json, JsonObject } from "@ennead/core/kernel";
import fc from "fast-check";
import { describe, expect, test } from "vitest";

const fields: FieldCatalogue = {
  name: { type: "text" },
  amount: { type: "decimal" },
  price: { type: "money" },
  met: { type: "datetime" },
  tags: { type: "multiselect" },
  owner: { type: "reference" },
  list: { type: "list" },
  meta: { type: "json" },
  lines: {
    type: "keyed",
    key: "id",
    fields: { qty: { type: "integer" }, parts: { type: "keyed", key: "k", fields: {} } },
  },
  plan: { type: "keyed", key: "k", ordered: true, fields: { t: { type: "text" } } },
};

const key = fc.constantFrom("a", "b", "c", "__proto__", "constructor", 1, 2);
const text = fc.constantFrom("", "x", "y", "a\r\nb", "a\nb", "Cafe\u0301", "Caf\u00e9");
const number = fc.constantFrom<Json>(0, -0, 1, "1.0", "1e0", "9007199254740993", "no", null);
const json = fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>;

const parts = fc.array(fc.record({ k: key, v: json }), { maxLength: 3 });
const item = fc.record({ id: key, qty: number, parts }, { requiredKeys: ["id"] });
const step = fc.record({ k: key, t: text }, { requiredKeys: ["k"] });

const record = fc
  .record(
    {
      name: text,
      amount: number,
      price: fc.oneof(
        number,
        fc.record({ amount: number, currency: fc.constantFrom("EUR", "USD") }),
      ),
      met: fc.constantFrom<Json>(
        "2024-01-01",
        "2024-01-01T00:00Z",
        "2024-01-01T01:00:00+01:00",
        null,
      ),
      tags: fc.array(fc.constantFrom("a", "b", 1, "1"), { maxLength: 3 }),
      owner: fc.constantFrom<Json>("u1", "u2", "", null),
      list: fc.array(json, { maxLength: 2 }),
      meta: json,
      lines: fc.oneof(
        fc.uniqueArray(item, { selector: ({ id }) => String(id), maxLength: 5 }),
        fc.array(item, { maxLength: 3 }),
      ),
      plan: fc.uniqueArray(step, { selector: ({ k }) => String(k), maxLength: 6 }),
      other: json,
    },
    { requiredKeys: [] },
  )
  .map((one) => ({ ...one }) as JsonObject);

const state = fc.option(record, { freq: 10 });

describe("laws", () => {
  test("a diff leads from before to after and back, also through JSON", () => {
    fc.assert(
      fc.property(state, state, (before, after) => {
        const found = JSON.parse(JSON.stringify(diff(fields, before, after))) as ReturnType<
          typeof diff
        >;
        const forth = applyDiff(fields, before, found);
        const back = revertDiff(fields, after, found);
        expect(forth.ok && diff(fields, forth.value, after).changes).toEqual([]);
        expect(back.ok && diff(fields, back.value, before).changes).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });

  test("no argument is changed", () => {
    fc.assert(
      fc.property(state, state, (before, after) => {
        const written = JSON.stringify([before, after]);
        const found = diff(fields, before, after);
        const changes = JSON.stringify(found);
        applyDiff(fields, before, found);
        revertDiff(fields, after, found);
        expect(JSON.stringify([before, after])).toBe(written);
        expect(JSON.stringify(found)).toBe(changes);
      }),
    );
  });

  test("a record does not differ from itself", () => {
    fc.assert(
      fc.property(record, (one) => {
        const twin = JSON.parse(JSON.stringify(one)) as JsonObject;
        expect(diff(fields, one, twin).changes).toEqual([]);
      }),
    );
  });
});
