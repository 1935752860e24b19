import type { FieldCatalogue } from "@ennead/core/audit";
import type { Json, JsonObject } from "@ennead/core/kernel";
import fc from "fast-check";

/** A field of every kind. */
export const fields: FieldCatalogue = {
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

/** Records of any kind, also of values that do not fit their types. */
export const record: fc.Arbitrary<JsonObject> = fc
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

/** A record, or none. */
export const state: fc.Arbitrary<JsonObject | null> = fc.option(record, { freq: 10 });
