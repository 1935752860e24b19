import type { Filter } from "@ennead/core/filter";
import type { AggregateValue, Bucket, ColumnSchema, Dim, Member, Sort } from "@ennead/core/pivot";
import fc from "fast-check";

import type { PlainSpec, Row } from "./naive.ts";

/** Columns of the random records: every type, names that objects have of their own among them. */
export const schema: readonly ColumnSchema[] = [
  { name: "text", type: "text" },
  { name: "__proto__", type: "text" },
  { name: "currency", type: "text" },
  { name: "flag", type: "bool" },
  { name: "int", type: "int" },
  { name: "big", type: "int64" },
  { name: "amount", type: "decimal", scale: 2 },
  { name: "money", type: "money", scale: 2 },
  { name: "huge", type: "decimal", scale: 2 },
  { name: "float", type: "float" },
  { name: "day", type: "date" },
  { name: "at", type: "timestamp" },
];

export const now: number = Date.UTC(2024, 2, 31, 12);

// Few different values, so that members repeat; those that engines confuse are among them.
const texts = fc.constantFrom(
  "",
  "null",
  "Total",
  "a",
  "a|b",
  "b|",
  "\u001F",
  "__proto__",
  "constructor",
  "é",
  "e\u0301",
  "～",
  "\u{1F600}",
  "\0",
);
const values: Readonly<Record<string, fc.Arbitrary<string | number | boolean>>> = {
  text: texts,
  proto: fc.constantFrom("toString", "__proto__", "x"),
  currency: fc.constantFrom("EUR", "EUR", "EUR", "USD"),
  flag: fc.boolean(),
  int: fc.constantFrom(-11, -1, 0, 1, 9, 10, 2 ** 53 - 1, 1 - 2 ** 53),
  big: fc.constantFrom("9007199254740992", "9007199254740993", "-9223372036854775808", "0", "7"),
  amount: fc.constantFrom("-0.05", "-0.00", "0", "1.5", "1.50", "12.34", "-99999.99"),
  money: fc.constantFrom("10.00", "-3.25", "90071992547409.91", "0.01"),
  huge: fc.constantFrom("99999999999999999999.99", "-123456789012345678901.5", "0.25", "7"),
  float: fc.constantFrom<(string | number)[]>(-1.5, -0, 0, 0.25, 0.3, 1e6, 3, "NaN", "-Infinity"),
  day: fc.constantFrom("1969-12-31", "2023-12-31", "2024-01-01", "2024-02-29", "2024-03-31"),
  at: fc.constantFrom(
    "2024-03-31T00:59:59Z",
    "2024-03-31T01:00:00Z",
    "2024-10-27T00:30:00Z",
    "2024-10-27T01:30:00Z",
    "2023-12-31T23:30:00.500Z",
  ),
};

export const rowArbitrary: fc.Arbitrary<Row> = fc
  .tuple(
    ...schema.map(({ name }) =>
      fc.option(values[name === "__proto__" ? "proto" : name] ?? texts, { freq: 5 }),
    ),
  )
  .map((row) => Object.fromEntries(schema.map(({ name }, at) => [name, row[at] ?? null])));

export const rowsArbitrary: fc.Arbitrary<Row[]> = fc.array(rowArbitrary, { maxLength: 40 });

const dayGrains = [
  "year",
  "half",
  "quarter",
  "month",
  "week",
  "isoWeek",
  "day",
  "dayOfWeek",
  "monthOfYear",
  "quarterOfYear",
] as const;

const dateBucket = (grains: readonly ((typeof dayGrains)[number] | "hour" | "hourOfDay")[]) =>
  fc.record(
    {
      kind: fc.constant("date" as const),
      grain: fc.constantFrom(...grains),
      weekStart: fc.integer({ min: 1, max: 7 }),
      timeZone: fc.constantFrom("Europe/Berlin", "America/New_York", "Asia/Kathmandu"),
    },
    { requiredKeys: ["kind", "grain"] },
  );

const numberBucket: fc.Arbitrary<Bucket> = fc.oneof(
  fc.constantFrom<Bucket[]>(
    { kind: "bins", edges: [0] },
    { kind: "bins", edges: ["-1", "0.3", 10] },
    { kind: "bins", edges: [-1e9, 0, "1.505"] },
  ),
  fc.constantFrom<Bucket[]>(
    { kind: "step", size: 10 },
    { kind: "step", size: "0.1", origin: "0.05" },
    { kind: "step", size: "2.5", origin: -1 },
  ),
);

const bucketFor = (column: ColumnSchema): fc.Arbitrary<Bucket | undefined> => {
  switch (column.type) {
    case "date":
      return fc.option(dateBucket(dayGrains), { nil: undefined });
    case "timestamp":
      return fc.option(dateBucket([...dayGrains, "hour", "hourOfDay"]), { nil: undefined });
    case "int":
    case "int64":
    case "decimal":
    case "money":
    case "float":
      return fc.option(numberBucket, { nil: undefined });
    default:
      return fc.constant(undefined);
  }
};

const member: fc.Arbitrary<Member> = fc.oneof(
  texts,
  fc.constantFrom<Member[]>(null, true, 0, 10, "1.5", "0", "2024-01-01", "2024-Q1"),
);

const sortFor = (names: readonly string[]): fc.Arbitrary<Sort | undefined> =>
  fc.option(
    fc.oneof(
      fc.record({
        by: fc.constant("label" as const),
        dir: fc.constantFrom("asc" as const, "desc" as const),
      }),
      fc.record({
        by: fc.constant("list" as const),
        list: fc.array(member, { maxLength: 4 }),
      }),
      fc.record(
        {
          by: fc.constant("value" as const),
          value: fc.constantFrom(...names),
          dir: fc.constantFrom("asc" as const, "desc" as const),
          path: fc.array(member, { maxLength: 1 }),
        },
        { requiredKeys: ["by", "value", "dir"] },
      ),
    ),
    { nil: undefined },
  );

const dims = (prefix: string, names: readonly string[], most: number): fc.Arbitrary<Dim[]> =>
  fc
    .array(
      fc
        .constantFrom(...schema)
        .chain((column) => fc.tuple(fc.constant(column.name), bucketFor(column), sortFor(names))),
      { maxLength: most },
    )
    .map((all) =>
      all.map(([field, bucket, sort], at) => ({
        name: `${prefix}${at}`,
        field,
        ...(bucket === undefined ? {} : { bucket }),
        ...(sort === undefined ? {} : { sort }),
      })),
    );

const filters = fc.constantFrom<Filter[]>(
  ["=", "text", "a"],
  ["!=", "text", "a"],
  ["isNull", "amount"],
  ["not", [">", "amount", "1"]],
  ["or", ["=", "flag", true], ["in", "int", [0, 1, -1]]],
  ["and", ["notNull", "day"], ["between", "float", -1, 2]],
  ["period", "day", { grain: "month", offset: -1, count: 2 }],
  ["period", "at", { grain: "day" }],
  ["and", ["=", "text", "a"], ["!=", "text", "a"]],
);

const numeric = schema.filter(({ type }) =>
  ["int", "int64", "decimal", "money", "float"].includes(type),
);

const value: fc.Arbitrary<Omit<AggregateValue, "name">> = fc.oneof(
  fc.record({ agg: fc.constant("records" as const), where: filters }, { requiredKeys: ["agg"] }),
  fc.record(
    {
      agg: fc.constantFrom("sum" as const, "avg" as const),
      field: fc.constantFrom(...numeric.map(({ name }) => name)),
      where: filters,
    },
    { requiredKeys: ["agg", "field"] },
  ),
  fc.record(
    {
      agg: fc.constantFrom("count" as const, "min" as const, "max" as const, "distinct" as const),
      field: fc.constantFrom(...schema.map(({ name }) => name)),
      where: filters,
    },
    { requiredKeys: ["agg", "field"] },
  ),
  fc.constant({ agg: "sum" as const, field: "money", currency: "currency" }),
);

/** Any spec over the random records; `most` is the number of levels of an axis. */
export const specArbitrary = (most: number): fc.Arbitrary<PlainSpec> =>
  fc.array(value, { minLength: 1, maxLength: 5 }).chain((chosen) => {
    const names = chosen.map((_, at) => (at === 0 ? "__proto__" : `v${at}`));
    return fc.record(
      {
        version: fc.constant(1 as const),
        source: fc.constant("random"),
        rows: dims("r", names, most),
        cols: dims("c", names, most),
        values: fc.constant(chosen.map((one, at) => ({ name: names[at] ?? "", ...one }))),
        filter: filters,
        timeZone: fc.constantFrom("Europe/Berlin", "Pacific/Auckland"),
        weekStart: fc.integer({ min: 1, max: 7 }),
      },
      { requiredKeys: ["version", "source", "rows", "cols", "values"] },
    );
  });
