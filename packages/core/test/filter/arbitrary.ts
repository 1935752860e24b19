import type { Filter, FilterFieldType } from "@ennead/core/filter";
import fc from "fast-check";

/** The fields of the random records, one per type; decimals have two digits after the point. */
export const fieldTypes: ReadonlyMap<string, FilterFieldType> = new Map([
  ["text", "text"],
  ["bool", "bool"],
  ["int", "int"],
  ["float", "float"],
  ["int64", "int64"],
  ["decimal", "decimal"],
  ["money", "money"],
  ["date", "date"],
  ["timestamp", "timestamp"],
]);

/** Digits after the point of the fields that have any. */
export const scaleOf = (field: string): number | undefined =>
  field === "decimal" || field === "money" ? 2 : undefined;

export type RandomRow = Readonly<Record<string, string | number | boolean | null>>;

const day = 86_400_000;
export const now: number = Date.UTC(2024, 2, 31, 0, 30);

// Few different values, so that conditions often hit; those that evaluators could see differently are among them.
const text = fc.constantFrom(
  "",
  "a",
  "A",
  "ab",
  "aB%_",
  "é",
  "e\u0301",
  "\uFFFD",
  "\u{1F600}",
  "a'\"\\",
  "\0a",
  "zz",
);
const int = fc.constantFrom(-5, 0, 1, 2, 7, 2 ** 53 - 1);
const float = fc.constantFrom(-1.5, -0, 0, 0.1, 0.30000000000000004, 0.3, 1e300, 5e-324);
const int64 = fc.constantFrom(
  "0",
  "-3",
  "9007199254740992",
  "9007199254740993",
  "9223372036854775807",
);
const decimal = fc.constantFrom("0.00", "-0.05", "1.50", "1.51", "90071992547409.91", "12.00");
const date = fc.constantFrom(
  "0001-01-01",
  "1969-12-31",
  "2024-02-29",
  "2024-03-30",
  "2024-03-31",
  "9999-12-31",
);
const timestamp = fc
  .integer({ min: -40 * 24, max: 40 * 24 })
  .map((hours) => new Date(now + hours * (day / 24)).toISOString().replace(".000Z", "Z"));

const values = {
  text,
  bool: fc.boolean(),
  int,
  float,
  int64,
  decimal,
  money: decimal,
  date,
  timestamp,
};

export const row: fc.Arbitrary<RandomRow> = fc.record(
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      fc.option<string | number | boolean>(value, { freq: 4 }),
    ]),
  ),
);

/** What a filter may compare with: the values themselves, and some between and beyond them. */
const constants = {
  ...values,
  int: fc.oneof(int, fc.constantFrom(0.5, -4.999)),
  int64: fc.oneof(int64, fc.constantFrom("1.5", "1e30", "-1e30")),
  decimal: fc.oneof(decimal, fc.constantFrom("1.505", "1.5", 1.5, "-0.051", "1e40")),
  money: fc.oneof(decimal, fc.constantFrom("1.505", "12", 12)),
};

const leaf: fc.Arbitrary<Filter> = fc.constantFrom(...fieldTypes.keys()).chain((field) => {
  const value = fc.option<string | number | boolean>(constants[field as keyof typeof constants], {
    freq: 20,
  });
  const name = fc.constant(field);
  const plain: fc.Arbitrary<Filter>[] = [
    fc.tuple(fc.constantFrom("=", "!=", "<", "<=", ">", ">="), name, value),
    fc.tuple(fc.constantFrom("in", "notIn"), name, fc.array(value, { maxLength: 4 })),
    fc.tuple(fc.constant("between"), name, value, value),
    fc.tuple(fc.constantFrom("isNull", "notNull"), name),
  ];
  if (field === "text") {
    plain.push(fc.tuple(fc.constantFrom("contains", "startsWith"), name, text));
  }
  if (field === "date" || field === "timestamp") {
    plain.push(
      fc.tuple(
        fc.constant("period"),
        name,
        fc.record({
          grain: fc.constantFrom("day", "week", "month", "quarter", "year"),
          offset: fc.constantFrom(-9000, -2, -1, 0, 1),
          count: fc.constantFrom(1, 2, 10_000),
        }),
      ),
    );
  }
  return fc.oneof(...plain);
});

/** Parts put one after the other. */
const of = (...parts: readonly (string | fc.Arbitrary<string>)[]): fc.Arbitrary<string> =>
  fc
    .tuple(...parts.map((part) => (typeof part === "string" ? fc.constant(part) : part)))
    .map((all) => all.join(""));

const some = (...all: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...all);

const comparison = some(" == ", " != ", " < ", " <= ", " > ", " >= ");

/** A condition as people write it. Functions of texts are left out: to SQLite a text ends at NUL, which one of these has. */
const conditionText: fc.Arbitrary<string> = fc.letrec<Record<"bool" | "exact", string>>((tie) => ({
  exact: fc.oneof(
    { maxDepth: 2, depthIdentifier: "text" },
    some("int", "int64", "decimal", "money", "0", "1.5", "-3", "12", "month(date)"),
    of("(", tie("exact"), some(" + ", " - ", " * ", " % "), some("int", "money", "2"), ")"),
    of("coalesce(", tie("exact"), ", ", tie("exact"), ")"),
    of("(", tie("bool"), " ? ", tie("exact"), " : 0)"),
  ),
  bool: fc.oneof(
    { maxDepth: 3, depthIdentifier: "text" },
    some("bool", "true", "has(text)", "float == null", "date != null", "has(money)"),
    of("(", tie("bool"), some(" && ", " || "), tie("bool"), ")"),
    of("!(", tie("bool"), ")"),
    of("(", tie("exact"), comparison, tie("exact"), ")"),
    of("(", tie("exact"), " / int", comparison, "float * 2.0)"),
    of("(text", comparison, some('"a"', '""', '"\u{1F600}"'), ")"),
    some('text in ["a", "ab", "zz"]', 'startsWith(text, "a")', 'contains(text, "B%")'),
    of("(date", comparison, some('date("2024-03-30")', "today()", "addDays(date, int)"), ")"),
    of("(timestamp", comparison, some("now()", 'timestamp("2024-03-30T12:00:00Z")'), ")"),
    some("coalesce(bool, false)", "(int > 1 ? bool : null)"),
  ),
})).bool;

/** A filter of one free condition. */
const free: fc.Arbitrary<Filter> = conditionText.map((written): Filter => ["expr", written]);

export const filter: fc.Arbitrary<Filter> = fc.letrec<{ filter: Filter }>((tie) => ({
  filter: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    free,
    fc
      .tuple(
        fc.constantFrom("and" as const, "or" as const),
        fc.array(tie("filter"), { maxLength: 3 }),
      )
      .map(([kind, parts]): Filter => [kind, ...parts]),
    tie("filter").map((part): Filter => ["not", part]),
  ),
})).filter;

export const facts: fc.Arbitrary<{ now: number; timeZone: string; weekStart: number }> = fc.record({
  now: fc.constant(now),
  timeZone: fc.constantFrom("UTC", "Europe/Berlin", "America/St_Johns", "Australia/Lord_Howe"),
  weekStart: fc.integer({ min: 1, max: 7 }),
});
