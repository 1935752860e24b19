import { expect, test } from "vitest";
import type { RenderResult } from "vitest-browser-react";
import { page, userEvent } from "vitest/browser";

import type { PivotReportValue } from "../../src/pivot/index.ts";
import { findings } from "../support/axe.ts";
import { mountPivot, type Mounted } from "../support/mount.tsx";
import { byRegion } from "../support/specs.ts";
import { said, tableText } from "../support/table.ts";

const plain: PivotReportValue = { ...byRegion, spec: { ...byRegion.spec, cols: [] } };

const build = async (
  value: PivotReportValue = plain,
): Promise<Mounted & { readonly latest: () => PivotReportValue }> => {
  let latest = value;
  const mounted = await mountPivot({
    defaultValue: value,
    onChange: (next) => {
      latest = next;
    },
  });
  return { ...mounted, latest: () => latest };
};

const openSettings = async (screen: RenderResult, entry: string): Promise<void> => {
  await screen.getByRole("button", { name: `Options of ${entry}`, exact: true }).click();
  await page.getByRole("menuitem", { name: "Settings…" }).click();
};
const choose = (label: string, option: string): Promise<void> =>
  userEvent.selectOptions(page.getByRole("combobox", { name: label, exact: true }), option);
const fill = (label: string, text: string): Promise<void> =>
  userEvent.fill(page.getByRole("textbox", { name: label, exact: true }), text);
const apply = (): Promise<void> => page.getByRole("button", { name: "Apply" }).click();

test("a level keeps its largest members, sums up the rest, and is undone in one step", async () => {
  const { screen, latest } = await build();
  await openSettings(screen, "Region");
  await choose("Show only", "The largest");
  await fill("How many", "1");
  await fill("Name in this report", "Area");
  await apply();
  await expect
    .poll(() => tableText().map(([label]) => label))
    .toEqual(["Area (top 1)", "East", "Others", "Grand total"]);
  expect(latest().spec.rows).toEqual([
    { name: "region", field: "region", top: { n: 1, by: "amount.sum" } },
  ]);
  await screen.getByRole("button", { name: "Undo" }).click();
  expect(latest()).toEqual(plain);
});

test("a date is grouped by fiscal quarters, and months without records are shown", async () => {
  const { screen, latest } = await build({
    ...plain,
    spec: { ...plain.spec, rows: byRegion.spec.cols },
  });
  await openSettings(screen, "Close date · Year");
  await choose("Group by", "Fiscal quarter");
  await choose("First month", "October");
  await choose("Members without records", "Show, from first to last date");
  await apply();
  await expect
    .poll(() => tableText().map(([label]) => label))
    .toEqual([
      "Close date · Fiscal quarter",
      "Q2 FY2024",
      "Q3 FY2024",
      "Q4 FY2024",
      "Q1 FY2025",
      "Q2 FY2025",
      "(empty)",
      "Grand total",
    ]);
  expect(latest().spec.rows[0]?.name).toBe("closeDate.fiscal.quarter");
});

test("numbers are grouped into bands, values into groups of one's own", async () => {
  const { screen, latest } = await build({
    ...plain,
    spec: { ...plain.spec, rows: [...plain.spec.rows, { name: "amount", field: "amount" }] },
  });
  await openSettings(screen, "Amount");
  await choose("Group by", "Bands with given limits");
  await fill("Limits, separated by semicolons", "100; x");
  await apply();
  await expect.element(page.getByRole("alert").getByText("Enter a number")).toBeVisible();
  await fill("Limits, separated by semicolons", "100; 1,000.5");
  await apply();
  expect(latest().spec.rows[1]?.bucket).toEqual({ kind: "bins", edges: ["100", "1000.5"] });
  await openSettings(screen, "Region");
  await choose("Group by", "Own groups");
  await fill("One group per line: Name = value; value", "Coasts = East; West");
  await fill("Name for all others (empty: each by itself)", "Elsewhere");
  await apply();
  await expect.poll(() => tableText().map(([label]) => label)).toContain("Coasts");
  expect(latest().spec.rows[0]?.bucket).toEqual({
    kind: "map",
    groups: [["Coasts", ["East", "West"]]],
    rest: "Elsewhere",
  });
});

test("a measure computes a quantile of some records, in a format of its own", async () => {
  const { screen, latest } = await build();
  await openSettings(screen, "Sum of Amount");
  await choose("Show", "Quantile");
  await fill("Share of the values below it (0 to 1)", "0.5");
  await choose("Only records where", "Stage");
  await page.getByRole("checkbox", { name: "Won" }).click();
  await choose("Number format", "Number");
  await choose("Highlight", "Data bars");
  await apply();
  await expect.poll(tableText).toEqual([
    ["Region", "50% quantile of Amount (Stage: Won)"],
    ["East", "200.5"],
    ["West", "200.0"],
    ["(empty)", "–"],
    ["Grand total", "200.5"],
  ]);
  expect(latest().spec.values).toEqual([
    {
      name: "amount.sum",
      agg: "quantile_cont",
      field: "amount",
      currency: "amount.currency",
      p: 0.5,
      where: ["in", "stage", ["Won"]],
    },
  ]);
  expect(document.querySelectorAll(".ennead-pivot-data-bar")).toHaveLength(2);
});

test("a measure is shown as a share beside itself, by menu", async () => {
  const { screen } = await build();
  await screen.getByRole("button", { name: "Options of Sum of Amount", exact: true }).click();
  await page.getByRole("menuitem", { name: "Show also as" }).click();
  await page.getByRole("menuitemradio", { name: "% of column" }).click();
  await expect.poll(said).toBe("Sum of Amount: % of column added to values");
  await expect.poll(() => tableText()[1]).toEqual(["East", "€1,050.50", "71.4%"]);
});

test("members are kept by a measure of theirs; removing the measure takes the condition along", async () => {
  const { screen, latest } = await build();
  await openSettings(screen, "Region");
  await choose("Keep members whose", "Sum of Amount");
  await fill("Number", "400");
  await apply();
  await expect
    .poll(() => tableText().map(([label]) => label))
    .toEqual(["Region", "East", "West", "Grand total"]);
  await screen.getByRole("button", { name: "Remove Sum of Amount" }).click();
  expect(latest().spec.having).toBeUndefined();
});

test("a formula is checked while it is written, its fault named with its place", async () => {
  const { screen, latest } = await build();
  await screen.getByRole("button", { name: "New formula…" }).click();
  await fill("Name", "Double");
  await fill("Formula", "amount.sum * nothing");
  await expect.element(page.getByText(/^At character 14: .*nothing/)).toBeVisible();
  expect(document.querySelector(".ennead-pivot-formula-echo u")?.textContent).toBe("nothing");
  await fill("Formula", "amount.sum * 2");
  await expect.element(page.getByText(/Correct: answers a decimal number/)).toBeVisible();
  await expect.element(page.getByText(/In the grand total: 2,941/)).toBeVisible();
  await apply();
  await expect.poll(() => tableText()[1]).toEqual(["East", "€1,050.50", "2,101"]);
  expect(latest().spec.values[1]).toEqual({ name: "Double", formula: "amount.sum * 2" });
});

test("a calculated field is written, used, and shown as missing once it is deleted", async () => {
  const { screen } = await build();
  await screen.getByRole("button", { name: "New calculated field…" }).click();
  await fill("Name", "Size");
  await choose("Functions", "size(text)");
  await expect.poll(() => document.activeElement?.tagName).toBe("TEXTAREA");
  await userEvent.keyboard("name");
  await expect.element(page.getByText(/In the grand total: 3 … 7/)).toBeVisible();
  await apply();
  await expect.poll(said).toBe("Calculated field Size saved");
  await screen.getByRole("button", { name: "Use Size" }).click();
  await page.getByRole("menuitem", { name: "Add to values" }).click();
  await expect.poll(() => tableText().at(-1)).toEqual(["Grand total", "€1,470.50", "38"]);
  await screen.getByRole("button", { name: "Use Size" }).click();
  await page.getByRole("menuitem", { name: "Delete the calculated field" }).click();
  await expect
    .element(page.getByRole("button", { name: /Size.* is not available to you/ }))
    .toBeVisible();
});

test.each([
  ["light", "en"],
  ["dark", "en"],
  ["light", "ar"],
] as const)(
  "forms and the sentence have no accessibility problem (%s, %s)",
  async (theme, locale) => {
    const { screen } = await mountPivot({ defaultValue: plain }, { theme, locale });
    await openSettings(screen, "Region");
    await expect.element(page.getByRole("dialog", { name: "Settings of Region" })).toBeVisible();
    expect(await findings()).toEqual([]);
    await page.getByRole("button", { name: "Cancel" }).click();
    await openSettings(screen, "Sum of Amount");
    await expect
      .element(page.getByRole("dialog", { name: "Settings of Sum of Amount" }))
      .toBeVisible();
    expect(await findings()).toEqual([]);
    await page.getByRole("button", { name: "Cancel" }).click();
    await screen.getByRole("button", { name: "New formula…" }).click();
    await fill("Formula", "amount.sum +");
    await expect.element(page.getByText(/^At character/)).toBeVisible();
    expect(await findings()).toEqual([]);
  },
);
