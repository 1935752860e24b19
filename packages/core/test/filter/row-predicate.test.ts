import { rowPredicate, type Filter, type FilterFieldType } from "@ennead/core/filter";
import { describe, expect, test } from "vitest";

const now = Date.UTC(2024, 1, 14, 23, 30);

/** Whether one value of a field of a type passes. */
const keeps = (
  type: FilterFieldType,
  value: unknown,
  filter: Filter,
  timeZone = "UTC",
  weekStart = 1,
): boolean => rowPredicate(filter, { typeOf: () => type, now, timeZone, weekStart })({ f: value });

describe("empty fields", () => {
  test.each<Filter>([
    ["=", "f", "a"],
    ["<", "f", "a"],
    [">=", "f", "a"],
    ["between", "f", "a", "b"],
    ["in", "f", ["a"]],
    ["contains", "f", ""],
    ["startsWith", "f", ""],
    ["notNull", "f"],
    ["=", "f", null],
  ])("%j is false for them and its complement true", (...filter) => {
    const twin = filter as unknown as Filter;
    expect(keeps("text", null, twin)).toBe(false);
    expect(keeps("text", undefined, ["not", twin])).toBe(true);
  });

  test("!= and notIn keep them", () => {
    expect(keeps("text", null, ["!=", "f", "a"])).toBe(true);
    expect(keeps("text", null, ["notIn", "f", ["a"]])).toBe(true);
  });

  test("an empty text is not an empty field, an empty list is one", () => {
    expect(keeps("text", "", ["isNull", "f"])).toBe(false);
    expect(keeps("textList", [], ["isNull", "f"])).toBe(true);
  });

  test("fields of Object.prototype are not fields of a row", () => {
    const keep = rowPredicate(["isNull", "constructor"], { typeOf: () => "text", now });
    expect(keep({})).toBe(true);
  });
});

describe("comparisons", () => {
  test("text compares by code point and with its case", () => {
    expect(keeps("text", "\u{1F600}", [">", "f", "\uFFFD"])).toBe(true);
    expect(keeps("text", "a", [">", "f", "B"])).toBe(true);
    expect(keeps("text", "Straße", ["contains", "f", "STRASSE"])).toBe(false);
    expect(keeps("text", "100%", ["startsWith", "f", "10"])).toBe(true);
  });

  test("decimals compare exactly, whatever their writing", () => {
    expect(keeps("decimal", "1.50", ["=", "f", "1.5"])).toBe(true);
    expect(keeps("int64", "9007199254740993", ["=", "f", "9007199254740992"])).toBe(false);
    expect(keeps("money", { amount: "12.30", currency: "EUR" }, ["=", "f", 12.3])).toBe(true);
    expect(keeps("money", { minor: 1230, currency: "EUR" }, ["<=", "f", "12.3"])).toBe(true);
  });

  test("zero and minus zero are one number", () => {
    expect(keeps("float", -0, ["=", "f", 0])).toBe(true);
    expect(keeps("float", 0, ["in", "f", [-0, 1]])).toBe(true);
  });

  test("instants are read as text or milliseconds", () => {
    const filter: Filter = ["=", "f", "2024-01-01T01:00:00+01:00"];
    expect(keeps("timestamp", "2024-01-01T00:00:00Z", filter)).toBe(true);
    expect(keeps("timestamp", Date.UTC(2024, 0), filter)).toBe(true);
  });

  test("a list is asked for its members", () => {
    expect(keeps("textList", ["ab", "c"], ["contains", "f", "c"])).toBe(true);
    expect(keeps("textList", ["ab", "c"], ["contains", "f", "a"])).toBe(false);
  });
});

describe("periods", () => {
  test("plain dates compare as they are with the local calendar", () => {
    const today: Filter = ["period", "f", { grain: "day" }];
    expect(keeps("date", "2024-02-14", today)).toBe(true);
    expect(keeps("date", "2024-02-15", today, "Europe/Berlin")).toBe(true);
    expect(keeps("date", "2024-02-14", today, "Europe/Berlin")).toBe(false);
  });

  test("instants count by their local date", () => {
    const month: Filter = ["period", "f", { grain: "month" }];
    expect(keeps("timestamp", "2024-01-31T23:30:00Z", month)).toBe(false);
    expect(keeps("timestamp", "2024-01-31T23:30:00Z", month, "Europe/Berlin")).toBe(true);
  });

  test("weeks begin on the day given", () => {
    const week: Filter = ["period", "f", { grain: "week" }];
    expect(keeps("date", "2024-02-11", week)).toBe(false);
    expect(keeps("date", "2024-02-11", week, "UTC", 7)).toBe(true);
  });
});
