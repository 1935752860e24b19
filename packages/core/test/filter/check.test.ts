import { expressions } from "@ennead/core/expression";
import {
  checkFilter,
  conditionTexts,
  fieldsOf,
  type Filter,
  type FilterFieldType,
} from "@ennead/core/filter";
import { describe, expect, test } from "vitest";

const types: ReadonlyMap<string, FilterFieldType> = new Map([
  ["name", "text"],
  ["won", "bool"],
  ["age", "int"],
  ["amount", "decimal"],
  ["closed", "date"],
  ["createdAt", "timestamp"],
  ["tags", "textList"],
]);

/** Codes and paths of the faults; empty for a filter that is taken. */
const faultsOf = (filter: unknown): string[] => {
  const checked = checkFilter(filter, (field) => types.get(field));
  return checked.ok ? [] : checked.error.map(({ code, path = [] }) => `${code} ${path.join(".")}`);
};

const free = {
  expressions,
  scaleOf: (field: string) => (field === "amount" ? 2 : undefined),
};

/** Codes, paths and places in the text of the faults of a filter that may have free conditions. */
const placesOf = (filter: unknown): unknown[] => {
  const checked = checkFilter(filter, (field) => types.get(field), free);
  return checked.ok
    ? []
    : checked.error.map(({ code, path = [], detail }) => [code, path.join("."), detail]);
};

const freely = (count: number): unknown => [
  "or",
  ...Array.from({ length: count }, () => ["expr", "won"]),
];

const deep = (levels: number): unknown => {
  let filter: unknown = ["isNull", "name"];
  for (let level = 1; level < levels; level += 1) filter = ["not", filter];
  return filter;
};

describe("checkFilter", () => {
  test("takes every operator on a fitting field", () => {
    expect(
      faultsOf([
        "and",
        [
          "or",
          ["=", "name", "Ada"],
          ["!=", "won", true],
          ["<", "age", 1.5],
          ["<=", "amount", "1e3"],
        ],
        ["not", [">", "closed", "2024-02-29"]],
        [">=", "createdAt", "2024-01-31T12:00:00+01:00"],
        ["in", "name", ["a", null]],
        ["notIn", "age", []],
        ["between", "amount", 1, "2.5"],
        ["isNull", "tags"],
        ["notNull", "won"],
        ["contains", "tags", "x"],
        ["contains", "name", ""],
        ["startsWith", "name", "A"],
        ["period", "closed", { grain: "week", offset: -1, count: 2 }],
        ["=", "name", null],
        ["and"],
        ["or"],
      ]),
    ).toEqual([]);
  });

  test("names all faults with the path into the tree", () => {
    expect(
      faultsOf(["and", ["=", "nope", 1], ["or", ["between", "age", "x", true]], ["isNull", "zip"]]),
    ).toEqual([
      "filter/unknown-field 1.1",
      "filter/bad-filter 2.1.2",
      "filter/bad-filter 2.1.3",
      "filter/unknown-field 3.1",
    ]);
  });

  test.each<[string, unknown]>([
    ["text where a list is wanted", "name"],
    ["an object", {}],
    ["null", null],
    ["an empty list", []],
    ["an unknown operator", ["like", "name", "%"]],
    ["a name of Object.prototype as operator", ["constructor", "name"]],
    ["a missing operand", ["=", "name"]],
    ["an extra operand", ["isNull", "name", 1]],
    ["not without a part", ["not"]],
    ["a text for a bool", ["=", "won", "true"]],
    ["a text for an int", ["=", "age", "12"]],
    ["words for a decimal", ["=", "amount", "twelve"]],
    ["a date that does not exist", ["=", "closed", "2023-02-29"]],
    ["an instant without offset", ["=", "createdAt", "2023-02-28T00:00:00"]],
    ["half a character", ["=", "name", "\uD800"]],
    ["no list", ["in", "age", 1]],
    ["a list with a wrong value", ["in", "age", [1, "2"]]],
    ["contains on a number", ["contains", "age", "1"]],
    ["comparing a list field", ["=", "tags", "x"]],
    ["startsWith on a list field", ["startsWith", "tags", "x"]],
    ["a period of a text", ["period", "name", { grain: "day" }]],
    ["an unknown grain", ["period", "closed", { grain: "decade" }]],
    ["an unknown key of a period", ["period", "closed", { grain: "day", from: 1 }]],
    ["a period of no grains", ["period", "closed", { grain: "day", count: 0 }]],
    ["half an offset", ["period", "closed", { grain: "day", offset: 0.5 }]],
  ])("refuses %s", (_, filter) => {
    expect(faultsOf(filter).map((text) => text.split(" ")[0])).toEqual(["filter/bad-filter"]);
  });

  test("a filter of 32 levels is taken, one of 33 is not", () => {
    expect(faultsOf(deep(32))).toEqual([]);
    expect(faultsOf(deep(33))[0]).toMatch(/^filter\/too-deep/);
    expect(faultsOf(deep(100_000))).toHaveLength(1);
  });

  test("a filter has at most 1,000 conditions and 1,000 values in a list", () => {
    const leaf = ["isNull", "name"];
    expect(faultsOf(["and", ...Array.from({ length: 999 }, () => leaf)])).toEqual([]);
    expect(faultsOf(["and", ...Array.from({ length: 5_000 }, () => leaf)])).toEqual([
      "filter/too-large ",
    ]);
    const values = Array.from({ length: 1_001 }, () => "x");
    expect(faultsOf(["in", "name", values.slice(1)])).toEqual([]);
    expect(faultsOf(["in", "name", values])).toEqual(["filter/too-large 2"]);
  });

  test("a fault says what was wrong and what would be right", () => {
    const checked = checkFilter(["=", "closed", "31.1.2024"], (field) => types.get(field));
    expect(checked.ok ? "" : checked.error[0]?.message).toBe(
      '"31.1.2024" cannot be compared with this field; it takes a date, like "2024-01-31".',
    );
  });
});

describe("a free condition", () => {
  test("is checked against the fields, and told where it is wrong to the character", () => {
    expect(placesOf(["expr", "amount > 1.5 && has(name)"])).toEqual([]);
    const wrong = ["and", ["isNull", "name"], ["not", ["expr", "won && ages > 1 || name"]]];
    expect(placesOf(wrong)).toEqual([
      ["filter/unknown-field", "2.1.1", { from: 7, to: 11 }],
      ["filter/bad-filter", "2.1.1", { from: 19, to: 23 }],
    ]);
    expect(placesOf(["expr", "age >"])[0]).toEqual([
      "filter/bad-filter",
      "1",
      { from: expect.any(Number), to: expect.any(Number) },
    ]);
  });

  test("is true or false, and a text", () => {
    expect(placesOf(["expr", "age + 1"])).toEqual([["filter/bad-filter", "1", { from: 0, to: 7 }]]);
    expect(placesOf(["expr", 12])).toEqual([["filter/bad-filter", "1", undefined]]);
    expect(placesOf(["expr"])).toEqual([["filter/bad-filter", "", undefined]]);
  });

  test("is refused without what reads it, and names no decimal of unknown digits", () => {
    expect(faultsOf(["expr", "won"])).toEqual(["filter/bad-filter 1"]);
    const checked = checkFilter(["expr", "amount > 1"], (field) => types.get(field), {
      expressions,
    });
    expect(checked.ok).toBe(false);
  });

  test("is there at most twenty times", () => {
    expect(placesOf(freely(20))).toEqual([]);
    expect(placesOf(freely(900))).toEqual([["filter/too-large", "", undefined]]);
  });
});

test("fieldsOf names every field once", () => {
  const filter: Filter = ["and", ["not", ["isNull", "a"]], ["or", ["=", "b", 1], ["in", "a", []]]];
  expect([...fieldsOf(filter)]).toEqual(["a", "b"]);
});

test("the fields of a free condition are those that its reader finds", () => {
  const filter: Filter = ["and", ["=", "b", 1], ["not", ["expr", "a && b"]]];
  expect(conditionTexts(filter)).toEqual(["a && b"]);
  expect([...fieldsOf(filter, (text) => text.split(" && "))]).toEqual(["b", "a"]);
  expect(() => fieldsOf(filter)).toThrow(TypeError);
});
