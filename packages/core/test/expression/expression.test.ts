import {
  checkExpression,
  columnExpression,
  expressionLimits,
  fieldsIn,
  functions,
  rowExpression,
  sqlExpression,
  type Amount,
  type ExpressionType,
} from "@ennead/core/expression";
import { unwrap } from "@ennead/core/kernel";
import { describe, expect, test } from "vitest";

const types: ReadonlyMap<string, ExpressionType> = new Map([
  ["n", { kind: "int" }],
  ["price", { kind: "decimal", scale: 2 }],
  ["share", { kind: "float" }],
  ["name", { kind: "text" }],
  ["won", { kind: "bool" }],
  ["closed", { kind: "date" }],
  ["at", { kind: "instant" }],
  ["tags", { kind: "textList" }],
  ["amount", { kind: "money", scale: 4 }],
  ["tax", { kind: "money", scale: 4 }],
  ["account.name", { kind: "text" }],
  ["Deal size", { kind: "int" }],
]);
const environment = {
  typeOf: (path: readonly string[]): ExpressionType | undefined => types.get(path.join(".")),
};
const facts = { now: Date.parse("2026-03-31T22:30:00Z"), timeZone: "Europe/Berlin" };

const value = (text: string, row: object = {}): unknown =>
  rowExpression(unwrap(checkExpression(text, environment)), facts)(row);

const typeOf = (text: string): ExpressionType => unwrap(checkExpression(text, environment)).type;

const refused = (text: string): readonly (readonly unknown[])[] => {
  const checked = checkExpression(text, environment);
  if (checked.ok) throw new Error(`${text} was not refused`);
  return checked.error.map(({ code, detail }) => [
    code,
    text.slice(Number(detail?.["from"]), Number(detail?.["to"])),
  ]);
};

describe("numbers", () => {
  test("whole numbers and decimals mix exactly", () => {
    expect(value("0.1 + 0.2 == 0.3")).toBe(true);
    expect(typeOf("n * price * 0.5")).toEqual({ kind: "decimal", scale: 3 });
    expect(value("n * price * 0.5", { n: 3, price: "0.07" })).toBe(105n);
    expect(value("9007199254740993 - 9007199254740992")).toBe(1n);
  });

  test("a float and every quotient make a float", () => {
    expect(typeOf("n + share")).toEqual({ kind: "float" });
    expect(typeOf("n / 2")).toEqual({ kind: "float" });
    expect(value("7 / 2")).toBe(3.5);
    expect(typeOf("1e3")).toEqual({ kind: "float" });
  });

  test("what cannot be computed has no value, and spreads", () => {
    expect(value("n / 0", { n: 1 })).toBeNull();
    expect(value("n % 0", { n: 1 })).toBeNull();
    expect(value("9223372036854775807 + 1")).toBeNull();
    expect(value("1e308 * 1e308")).toBeNull();
    expect(value("n + 1", {})).toBeNull();
    expect(value("coalesce(n / 0, 0.5)", { n: 1 })).toBe(0.5);
  });

  test("round goes half away from zero, floor and ceil to their sides", () => {
    expect(
      ["round(2.5)", "round(-2.5)", "floor(-2.5)", "ceil(-2.5)"].map((one) => value(one)),
    ).toEqual([3n, -3n, -3n, -2n]);
    expect(value("round(2.345, 2)")).toBe(235n);
    expect(typeOf("round(share, 2)")).toEqual({ kind: "decimal", scale: 2 });
  });
});

describe("what has no value", () => {
  test("is unequal to everything, and smaller or greater than nothing", () => {
    expect(value("n == 1")).toBe(false);
    expect(value("n != 1")).toBe(true);
    expect(value("n < 1 || n >= 1")).toBe(false);
    expect(value("n == null")).toBe(true);
    expect(value("has(n)")).toBe(false);
  });

  test("counts as false in a condition", () => {
    expect(value("!won")).toBe(true);
    expect(value("won ? 1 : 2")).toBe(2n);
    expect(value("won || true")).toBe(true);
  });
});

describe("texts, lists and paths", () => {
  test("texts are counted in characters, not in their halves", () => {
    expect(value("size('a😀b')")).toBe(3n);
    expect(value("substring('a😀b', 1, 2)")).toBe("😀");
    expect(value("'a😀b'.indexOf('b')")).toBe(2n);
    expect(value("'\uE000' < '😀'")).toBe(true);
  });

  test("functions are called by name or after a point", () => {
    const row = { name: "Ada" };
    expect(value("name.startsWith('A')", row)).toBe(value("startsWith(name, 'A')", row));
  });

  test("members of lists, fields of others and names with spaces", () => {
    expect(value("'b' in tags", { tags: ["a", "b"] })).toBe(true);
    expect(value("tags.contains('c')", { tags: ["a"] })).toBe(false);
    expect(value("size(tags)", { tags: ["a", "b"] })).toBe(2n);
    expect(value("name in ['x', 'y']", { name: "y" })).toBe(true);
    expect(value("account.name + '!'", { account: { name: "Acme" } })).toBe("Acme!");
    expect(value('field("Deal size") + 1', { "Deal size": 2 })).toBe(3n);
  });
});

describe("dates", () => {
  test("the present is the caller's, in his zone", () => {
    expect(value("today() == date('2026-04-01')")).toBe(true);
    expect(value("date(at) == date('2026-04-01')", { at: facts.now })).toBe(true);
    expect(value("daysBetween(closed, today())", { closed: "2026-03-30" })).toBe(2n);
  });

  test("months keep to their length", () => {
    expect(value("addMonths(date('2024-01-31'), 1) == date('2024-02-29')")).toBe(true);
    expect(value("addMonths(date('2024-03-31'), -13) == date('2023-02-28')")).toBe(true);
    expect(
      value("startOf(closed, 'quarter') == date('2026-01-01')", { closed: "2026-03-30" }),
    ).toBe(true);
    expect(value("addDays(date('9999-12-31'), 1)")).toBeNull();
  });
});

const euro = (minor: number): object => ({ minor, currency: "EUR" });

describe("money", () => {
  test("adds within one currency alone", () => {
    const sum = value("amount + tax", { amount: euro(1050), tax: euro(5) }) as Amount;
    expect(sum).toEqual({ units: 105_500n, currency: "EUR" });
    expect(
      value("amount + tax", { amount: euro(1), tax: { minor: 1, currency: "USD" } }),
    ).toBeNull();
  });

  test("compares with an amount of its own currency", () => {
    const row = { amount: { amount: "10.00", currency: "EUR" } };
    expect(value('amount > money(9.99, "EUR")', row)).toBe(true);
    expect(value('amount > money(1, "USD")', row)).toBe(false);
    expect(value("amount / amount", row)).toBe(1);
    expect(value("amount(amount) * 2", row)).toBe(200_000n);
    expect(value("currency(amount)", row)).toBe("EUR");
  });

  test("is not multiplied by money, and not divided by a number", () => {
    expect(refused("amount * amount")).toEqual([["expression/type", "amount * amount"]]);
    expect(refused("amount / 2")).toEqual([["expression/type", "amount / 2"]]);
  });
});

describe("a refusal", () => {
  test("points at the place, and all are told at once", () => {
    expect(refused("n + nme")).toEqual([["expression/unknown-field", "nme"]]);
    expect(refused("nope(1) + wrong")).toEqual([
      ["expression/unknown-function", "nope(1)"],
      ["expression/unknown-field", "wrong"],
    ]);
    expect(refused("n + 'a'")).toEqual([["expression/type", "n + 'a'"]]);
    expect(refused("closed > '2026-01-01'")).toEqual([
      ["expression/type", "closed > '2026-01-01'"],
    ]);
    expect(refused("n ? 1 : 2")).toEqual([["expression/type", "n"]]);
    expect(refused("won ? 1 : 'a'")).toEqual([["expression/type", "won ? 1 : 'a'"]]);
    expect(refused("1 +")).toEqual([["expression/syntax", ""]]);
    expect(refused("tags.exists(x, x == 'a')")).toEqual([
      ["expression/unknown-function", "tags.exists(x, x == 'a')"],
    ]);
    expect(refused("1u")).toEqual([["expression/type", "1u"]]);
    expect(refused("{'a': 1}")).toEqual([["expression/type", "{'a': 1}"]]);
  });

  test("holds what is too large", () => {
    expect(refused(`n + ${"1".repeat(expressionLimits.text)}`)[0]?.[0]).toBe("expression/too-long");
    expect(refused(Array.from({ length: 600 }, () => "1").join("+"))[0]?.[0]).toBe(
      "expression/too-complex",
    );
    expect(refused(`${"(".repeat(80)}1${")".repeat(80)}`)[0]?.[0]).toBe("expression/too-complex");
    expect(refused("99999999999999999999")[0]?.[0]).toBe("expression/type");
    expect(refused("0.00000001 * 0.00000001")[0]?.[0]).toBe("expression/type");
  });

  test("knows no field and no function of a prototype", () => {
    for (const name of ["toString", "hasOwnProperty", "valueOf"]) {
      expect(refused(name)[0]?.[0]).toBe("expression/unknown-field");
      expect(refused(`${name}(1)`)[0]?.[0]).toBe("expression/unknown-function");
    }
    // The parser of CEL refuses these itself.
    for (const name of ["constructor", "__proto__"]) expect(refused(name)).toHaveLength(1);
    expect(value("account.name", { account: Object.create({ name: "inherited" }) })).toBeNull();
  });
});

test("every function has a usage that names it", () => {
  for (const [name, { usage }] of functions) expect(usage.startsWith(`${name}(`)).toBe(true);
});

test("an expression tells which fields it reads", () => {
  const checked = unwrap(checkExpression("n + n * size(account.name)", environment));
  expect(fieldsIn(checked)).toEqual([["n"], ["account", "name"]]);
});

const field = (path: readonly string[]): string => `r.${path.join("_")}`;

test("values of SQL are bound, and a date of an instant is of UTC alone", () => {
  const compiled = unwrap(
    sqlExpression(unwrap(checkExpression('name == "x\' or 1=1"', environment)), field, facts),
  );
  expect(compiled.sql).not.toContain("or 1=1");
  expect(compiled.params).toEqual(["x' or 1=1"]);
  const local = sqlExpression(unwrap(checkExpression("date(at)", environment)), field, facts);
  expect(local.ok ? "" : local.error.code).toBe("expression/not-in-sql");
});

test("a column beyond doubles is exact", () => {
  const rows = 3;
  const values = BigInt64Array.from([9_007_199_254_740_993n, 1n, -5n]);
  const table = { rows, columns: new Map([["n", { type: "int64", values }]]) };
  const doubled = columnExpression(unwrap(checkExpression("n * 2", environment)), table, facts);
  expect(doubled).toMatchObject({
    type: "int64",
    values: BigInt64Array.from([18_014_398_509_481_986n, 2n, -10n]),
  });
});
