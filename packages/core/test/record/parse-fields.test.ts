import { unwrap, type Fault } from "@ennead/core/kernel";
import {
  applyPatch,
  defineObject,
  fieldsToJson,
  parseFields,
  recordLabel,
} from "@ennead/core/record";
import { describe, expect, test } from "vitest";

const thing = unwrap(
  defineObject({
    name: "thing",
    label: "Thing",
    labelPlural: "Things",
    nameField: "text",
    fields: [
      { name: "text", label: "Text", type: "text", required: true, maxLength: 5 },
      { name: "note", label: "Note", type: "text" },
      { name: "rich", label: "Rich", type: "richText" },
      { name: "email", label: "E-mail", type: "email" },
      { name: "phone", label: "Phone", type: "phone" },
      { name: "url", label: "URL", type: "url" },
      { name: "integer", label: "Integer", type: "integer" },
      { name: "decimal", label: "Decimal", type: "decimal", scale: 2 },
      { name: "float", label: "Float", type: "float" },
      { name: "money", label: "Money", type: "money" },
      { name: "boolean", label: "Boolean", type: "boolean" },
      {
        name: "pick",
        label: "Pick",
        type: "picklist",
        options: [
          { value: "a", label: "A" },
          { value: "b", label: "B" },
        ],
      },
      {
        name: "many",
        label: "Many",
        type: "multiPicklist",
        options: [
          { value: "a", label: "A" },
          { value: "b", label: "B" },
        ],
      },
      { name: "ref", label: "Ref", type: "reference", object: "thing" },
      { name: "date", label: "Date", type: "date" },
      { name: "instant", label: "Instant", type: "instant" },
      { name: "list", label: "List", type: "list" },
      { name: "json", label: "JSON", type: "json" },
      { name: "secret", label: "Secret", type: "secret" },
    ],
  }),
);

const faultsOf = (input: unknown, mode: "create" | "update" = "update"): readonly Fault[] => {
  const result = parseFields(thing, input, mode);
  return result.ok ? [] : result.error;
};

const nested = (levels: number): unknown => (levels === 0 ? 1 : [nested(levels - 1)]);

describe("parseFields", () => {
  test.each<[string, unknown, unknown]>([
    ["text", "Zoe\u0301", "Zoe\u0301"],
    ["text", "👍👍👍👍👍", "👍👍👍👍👍"],
    ["note", "  kept as written ", "  kept as written "],
    ["email", "ada@example.com", "ada@example.com"],
    ["phone", "+49 (30) 123-4567 x12", "+49 (30) 123-4567 x12"],
    ["url", "https://example.com/a?b=c#d", "https://example.com/a?b=c#d"],
    ["integer", -0, 0],
    ["decimal", "1.5", "1.50"],
    ["decimal", "-.5e1", "-5.00"],
    ["float", 1e300, 1e300],
    ["money", { amount: "12.3", currency: "EUR" }, { minor: 1230, currency: "EUR" }],
    ["money", { amount: "12", currency: "JPY" }, { minor: 12, currency: "JPY" }],
    ["boolean", false, false],
    ["pick", "b", "b"],
    ["many", ["b", "a", "b"], ["a", "b"]],
    ["ref", "01890a5d-ac96-774b-bcce-b302099a8057", "01890a5d-ac96-774b-bcce-b302099a8057"],
    ["date", "2024-02-29", "2024-02-29"],
    ["instant", "1970-01-01T00:00:01.5Z", 1500],
    ["list", [1, "a", { b: null }], [1, "a", { b: null }]],
    ["json", "", ""],
    ["json", nested(16), nested(16)],
    ["secret", "hunter2", "hunter2"],
  ])("reads %s %j", (name, value, stored) => {
    expect(unwrap(parseFields(thing, { [name]: value }, "update"))).toEqual({ [name]: stored });
  });

  test.each<[string, unknown, string]>([
    ["text", 1, "record/wrong-type"],
    ["text", "sixsix", "record/too-long"],
    ["note", "a\u0000b", "record/bad-format"],
    ["note", "\ud800", "record/bad-format"],
    ["note", "x".repeat(256), "record/too-long"],
    ["rich", "x".repeat(32_001), "record/too-long"],
    ["email", "ada@", "record/bad-format"],
    ["email", "ada lovelace@example.com", "record/bad-format"],
    ["phone", "call me", "record/bad-format"],
    ["url", "javascript:alert(1)", "record/bad-format"],
    ["url", "https://", "record/bad-format"],
    ["integer", 1.5, "record/out-of-range"],
    ["integer", 2 ** 53, "record/out-of-range"],
    ["integer", "1", "record/wrong-type"],
    ["decimal", 1.5, "record/wrong-type"],
    ["decimal", "1,5", "record/bad-format"],
    ["decimal", "1.555", "record/out-of-range"],
    ["decimal", "92233720368547758.08", "record/out-of-range"],
    ["float", Number.NaN, "record/wrong-type"],
    ["money", { amount: 1, currency: "EUR" }, "record/wrong-type"],
    ["money", { amount: "1", currency: "EUR", scale: 2 }, "record/wrong-type"],
    ["money", { amount: "1.234", currency: "EUR" }, "kernel/bad-amount"],
    ["money", { amount: "1", currency: "eur" }, "kernel/bad-currency"],
    ["boolean", "true", "record/wrong-type"],
    ["pick", "c", "record/unknown-option"],
    ["pick", "toString", "record/unknown-option"],
    ["many", ["a", "c"], "record/unknown-option"],
    ["many", "a", "record/wrong-type"],
    ["ref", "1", "record/bad-format"],
    ["date", "2023-02-29", "record/bad-format"],
    ["date", "2023-02-01T00:00:00Z", "record/bad-format"],
    ["instant", "2023-02-01T00:00:00", "record/bad-format"],
    ["instant", 5, "record/wrong-type"],
    ["list", { a: 1 }, "record/wrong-type"],
    ["json", nested(17), "record/too-deep"],
    ["json", "x".repeat(70_000), "record/too-long"],
  ])("refuses %s %j", (name, value, code) => {
    const [first, ...rest] = faultsOf({ [name]: value });
    expect(rest).toEqual([]);
    expect(first?.code).toBe(code);
    expect(first?.path?.slice(0, 2)).toEqual(["fields", name]);
  });

  test("finds the faults of all fields at once", () => {
    const input = { note: 1, date: "x", money: { amount: "x", currency: "EUR" }, nope: 1 };
    expect(faultsOf(input, "create").map(({ path }) => path)).toEqual([
      ["fields", "note"],
      ["fields", "date"],
      ["fields", "money", "amount"],
      ["fields", "nope"],
      ["fields", "text"],
    ]);
  });

  test.each(["constructor", "toString", "hasOwnProperty"])("knows no field %s", (name) => {
    expect(faultsOf({ [name]: {} })).toMatchObject([
      { code: "record/unknown-field", path: ["fields", name] },
    ]);
  });

  test("takes a __proto__ of JSON for an unknown field and leaves prototypes alone", () => {
    expect(faultsOf(JSON.parse('{"__proto__": {"text": "a"}}'))).toMatchObject([
      { code: "record/unknown-field", path: ["fields", "__proto__"] },
    ]);
    expect(({} as Record<string, unknown>)["text"]).toBeUndefined();
  });

  test.each([null, [], "a", 1])("refuses %j in place of fields", (input) => {
    expect(faultsOf(input)).toMatchObject([{ code: "record/not-an-object", path: ["fields"] }]);
  });

  test("asks for required fields on create, and takes empty for missing", () => {
    for (const input of [{}, { text: null }, { text: "" }]) {
      expect(faultsOf(input, "create")).toMatchObject([
        { code: "record/required", path: ["fields", "text"] },
      ]);
    }
  });

  test("does not ask for a required field on update, but refuses to empty it", () => {
    expect(faultsOf({ note: "a" })).toEqual([]);
    expect(faultsOf({ text: "" })).toMatchObject([{ code: "record/required" }]);
  });

  test("leaves empty fields out of a new record and clears them in a patch", () => {
    const input = { text: "a", note: "", many: [], date: null };
    expect(unwrap(parseFields(thing, input, "create"))).toEqual({ text: "a" });
    const patch = unwrap(parseFields(thing, input, "update"));
    expect(patch).toEqual({ text: "a", note: null, many: null, date: null });
    expect(applyPatch({ note: "n", float: 1 }, patch)).toEqual({ text: "a", float: 1 });
  });
});

describe("fieldsToJson", () => {
  test("writes money and instants in their JSON forms and never a secret", () => {
    const data = {
      text: "a",
      money: { minor: 1230, currency: "EUR" },
      instant: 1500,
      secret: "hunter2",
    };
    expect(fieldsToJson(thing, data)).toEqual({
      text: "a",
      money: { amount: "12.30", currency: "EUR" },
      instant: "1970-01-01T00:00:01.500Z",
      secret: { set: true },
    });
  });

  test("shows only the fields it is told to", () => {
    expect(fieldsToJson(thing, { text: "a", note: "b" }, new Set(["note"]))).toEqual({ note: "b" });
  });
});

test("a record is named by its name field", () => {
  expect(recordLabel(thing, { text: "Cancity" })).toBe("Cancity");
  expect(recordLabel(thing, {})).toBe("");
});
