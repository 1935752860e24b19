import { expect, test } from "vitest";
import { userEvent } from "vitest/browser";

import type { PivotReportValue } from "../../src/pivot/index.ts";
import { mountPivot } from "../support/mount.tsx";
import { byRegion } from "../support/specs.ts";
import { said, tableText } from "../support/table.ts";

const spec = (parts: Partial<PivotReportValue["spec"]>, view: PivotReportValue["view"] = {}) => ({
  defaultValue: { spec: { ...byRegion.spec, cols: [], ...parts }, view },
});
const sum = byRegion.spec.values[0]!;

test("the rest of a top list is worded, comes last, and closes apart from the empty member", async () => {
  const { screen } = await mountPivot(
    spec({
      rows: [
        { name: "region", field: "region", top: { n: 1, by: "amount.sum" } },
        { name: "stage", field: "stage" },
      ],
    }),
  );
  await expect.poll(tableText).toEqual([
    ["Region (top 1) › Stage", "Sum of Amount"],
    ["East", "€1,050.50"],
    ["Lost", "€50.00"],
    ["Won", "€1,000.50"],
    ["Others", "€420.00"],
    ["Open", "€20.00"],
    ["Won", "€400.00"],
    ["Grand total", "€1,470.50"],
  ]);
  await screen.getByRole("rowheader", { name: "Others" }).click();
  await userEvent.keyboard("{ArrowLeft}");
  await expect.poll(said).toBe("Others collapsed");
  await expect
    .poll(() => tableText().map(([label]) => label))
    .toEqual(["Region (top 1) › Stage", "East", "Lost", "Won", "Others", "Grand total"]);
});

test("shares are percentages, ranks whole numbers, running totals amounts", async () => {
  await mountPivot(
    spec({
      values: [
        sum,
        { name: "share", showAs: "pctCol", of: "amount.sum" },
        { name: "rank", showAs: "rank", of: "amount.sum", axis: "rows" },
        { name: "run", showAs: "running", of: "amount.sum", axis: "rows" },
      ],
    }),
  );
  await expect.poll(tableText).toEqual([
    [
      "Region",
      "Sum of Amount",
      "Sum of Amount: % of column",
      "Sum of Amount: rank",
      "Sum of Amount: running total",
    ],
    ["East", "€1,050.50", "71.4%", "1", "€1,050.50"],
    ["West", "€400.00", "27.2%", "2", "€1,450.50"],
    ["(empty)", "€20.00", "1.4%", "3", "€1,470.50"],
    ["Grand total", "€1,470.50", "100.0%", "–", "€1,470.50"],
  ]);
});

test("a running total follows the order the reader sorts by", async () => {
  const { screen } = await mountPivot(
    spec({ values: [sum, { name: "run", showAs: "running", of: "amount.sum", axis: "rows" }] }),
  );
  const header = screen.getByRole("columnheader", { name: "Sum of Amount", exact: true });
  await header.click();
  await header.click();
  await expect
    .poll(() => tableText().slice(1, 4))
    .toEqual([
      ["(empty)", "€20.00", "€20.00"],
      ["West", "€400.00", "€420.00"],
      ["East", "€1,050.50", "€1,470.50"],
    ]);
});

test("formulas are fetched when a report has some, and written by their type or as the view says", async () => {
  await mountPivot(
    spec(
      {
        fields: [{ name: "net", formula: "amount * 0.8" }],
        values: [
          { name: "deals", agg: "records" },
          { name: "net.sum", agg: "sum", field: "net" },
          { name: "Per deal", formula: "net.sum / deals" },
          { name: "Share won", formula: "double(deals) / 8" },
        ],
      },
      { formats: { "Share won": { style: "percent", digits: 0 } } },
    ),
  );
  await expect.poll(tableText).toEqual([
    ["Region", "Records", "Sum of net", "Per deal", "Share won"],
    ["East", "4", "840.400", "210.10", "50%"],
    ["West", "3", "320.000", "106.67", "38%"],
    ["(empty)", "1", "16.000", "16.00", "13%"],
    ["Grand total", "8", "1,176.400", "147.05", "100%"],
  ]);
});

test("filled members stand empty, hidden measures and subtotals of single children are left out", async () => {
  await mountPivot(
    spec(
      {
        rows: [
          {
            name: "month",
            field: "closeDate",
            bucket: { kind: "date", grain: "month" },
            fill: "range",
          },
        ],
        filter: ["and", ["=", "region", "East"], ["<", "closeDate", "2024-12-31"]],
        values: [sum, { name: "deals", agg: "records" }],
      },
      { hidden: ["deals"] },
    ),
  );
  await expect.poll(tableText).toEqual([
    ["Close date · Month", "Sum of Amount"],
    ["Jan 2024", "€100.00"],
    ["Feb 2024", "€200.50"],
    ["Mar 2024", ""],
    ["Apr 2024", ""],
    ["May 2024", "€50.00"],
    ["Grand total", "€350.50"],
  ]);
});

test("fiscal quarters, bands, own filters, own names and quantiles are worded", async () => {
  await mountPivot(
    spec(
      {
        rows: [
          {
            name: "fq",
            field: "closeDate",
            bucket: { kind: "fiscal", grain: "quarter", startMonth: 4, nameBy: "end" },
          },
          { name: "band", field: "amount", bucket: { kind: "bins", edges: ["100", "500"] } },
        ],
        values: [
          { ...sum, where: ["or", ["=", "stage", "Won"], [">", "amount", "60"]] },
          { name: "q", agg: "quantile_cont", field: "amount", p: 0.9, currency: "amount.currency" },
        ],
      },
      { names: { band: "Size" }, singleSubtotals: false },
    ),
  );
  await expect.poll(tableText).toEqual([
    [
      "Close date · Fiscal quarter › Size",
      "Sum of Amount (Stage is Won or Amount more than 60)",
      "90% quantile of Amount",
    ],
    ["Q4 FY2024", "", ""],
    ["100 to below 500", "€600.50", "€280.10"],
    ["Q1 FY2025", "", ""],
    ["below 100", "–", "€50.00"],
    ["Q4 FY2025", "€800.00", "€640.00"],
    ["100 to below 500", "€100.00", "€100.00"],
    ["500 and more", "€700.00", "€700.00"],
    ["(empty)", "–", "–"],
    ["(empty)", "", ""],
    ["below 100", "–", "€20.00"],
    ["Grand total", "€1,400.50", "€460.00"],
  ]);
});

test("what stands out by colour is said in words", async () => {
  const { screen } = await mountPivot(
    spec(
      { values: [sum] },
      { conditional: [{ kind: "icon", measure: "amount.sum", low: 100, high: 1000 }] },
    ),
  );
  await expect.element(screen.getByRole("gridcell", { name: "€1,050.50 (high)" })).toBeVisible();
  await expect.element(screen.getByRole("gridcell", { name: "€20.00 (low)" })).toBeVisible();
  await expect
    .element(screen.getByRole("gridcell", { name: "€1,470.50", exact: true }))
    .toBeVisible();
});

test("a view with parts that are none of what they should be is shown without them", async () => {
  const view = {
    names: 7,
    hidden: "x",
    formats: { "amount.sum": { style: "odd" } },
    conditional: [1],
  };
  await mountPivot(spec({}, view as unknown as PivotReportValue["view"]));
  await expect.poll(() => tableText().at(-1)).toEqual(["Grand total", "€1,470.50"]);
});

test("a change of one part keeps all others, also those that no form shows", async () => {
  const value: PivotReportValue = {
    spec: {
      ...byRegion.spec,
      timeZone: "Asia/Tokyo",
      weekStart: 7,
      fields: [{ name: "net", formula: "amount * 0.8" }],
      filter: ["not", ["=", "name", "Nobody"]],
      rows: [{ name: "region", field: "region", top: { n: 2, by: "amount.sum", ties: "include" } }],
      cols: [
        {
          name: "week",
          field: "closeDate",
          fill: "all",
          bucket: {
            kind: "weekYear",
            grain: "quarter",
            endMonth: 1,
            endDay: 6,
            rule: "nearest",
            pattern: "454",
            nameBy: "end",
          },
        },
      ],
      values: [
        sum,
        { name: "last", agg: "last", field: "net", orderBy: ["closeDate", "name"] },
        { name: "index", showAs: "index", of: "amount.sum" },
      ],
      having: [{ on: "rows", level: 0, value: "amount.sum", op: ">", than: 10 }],
      limits: { cells: 5000 },
    },
    view: { names: { week: "Season" }, hidden: ["last"] },
  };
  let latest = value;
  const { screen } = await mountPivot({
    defaultValue: value,
    onChange: (next) => {
      latest = next;
    },
  });
  await screen.getByRole("button", { name: "Remove Sum of Amount: index" }).click();
  await expect.poll(() => latest.spec.values).toHaveLength(2);
  expect(latest).toEqual({
    ...value,
    spec: { ...value.spec, values: value.spec.values.slice(0, 2) },
  });
  await screen.getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => latest).toEqual(value);
});
