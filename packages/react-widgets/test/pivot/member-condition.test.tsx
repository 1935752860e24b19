import { unwrap } from "@ennead/core/kernel";
import { datasetFromRows, pivot, type Dim, type PivotSpec } from "@ennead/core/pivot";
import { expect, test } from "vitest";

import type { PivotField } from "../../src/pivot/fields.ts";
import { cellConditions } from "../../src/pivot/member-condition.ts";
import { pathOf } from "../../src/pivot/path.ts";

/** A record about every 11 days of three years, at hours that fall on two days, with holes. */
const rows = Array.from({ length: 100 }, (_, at) => {
  const instant = Date.UTC(2023, 0, 1) + at * 86_400_000 * 11 + (at % 24) * 3_600_000;
  const text = new Date(instant).toISOString();
  return at % 17 === 0
    ? [null, null, null, null, null, null]
    : [
        text.slice(0, 10),
        text,
        ((at * 7) % 40) - 10,
        (at / 4).toFixed(2),
        ["A", "B", "C", "", "null"][at % 5] ?? null,
        at % 3 === 0,
      ];
});
const schema = [
  { name: "day", type: "date" },
  { name: "at", type: "timestamp" },
  { name: "size", type: "int" },
  { name: "amount", type: "decimal", scale: 2 },
  { name: "code", type: "text" },
  { name: "won", type: "bool" },
] as const;
const deals = unwrap(datasetFromRows(rows, schema));
const kinds = {
  date: "date",
  timestamp: "instant",
  int: "number",
  decimal: "number",
  text: "text",
  bool: "bool",
} as const;
const fieldOf = (name: string): PivotField => {
  const type = schema.find((column) => column.name === name)?.type ?? "text";
  return { name, label: name, type, kind: kinds[type], system: false };
};

const date = (field: string, grain: string, more = {}) =>
  ({ name: grain, field, bucket: { kind: "date", grain, ...more } }) as Dim;
const fiscal = { kind: "fiscal", startMonth: 4, nameBy: "end" } as const;
const retail = {
  kind: "weekYear",
  endMonth: 1,
  endDay: 6,
  rule: "nearest",
  pattern: "454",
  nameBy: "end",
} as const;
const levels: readonly (readonly Dim[])[] = [
  ...["year", "half", "quarter", "month", "week", "isoWeek", "day"].flatMap((grain) => [
    [date("day", grain)],
    [date("at", grain)],
  ]),
  [date("at", "hour")],
  [date("at", "day", { timeZone: "Asia/Kathmandu" })],
  [date("day", "week", { weekStart: 7 })],
  [date("day", "year"), date("day", "month")],
  [date("day", "month"), date("day", "week")],
  ...(["year", "quarter", "month"] as const).map((grain) => [
    { name: grain, field: "day", bucket: { ...fiscal, grain } },
  ]),
  ...(["year", "quarter", "period", "week"] as const).map((grain) => [
    { name: grain, field: "at", bucket: { ...retail, grain } },
  ]),
  ...["day", "at", "size", "amount", "code", "won"].map((field) => [{ name: field, field }]),
  [{ name: "band", field: "size", bucket: { kind: "bins", edges: [-5, 0, 12] } }],
  [{ name: "band", field: "amount", bucket: { kind: "step", size: "2.5" } }],
  [{ name: "group", field: "code", bucket: { kind: "map", groups: [["AB", ["A", "B"]]] } }],
  [{ name: "g", field: "code", bucket: { kind: "map", groups: [["AB", ["A", "B"]]], rest: "R" } }],
  [
    {
      name: "g",
      field: "code",
      bucket: {
        kind: "map",
        groups: [
          ["R", ["A"]],
          ["B", ["B"]],
        ],
        rest: "R",
      },
    },
  ],
];

test.for(
  levels.map(
    (dims) => [dims.map(({ name, field }) => `${field} by ${name}`).join(" > "), dims] as const,
  ),
)("filtering by a member leaves the member's records: %s", ([, dims]) => {
  const spec: PivotSpec = {
    version: 1,
    source: "deal",
    timeZone: "America/New_York",
    rows: dims,
    cols: [],
    values: [{ name: "n", agg: "records" }],
  };
  const result = unwrap(pivot(spec, deals, { now: 0 }));
  expect(result.rows.nodes.length).toBeGreaterThan(2);
  const members = result.rows.nodes.slice(1);
  const left = members.map((node) => {
    const conditions = cellConditions(spec, pathOf(result.rows, node), [], fieldOf);
    if (conditions === undefined) return [node.label, "no condition"];
    const filter = ["and", ...conditions] as const;
    const narrowed = unwrap(pivot({ ...spec, filter }, deals, { now: 0 }));
    return [node.label, narrowed.stats.selected];
  });
  expect(left).toEqual(members.map(({ label, records }) => [label, records]));
});

test("the rest of a top list and groups that come back have no condition", () => {
  const spec = { version: 1, source: "deal", cols: [], values: [] } as const;
  const top = { name: "code", field: "code", top: { n: 1, by: "n" } };
  expect(cellConditions({ ...spec, rows: [top] }, [{ others: true }], [], fieldOf)).toBeUndefined();
  const weekday = date("day", "dayOfWeek");
  expect(cellConditions({ ...spec, rows: [weekday] }, ["1"], [], fieldOf)).toBeUndefined();
  expect(cellConditions({ ...spec, rows: [weekday] }, [], [], fieldOf)).toEqual([]);
});
