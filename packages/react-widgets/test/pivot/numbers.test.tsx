import { unwrap } from "@ennead/core/kernel";
import { datasetFromRows } from "@ennead/core/pivot";
import { arrowFromDataset } from "@ennead/core/pivot/arrow";
import type { ObjectDefinition } from "@ennead/core/record";
import { expect, test } from "vitest";
import { userEvent } from "vitest/browser";

import type { PivotReportValue } from "../../src/pivot/index.ts";
import { mountPivot } from "../support/mount.tsx";
import { json, testServer } from "../support/server.ts";
import { tableText } from "../support/table.ts";

const opportunity: ObjectDefinition = {
  name: "opportunity",
  label: "Opportunity",
  labelPlural: "Opportunities",
  nameField: "name",
  fields: [
    { name: "name", label: "Name", type: "text" },
    { name: "amount", label: "Amount", type: "money" },
    { name: "rate", label: "Rate", type: "decimal", scale: 4 },
    { name: "at", label: "Signed", type: "instant" },
  ],
};

type Line = readonly [name: string, amount: string, currency: string, rate: string, at: number];

const server = (lines: readonly Line[]) => {
  const dataset = unwrap(
    datasetFromRows(lines, [
      { name: "name", type: "text" },
      { name: "amount", type: "money", scale: 2 },
      { name: "amount.currency", type: "text" },
      { name: "rate", type: "decimal", scale: 4 },
      { name: "at", type: "timestamp" },
    ]),
  );
  const made = testServer(new Uint8Array(arrowFromDataset(dataset)));
  made.answer("/api/records", () => json({ items: [opportunity] }));
  return made;
};

const report = (spec: Partial<PivotReportValue["spec"]>): PivotReportValue => ({
  spec: { version: 1, source: "opportunity", rows: [], cols: [], values: [], ...spec },
  view: {},
});

const byName = [{ name: "name", field: "name" }];
const amount = { name: "s", agg: "sum", field: "amount", currency: "amount.currency" } as const;
const newYear = Date.UTC(2024, 11, 31, 20);

test("a cell keeps its digits however whole the first two hundred look", async () => {
  const lines = Array.from({ length: 250 }, (_, at): Line => {
    const name = `n${String(at).padStart(3, "0")}`;
    return [name, at >= 248 ? "0.50" : "1.00", "EUR", "0.1234", newYear];
  });
  const value = report({ rows: byName, values: [amount] });
  const { screen } = await mountPivot({ defaultValue: value }, {}, server(lines));
  await expect.poll(() => tableText().at(-1)?.at(-1)).toBe("€249");
  expect(tableText()[1]?.[1]).toBe("€1");
  await screen.getByRole("rowheader", { name: "n000" }).click();
  await userEvent.keyboard("{Control>}{ArrowDown}{/Control}{ArrowUp}");
  await expect.element(screen.getByRole("gridcell", { name: "€0.50" }).first()).toBeVisible();
});

test("decimals are shown to the last digit, negative amounts with their sign", async () => {
  const value = report({
    rows: byName,
    values: [amount, { name: "r", agg: "sum", field: "rate" }],
  });
  const lines: readonly Line[] = [
    ["a", "-5.25", "EUR", "0.1234", newYear],
    ["b", "1.00", "EUR", "0.0001", newYear],
  ];
  await mountPivot({ defaultValue: value }, {}, server(lines));
  await expect
    .poll(() => tableText().slice(1))
    .toEqual([
      ["a", "-€5.25", "0.1234"],
      ["b", "€1.00", "0.0001"],
      ["Grand total", "-€4.25", "0.1235"],
    ]);
});

const several: readonly Line[] = [
  ["a", "10.00", "EUR", "0.0000", newYear],
  ["a", "20.00", "USD", "0.0000", newYear],
  ["b", "30.00", "EUR", "0.0000", newYear],
];

test("amounts of several currencies do not add up, and the reader is told why", async () => {
  const value = report({ rows: byName, values: [amount] });
  const { screen } = await mountPivot({ defaultValue: value }, {}, server(several));
  await expect.element(screen.getByText(/hold amounts of several currencies/)).toBeVisible();
  await expect.poll(() => tableText().at(-1)).toEqual(["Grand total", "–"]);
  // The way out is there: the currency is a field.
  await expect.element(screen.getByRole("row", { name: "Currency of Amount" })).toBeVisible();
});

test("grouped by the currency each group is written in its own", async () => {
  const value = report({
    rows: [{ name: "currency", field: "amount.currency" }, ...byName],
    values: [amount],
  });
  await mountPivot({ defaultValue: value }, {}, server(several));
  await expect
    .poll(() => tableText().slice(1))
    .toEqual([
      ["EUR", "€40"],
      ["a", "€10"],
      ["b", "€30"],
      ["USD", "$20"],
      ["a", "$20"],
      ["Grand total", "–"],
    ]);
});

test("instants are shown in the zone they are grouped in", async () => {
  const value = report({
    rows: [{ name: "at", field: "at" }],
    values: [{ name: "last", agg: "max", field: "at" }],
  });
  await mountPivot({ defaultValue: value }, { timeZone: "Asia/Tokyo" }, server(several));
  await expect.poll(() => tableText()[1]?.join(" ")).toMatch(/^Jan 1, 2025.*Jan 1, 2025/);
});
