import type { Filter } from "@ennead/core/filter";
import type {
  AggregateValue,
  Bucket,
  ColumnSchema,
  Dim,
  FormulaValue,
  Having,
  Member,
  PivotSpec,
  ShownValue,
  Sort,
  Top,
  Value,
} from "@ennead/core/pivot";
import fc from "fast-check";

import { calculations, formulaTexts } from "./formula-texts.ts";
import type { Row } from "./naive.ts";

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
  { name: "small", type: "int" },
  { name: "due", type: "date" },
];

/** Columns and records that a join looks up; its keys are those of `text`. */
export const lookupSchema: readonly ColumnSchema[] = [
  { name: "key", type: "text" },
  { name: "group", type: "text" },
  { name: "rate", type: "decimal", scale: 2 },
];
export const lookupRows: readonly Row[] = [
  { key: "a", group: "first", rate: "1.50" },
  { key: "", group: "first", rate: "0.25" },
  { key: null, group: "never", rate: "9.00" },
  { key: null, group: "never", rate: "9.00" },
  { key: "\0", group: null, rate: null },
  { key: "__proto__", group: "", rate: "-2.00" },
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
  day: fc.constantFrom("2022-12-31", "2023-12-31", "2024-01-01", "2024-02-29", "2024-03-31"),
  at: fc.constantFrom(
    "2024-03-31T00:59:59Z",
    "2024-03-31T01:00:00Z",
    "2024-10-27T00:30:00Z",
    "2024-10-27T01:30:00Z",
    "2023-12-31T23:30:00.500Z",
  ),
  small: fc.integer({ min: -3, max: 4 }),
  due: fc.constantFrom("2024-01-31", "2024-02-03", "2024-02-04", "2025-01-04", "1969-12-31"),
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

const fiscalBucket: fc.Arbitrary<Bucket> = fc.record({
  kind: fc.constant("fiscal" as const),
  grain: fc.constantFrom("year" as const, "quarter" as const, "month" as const),
  startMonth: fc.integer({ min: 1, max: 12 }),
  nameBy: fc.constantFrom("start" as const, "end" as const),
});

const weekYearBucket: fc.Arbitrary<Bucket> = fc.record({
  kind: fc.constant("weekYear" as const),
  grain: fc.constantFrom("year" as const, "quarter" as const, "period" as const, "week" as const),
  endMonth: fc.integer({ min: 1, max: 12 }),
  endDay: fc.integer({ min: 1, max: 7 }),
  rule: fc.constantFrom("last" as const, "nearest" as const),
  pattern: fc.constantFrom("445" as const, "454" as const, "544" as const),
  nameBy: fc.constantFrom("start" as const, "end" as const),
});

const timeBucket = (dates: fc.Arbitrary<Bucket>): fc.Arbitrary<Bucket | undefined> =>
  fc.option(fc.oneof({ weight: 3, arbitrary: dates }, fiscalBucket, weekYearBucket), {
    nil: undefined,
  });

/** Groups of a column's own members, some of them under the name of another. */
const mapBucket = (members: readonly (string | number | boolean)[]): fc.Arbitrary<Bucket> =>
  fc
    .record({
      split: fc.shuffledSubarray([...members]),
      at: fc.nat(members.length),
      names: fc.shuffledSubarray(["Group", "a", "null", "1.5"], { minLength: 2, maxLength: 2 }),
      rest: fc.option(fc.constantFrom("Rest", "a"), { nil: undefined }),
    })
    .map(({ split, at, names: [one = "x", two = "y"], rest }) => ({
      kind: "map",
      groups: [
        [one, split.slice(0, at)],
        [two, split.slice(at)],
      ],
      ...(rest === undefined ? {} : { rest }),
    }));

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

const mappedNumbers: Readonly<Record<string, readonly (number | string)[]>> = {
  int: [0, 1, 9, 10],
  float: [0, 0.25, 3],
};

const bucketFor = (column: ColumnSchema): fc.Arbitrary<Bucket | undefined> => {
  switch (column.type) {
    case "text":
      return fc.option(mapBucket(["a", "b|", "", "é", "Total"]), { nil: undefined });
    case "bool":
      return fc.option(mapBucket([true, false]), { nil: undefined });
    case "date":
      return timeBucket(dateBucket(dayGrains));
    case "timestamp":
      return timeBucket(dateBucket([...dayGrains, "hour", "hourOfDay"]));
    case "int":
    case "int64":
    case "decimal":
    case "money":
    case "float":
      return fc.option(
        fc.oneof(
          { weight: 3, arbitrary: numberBucket },
          mapBucket(mappedNumbers[column.type] ?? ["1.50", "0", "7"]),
        ),
        { nil: undefined },
      );
    default:
      return fc.constant(undefined);
  }
};

const member: fc.Arbitrary<Member> = fc.oneof(
  texts,
  fc.constantFrom<Member[]>(null, true, 0, 10, "1.5", "0", "2024-01-01", "2024-Q1"),
);

const sortFor = (names: readonly string[]): fc.Arbitrary<Sort | undefined> => {
  const label = fc.record({
    by: fc.constant("label" as const),
    dir: fc.constantFrom("asc" as const, "desc" as const),
  });
  const list = fc.record({
    by: fc.constant("list" as const),
    list: fc.array(member, { maxLength: 4 }),
  });
  const value = fc.record(
    {
      by: fc.constant("value" as const),
      value: fc.constantFrom(...(names.length === 0 ? [""] : names)),
      dir: fc.constantFrom("asc" as const, "desc" as const),
      path: fc.array(
        fc.oneof({ weight: 4, arbitrary: member }, fc.constant({ others: true as const })),
        {
          maxLength: 1,
        },
      ),
    },
    { requiredKeys: ["by", "value", "dir"] },
  );
  return fc.option(names.length === 0 ? fc.oneof(label, list) : fc.oneof(label, list, value), {
    nil: undefined,
  });
};

const topFor = (names: readonly string[]): fc.Arbitrary<Top | undefined> =>
  names.length === 0
    ? fc.constant(undefined)
    : fc.option(
        fc.record(
          {
            n: fc.integer({ min: 1, max: 3 }),
            by: fc.constantFrom(...names),
            dir: fc.constantFrom("asc" as const, "desc" as const),
            ties: fc.constantFrom("label" as const, "include" as const),
            others: fc.boolean(),
          },
          { requiredKeys: ["n", "by"] },
        ),
        { nil: undefined, freq: 2 },
      );

const fillFor = (field: string, bucket: Bucket | undefined): fc.Arbitrary<Dim["fill"]> => {
  const isTime = bucket !== undefined && "grain" in bucket;
  // Ranges of days, and of due dates over fifty years, are for tests of size.
  const isLong =
    isTime &&
    (field === "due" || ["day", "week", "isoWeek", "hour", "hourOfDay"].includes(bucket.grain));
  return fc.option(isTime && !isLong ? fc.constantFrom("range", "all") : fc.constant("all"), {
    nil: undefined,
    freq: 2,
  });
};

const dims = (
  prefix: string,
  fields: readonly ColumnSchema[],
  names: readonly string[],
  [minLength, maxLength]: readonly [number, number],
  fills: boolean,
): fc.Arbitrary<Dim[]> =>
  fc
    .array(
      fc
        .constantFrom(...fields)
        .chain((column) => fc.tuple(fc.constant(column.name), bucketFor(column)))
        .chain(([field, bucket]) =>
          fc.record({
            field: fc.constant(field),
            bucket: fc.constant(bucket),
            sort: sortFor(names),
            top: topFor(names),
            fill: fills ? fillFor(field, bucket) : fc.constant(undefined),
          }),
        ),
      { minLength, maxLength },
    )
    .map((all) =>
      all.map(
        (dim, at) =>
          Object.fromEntries(
            // One filled level of an axis is enough: two multiply.
            Object.entries({
              name: `${prefix}${at}`,
              ...dim,
              fill: all.findIndex((one) => one.fill !== undefined) === at ? dim.fill : undefined,
            }).filter(([, one]) => one !== undefined),
          ) as unknown as Dim,
      ),
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
  ["expr", 'amount * 2 > 3 || text == "a"'],
  ["not", ["expr", "money + amount < 10.5 && has(day)"]],
  ["or", ["expr", "date(at) >= due || huge > 1"], ["isNull", "text"]],
  ["and", ["expr", 'field("__proto__") != "x"'], ["expr", "float / small < 1e3"]],
);

const isNumber = ({ type }: ColumnSchema): boolean =>
  ["int", "int64", "decimal", "money", "float"].includes(type);

/** Numbers whose squares and products stay far from the limits of doubles. */
const tame = schema.filter(({ name }) => ["amount", "small", "float"].includes(name));

const oneOf = (columns: readonly ColumnSchema[]): fc.Arbitrary<string> =>
  fc.constantFrom(...columns.map(({ name }) => name));

const aggregateFor = (
  fields: readonly ColumnSchema[],
): fc.Arbitrary<Omit<AggregateValue, "name">> =>
  fc.oneof(
    fc.record({ agg: fc.constant("records" as const), where: filters }, { requiredKeys: ["agg"] }),
    fc.record(
      {
        agg: fc.constantFrom("sum" as const, "avg" as const, "median" as const),
        field: oneOf(fields.filter(isNumber)),
        where: filters,
      },
      { requiredKeys: ["agg", "field"] },
    ),
    fc.record(
      {
        agg: fc.constantFrom(
          "count" as const,
          "min" as const,
          "max" as const,
          "distinct" as const,
          "mode" as const,
        ),
        field: oneOf(fields),
        where: filters,
      },
      { requiredKeys: ["agg", "field"] },
    ),
    fc.record({
      agg: fc.constant("quantile_cont" as const),
      field: oneOf(fields.filter(isNumber)),
      p: fc.constantFrom(0, 0.25, 0.1, 0.95, 1),
    }),
    fc.record({
      agg: fc.constant("quantile_disc" as const),
      field: oneOf(fields),
      p: fc.constantFrom(0, 0.25, 0.1, 0.07, 0.95, 1),
    }),
    fc.record({
      agg: fc.constantFrom("first" as const, "last" as const),
      field: oneOf(fields),
      orderBy: fc.array(oneOf(fields), { minLength: 1, maxLength: 2 }),
    }),
    fc.record({
      agg: fc.constantFrom("var_samp", "var_pop", "sd_samp", "sd_pop"),
      field: oneOf(tame),
    }),
    fc.record(
      {
        agg: fc.constant("wavg" as const),
        field: oneOf(tame),
        weight: fc.constantFrom("amount", "small"),
        where: filters,
      },
      { requiredKeys: ["agg", "field", "weight"] },
    ),
    fc.constant({ agg: "sum" as const, field: "money", currency: "currency" }),
  );

/** Whether rounding cannot make equal values differ: such measures may decide an order. */
const decides = ({ agg, field }: Omit<AggregateValue, "name">): boolean =>
  ["records", "count", "sum", "min", "max", "distinct"].includes(agg) ||
  (agg === "avg" && field !== "float") ||
  ["first", "last", "mode", "quantile_disc"].includes(agg);

/** Whether formulas may ask for it: numbers within 64 bits. */
const computes = ({ agg, field = "" }: Omit<AggregateValue, "name">): boolean =>
  ["records", "count", "distinct"].includes(agg) ||
  (["sum", "min", "max"].includes(agg) && ["amount", "small"].includes(field));

const shownFor = (name: string, of: readonly string[]): fc.Arbitrary<ShownValue> =>
  fc.record(
    {
      name: fc.constant(name),
      showAs: fc.constantFrom(
        "pctRow",
        "pctCol",
        "pctGrand",
        "pctParentRow",
        "pctParentCol",
        "index",
        "running",
        "diff",
        "pctDiff",
        "rank",
      ),
      of: fc.constantFrom(...of),
      axis: fc.constantFrom("rows" as const, "cols" as const),
      level: fc.nat(1),
      dir: fc.constantFrom("asc" as const, "desc" as const),
    },
    { requiredKeys: ["name", "showAs", "of"] },
  );

/** What a spec may hold; `plain` is what needs neither formulas nor joins. */
export interface SpecKind {
  /** Most levels of an axis. */
  readonly levels: number;
  /** Least levels of an axis. */
  readonly least?: number;
  readonly plain?: boolean;
}

const derivedFields: readonly ColumnSchema[] = [
  { name: "look.group", type: "text" },
  { name: "look.rate", type: "decimal", scale: 2 },
];

const optional = <T>(arbitrary: fc.Arbitrary<T>, freq = 1): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined, freq });

/** Any spec over the random records. */
export const specArbitrary = ({
  levels,
  least = 0,
  plain = false,
}: SpecKind): fc.Arbitrary<PivotSpec> =>
  fc
    .record({
      joins: plain ? fc.constant(false) : fc.boolean(),
      fields: plain
        ? fc.constant<string[]>([])
        : fc.subarray(Object.keys(calculations), { maxLength: 2 }),
    })
    .chain(({ joins, fields }) => {
      const columns: readonly ColumnSchema[] = [
        ...schema,
        ...(joins ? derivedFields : []),
        ...fields.map((name) => ({ name, ...calculations[name]?.column }) as ColumnSchema),
      ];
      return fc.array(aggregateFor(columns), { minLength: 1, maxLength: 4 }).chain((chosen) => {
        const aggregates = chosen.map((one, at): AggregateValue => ({
          name: at === 0 ? "__proto__" : `v${at}`,
          ...one,
        }));
        const numbers = aggregates.filter(computes).map(({ name }) => name);
        const formulas: fc.Arbitrary<FormulaValue[]> =
          plain || numbers.length === 0
            ? fc.constant([])
            : fc
                .array(
                  fc.tuple(
                    fc.constantFrom(...formulaTexts),
                    fc.constantFrom(...numbers),
                    fc.constantFrom(...numbers),
                  ),
                  { maxLength: 2 },
                )
                .map((all) =>
                  all.map(([make, a, b], at) => ({ name: `f${at}`, formula: make(a, b).text })),
                );
        return formulas.chain((computed) => {
          const orders = [
            ...aggregates.filter(decides).map(({ name }) => name),
            ...computed.map(({ name }) => name),
          ];
          const numeric = aggregates.filter((one) => decides(one) && isCountOrNumber(one, columns));
          const shownOf = [...numeric.map(({ name }) => name), ...computed.map(({ name }) => name)];
          const shown: fc.Arbitrary<ShownValue[]> =
            plain || shownOf.length === 0
              ? fc.constant([])
              : fc
                  .tuple(shownFor("s0", shownOf), shownFor("s1", [...shownOf, "s0"]))
                  .chain((both) => fc.nat(2).map((count) => both.slice(0, count)));
          const having: fc.Arbitrary<Having[]> = fc.array(
            fc.record({
              on: fc.constantFrom("rows" as const, "cols" as const),
              level: fc.nat(1),
              value: fc.constantFrom("__proto__", ...shownOf),
              op: fc.constantFrom("=", "!=", "<", "<=", ">", ">="),
              than: fc.constantFrom<(number | string)[]>(0, 1, 2, "1.5", -1),
            }),
            { maxLength: 2 },
          );
          return fc
            .record({
              version: fc.constant(1 as const),
              source: fc.constant("random"),
              rows: dims("r", columns, orders, [least, levels], levels <= 2),
              cols: dims("c", columns, orders, [least, levels], levels <= 2),
              shown,
              having: fc.oneof({ weight: 3, arbitrary: fc.constant<Having[]>([]) }, having),
              filter: optional(filters),
              timeZone: optional(fc.constantFrom("Europe/Berlin", "Pacific/Auckland")),
              weekStart: optional(fc.integer({ min: 1, max: 7 })),
            })
            .map(({ shown: showing, having: conditions, ...spec }) => {
              const kept = conditions.filter(
                ({ on, level, value }) => level < spec[on].length && shownOf.includes(value),
              );
              const whole = {
                ...spec,
                ...(joins
                  ? { joins: [{ as: "look", source: "lookup", left: "text", right: "key" }] }
                  : {}),
                ...(fields.length === 0
                  ? {}
                  : {
                      fields: fields.map((name) => ({
                        name,
                        formula: calculations[name]?.text ?? "",
                      })),
                    }),
                ...(kept.length === 0 ? {} : { having: kept }),
                values: [...aggregates, ...computed, ...showing] as Value[],
              };
              return Object.fromEntries(
                Object.entries(whole).filter(([, one]) => one !== undefined),
              ) as unknown as PivotSpec;
            });
        });
      });
    });

const isCountOrNumber = (
  { agg, field }: AggregateValue,
  columns: readonly ColumnSchema[],
): boolean => {
  if (["records", "count", "distinct"].includes(agg)) return true;
  const column = columns.find(({ name }) => name === field);
  return column !== undefined && isNumber(column);
};
