import type { ExpressionType } from "@ennead/core/expression";
import fc from "fast-check";

/** The fields that random expressions speak of. */
export const fieldTypes: ReadonlyMap<string, ExpressionType> = new Map([
  ["i", { kind: "int" }],
  ["j", { kind: "int" }],
  ["d", { kind: "decimal", scale: 2 }],
  ["e", { kind: "decimal", scale: 3 }],
  ["f", { kind: "float" }],
  ["g", { kind: "float" }],
  ["t", { kind: "text" }],
  ["u", { kind: "text" }],
  ["day", { kind: "date" }],
  ["until", { kind: "date" }],
  ["at", { kind: "instant" }],
  ["since", { kind: "instant" }],
  ["flag", { kind: "bool" }],
]);

export const typeOf = ([name = ""]: readonly string[]): ExpressionType | undefined =>
  fieldTypes.get(name);

export type RandomRow = Readonly<Record<string, string | number | boolean | null>>;

const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value, { freq: 6 });

const int = fc.oneof(
  fc.integer({ min: -20, max: 20 }),
  fc.constantFrom(0, 1, -1, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 2 ** 40),
);

const decimal = (scale: number): fc.Arbitrary<string> =>
  fc.oneof(
    fc.integer({ min: -5000, max: 5000 }).map((units) => (units / 10 ** scale).toFixed(scale)),
    fc.constantFrom("0", "0.5", "-0.5", "9007199254740.99", "-9007199254740.99"),
  );

const float = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e6, max: 1e6 }),
  fc.constantFrom(0, 0.5, -0.5, 1.5, 2.5, 1e300, -1e300, 1e18, 9.3e18),
);

const word = fc.oneof(
  fc.constantFrom("", "a", "b", "ab", "aba", " a ", "Ä", "ß", "😀b", "a😀", "\uE000", "A.b", "'"),
  fc.string({ unit: "grapheme", maxLength: 6 }).filter((text) => !text.includes("\0")),
);

const date = fc.oneof(
  fc.constantFrom("2024-02-29", "2023-12-31", "2024-01-01", "0001-01-01", "9999-12-31"),
  fc
    .integer({ min: 0, max: 40_000 })
    .map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10)),
);

const instant = fc.oneof(
  fc.integer({ min: -2_000_000_000_000, max: 4_000_000_000_000 }),
  fc.constantFrom(0, -1, 86_399_999, -86_400_001),
);

/** A row of these fields; each may be empty. */
export const row: fc.Arbitrary<RandomRow> = fc.record({
  i: maybe(int),
  j: maybe(int),
  d: maybe(decimal(2)),
  e: maybe(decimal(3)),
  f: maybe(float),
  g: maybe(float),
  t: maybe(word),
  u: maybe(word),
  day: maybe(date),
  until: maybe(date),
  at: maybe(instant),
  since: maybe(instant),
  flag: maybe(fc.boolean()),
});

const quoted = (text: string): string => JSON.stringify(text);

/** Parts put one after the other. */
const of = (...parts: readonly (string | fc.Arbitrary<string>)[]): fc.Arbitrary<string> =>
  fc
    .tuple(...parts.map((part) => (typeof part === "string" ? fc.constant(part) : part)))
    .map((all) => all.join(""));

const some = (...all: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...all);

const { bool, number, exact, text, day, at } = fc.letrec<
  Record<"bool" | "number" | "exact" | "text" | "day" | "at", string>
>((tie) => {
  const one = fc.oneof;
  const comparison = some(" == ", " != ", " < ", " <= ", " > ", " >= ");
  return {
    exact: one(
      { maxDepth: 4, depthIdentifier: "tree" },
      some("i", "j", "d", "e", "0", "1", "7", "-3", "0.5", "12.25", "100", "0.001"),
      of("(", tie("exact"), some(" + ", " - "), tie("exact"), ")"),
      of("(", some("i", "j", "d", "2", "0.5"), " * ", some("i", "j", "e", "d", "3"), ")"),
      of("(", tie("exact"), " % ", tie("exact"), ")"),
      of("-(", tie("exact"), ")"),
      of(some("abs(", "sign(", "floor(", "ceil(", "round("), tie("exact"), ")"),
      of("round(", tie("number"), ", ", some("0", "1", "2"), ")"),
      of(some("least(", "greatest(", "coalesce("), tie("exact"), ", ", tie("exact"), ")"),
      of("(", tie("bool"), " ? ", tie("exact"), " : ", tie("exact"), ")"),
      of("size(", tie("text"), ")"),
      of("indexOf(", tie("text"), ", ", tie("text"), ")"),
      of(some("year(", "quarter(", "month(", "day(", "weekday("), tie("day"), ")"),
      of("daysBetween(", tie("day"), ", ", tie("day"), ")"),
      of("(", tie("day"), " - ", tie("day"), ")"),
    ),
    number: one(
      { maxDepth: 4, depthIdentifier: "tree" },
      tie("exact"),
      some("f", "g", "1e3", "2.5e-1"),
      of("(", tie("number"), some(" + ", " - ", " * ", " / "), some("f", "g"), ")"),
      of("(", tie("exact"), " / ", tie("exact"), ")"),
      of("abs(", tie("number"), ")"),
      of("-(", tie("number"), ")"),
      of("double(", tie("exact"), ")"),
      of("hoursBetween(", tie("at"), ", ", tie("at"), ")"),
      of(some("least(", "greatest(", "coalesce("), tie("number"), ", ", tie("number"), ")"),
    ),
    text: one(
      { maxDepth: 4, depthIdentifier: "tree" },
      some("t", "u", '""', '"a"', '"😀"'),
      word.map(quoted),
      of("(", tie("text"), " + ", tie("text"), ")"),
      of(some("lowerAscii(", "upperAscii(", "trim("), tie("text"), ")"),
      of("substring(", tie("text"), ", ", some("i", "0", "1", "-1", "2"), ")"),
      of("substring(", tie("text"), ", ", some("0", "1", "j"), ", ", some("i", "2", "3"), ")"),
      of("replace(", tie("text"), ", ", tie("text"), ", ", tie("text"), ")"),
      of(some("least(", "greatest(", "coalesce("), tie("text"), ", ", tie("text"), ")"),
      of("(", tie("bool"), " ? ", tie("text"), " : ", tie("text"), ")"),
    ),
    day: one(
      { maxDepth: 4, depthIdentifier: "tree" },
      some("day", "until", "today()", 'date("2024-02-29")'),
      of("startOf(", tie("day"), ', "', some("year", "quarter", "month", "week"), '")'),
      of("addDays(", tie("day"), ", ", some("i", "30", "-1"), ")"),
      of("addMonths(", tie("day"), ", ", some("i", "1", "-13"), ")"),
      of("(", tie("day"), some(" + ", " - "), some("i", "45"), ")"),
      of("date(", tie("at"), ")"),
      of("coalesce(", tie("day"), ", ", tie("day"), ")"),
    ),
    at: one(some("at", "since", "now()", 'timestamp("2024-03-31T01:00:00Z")')),
    bool: one(
      { maxDepth: 4, depthIdentifier: "tree" },
      some("flag", "true", "false"),
      of("(", tie("bool"), some(" && ", " || "), tie("bool"), ")"),
      of("!(", tie("bool"), ")"),
      of("(", tie("number"), comparison, tie("number"), ")"),
      of("(", tie("text"), comparison, tie("text"), ")"),
      of("(", tie("day"), comparison, tie("day"), ")"),
      of("(", tie("at"), comparison, tie("at"), ")"),
      of(some("contains(", "startsWith(", "endsWith("), tie("text"), ", ", tie("text"), ")"),
      of("(", tie("text"), ' in ["a", "b", "😀b"])'),
      of("(", tie("exact"), " in [1, 0.5, -3])"),
      of("(", one(tie("number"), tie("text"), tie("day")), some(" == ", " != "), "null)"),
      of("has(", one(tie("number"), tie("text"), tie("day")), ")"),
    ),
  };
});

/** The text of an expression of any type but money. */
export const expressionText: fc.Arbitrary<string> = fc.oneof(bool, number, exact, text, day, at);
