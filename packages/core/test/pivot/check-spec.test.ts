import { expressions } from "@ennead/core/expression";
import { checkSpec, type Catalog } from "@ennead/core/pivot";
import { expect, test } from "vitest";

const catalog: Catalog = {
  columns: new Map([
    ["owner", { type: "text" }],
    ["closed", { type: "date" }],
    ["created", { type: "timestamp" }],
    ["amount", { type: "decimal", scale: 2 }],
    ["won", { type: "bool" }],
  ] as const),
};

const spec = (part: object): object => ({
  version: 1,
  source: "deal",
  rows: [],
  cols: [],
  values: [{ name: "n", agg: "records" }],
  ...part,
});

const faults = (part: object): unknown => {
  const result = checkSpec(spec(part), catalog);
  return result.ok ? [] : result.error.map(({ code, path }) => [code, path?.join(".")]);
};

const row = (dim: object): object => ({ rows: [{ name: "d", field: "owner", ...dim }] });

test("a right spec is answered as it was given", () => {
  const given = spec({
    rows: [{ name: "q", field: "closed", bucket: { kind: "date", grain: "quarter" } }],
    filter: ["period", "created", { grain: "month" }],
    timeZone: "Europe/Berlin",
  });
  expect(checkSpec(given, catalog)).toEqual({ ok: true, value: given });
});

test.each([
  ["a field that does not exist", row({ field: "x" }), "pivot/unknown-field", "rows.0.field"],
  [
    "a value to sort by that does not exist",
    row({ sort: { by: "value", value: "x", dir: "asc" } }),
    "pivot/unknown-value",
    "rows.0.sort.value",
  ],
  [
    "a date grain on text",
    row({ bucket: { kind: "date", grain: "year" } }),
    "pivot/bad-bucket",
    "rows.0.bucket",
  ],
  [
    "an hour of a date",
    row({ field: "closed", bucket: { kind: "date", grain: "hour" } }),
    "pivot/bad-bucket",
    "rows.0.bucket.grain",
  ],
  [
    "edges that do not ascend",
    row({ field: "amount", bucket: { kind: "bins", edges: ["10", "9.5"] } }),
    "pivot/bad-bucket",
    "rows.0.bucket.edges.1",
  ],
  [
    "a step of zero",
    row({ field: "amount", bucket: { kind: "step", size: "0.00" } }),
    "pivot/bad-bucket",
    "rows.0.bucket.size",
  ],
  [
    "a kind of bucket that does not exist",
    row({ field: "amount", bucket: { kind: "wish" } }),
    "pivot/bad-bucket",
    "rows.0.bucket.kind",
  ],
  [
    "a bucket's zone that does not exist",
    row({
      field: "created",
      bucket: { kind: "date", grain: "day", timeZone: "Mars/Olympus" },
    }),
    "pivot/bad-time-zone",
    "rows.0.bucket.timeZone",
  ],
  ["a zone that does not exist", { timeZone: "Mars/Olympus" }, "pivot/bad-time-zone", "timeZone"],
  [
    "a sum of text",
    { values: [{ name: "s", agg: "sum", field: "owner" }] },
    "pivot/bad-aggregate",
    "values.0.agg",
  ],
  [
    "an average of booleans",
    { values: [{ name: "s", agg: "avg", field: "won" }] },
    "pivot/bad-aggregate",
    "values.0.agg",
  ],
  ["a sum of nothing", { values: [{ name: "s", agg: "sum" }] }, "pivot/bad-aggregate", "values.0"],
  [
    "an aggregate that does not exist",
    { values: [{ name: "s", agg: "guess", field: "amount" }] },
    "pivot/bad-aggregate",
    "values.0.agg",
  ],
  [
    "a filter operand of another type",
    { filter: ["and", ["=", "won", "yes"]] },
    "pivot/bad-filter",
    "filter.1.2",
  ],
  ["a filter that is none", { filter: "amount > 5" }, "pivot/bad-filter", "filter"],
  [
    "a field of a measure's own filter that does not exist",
    { values: [{ name: "s", agg: "records", where: ["isNull", "x"] }] },
    "pivot/unknown-field",
    "values.0.where.1",
  ],
  [
    "two values of one name",
    {
      values: [
        { name: "n", agg: "records" },
        { name: "n", agg: "sum", field: "amount" },
      ],
    },
    "pivot/duplicate-name",
    "values.1.name",
  ],
  ["a newer version", { version: 2 }, "pivot/unsupported-spec-version", "version"],
  ["a key that means nothing", { row: [] }, "pivot/bad-spec", "row"],
  [
    "more values than a report has",
    { values: Array.from({ length: 51 }, (_, at) => ({ name: `v${at}`, agg: "records" })) },
    "pivot/too-many-measures",
    "values",
  ],
  [
    "more levels than a report has",
    { rows: Array.from({ length: 13 }, (_, at) => ({ name: `d${at}`, field: "owner" })) },
    "pivot/too-many-levels",
    "rows",
  ],
] as const)("%s is refused where it stands", (_, part, code, path) => {
  expect(faults(part)).toContainEqual([code, path]);
});

test("every fault is answered at once", () => {
  expect(
    faults({
      rows: [{ name: "a", field: "x" }],
      cols: [{ name: "b", field: "y" }],
      values: [{ name: "s", agg: "sum", field: "owner" }],
      filter: ["=", "z", 1],
    }),
  ).toEqual([
    ["pivot/unknown-field", "filter.1"],
    ["pivot/unknown-field", "rows.0.field"],
    ["pivot/unknown-field", "cols.0.field"],
    ["pivot/bad-aggregate", "values.0.agg"],
  ]);
});

test.each([[null], [[]], ["spec"], [{}], [{ version: 1 }], [{ version: "1" }]])(
  "%j is no spec, and says so without throwing",
  (value) => {
    expect(checkSpec(value, catalog).ok).toBe(false);
  },
);

test("a free condition is told by its place, and a report has at most fifty", () => {
  const expressive = { ...catalog, expressions };
  const codes = (part: object): unknown => {
    const result = checkSpec(spec(part), expressive);
    return result.ok ? [] : result.error.map(({ code, path, message }) => [code, path, message]);
  };
  expect(codes({ filter: ["not", ["expr", "won && x > 1"]] })).toEqual([
    ["pivot/unknown-field", ["filter", 1, 1], 'There is no field "x". (at 7)'],
  ]);
  const many = ["or", ...Array.from({ length: 20 }, () => ["expr", "won"])];
  const values = (count: number) =>
    Array.from({ length: count }, (_, at) => ({ name: `v${at}`, agg: "records", where: many }));
  expect(codes({ values: values(2) })).toEqual([]);
  expect(codes({ values: values(40) })).toEqual([
    ["pivot/bad-filter", ["values", 2, "where"], "A report has at most 50 free conditions."],
  ]);
});
