import { expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";

import type { PivotReportValue } from "../../src/pivot/index.ts";
import { findings } from "../support/axe.ts";
import { mountPivot } from "../support/mount.tsx";
import { byRegion } from "../support/specs.ts";

const sum = byRegion.spec.values[0]!;
const spec = (parts: Partial<PivotReportValue["spec"]>) => ({
  mode: "view" as const,
  defaultValue: { spec: { ...byRegion.spec, ...parts }, view: {} },
});
const panel = () => page.getByRole("complementary", { name: "About this cell" });
const facts = (): string[] =>
  [...document.querySelectorAll(".ennead-pivot-facts > div")].map((line) =>
    [...line.children].map((part) => part.textContent).join(": "),
  );
const records = (): string[] =>
  [...document.querySelectorAll(".ennead-pivot-records tbody tr")].map(
    (row) => row.querySelector("td")?.textContent ?? "",
  );

test("Enter on a cell says why, Escape gives the focus back to it", async () => {
  const { screen } = await mountPivot(spec({}));
  const cell = screen.getByRole("gridcell", { name: "€350.50" });
  await cell.click();
  await userEvent.keyboard("{Enter}");
  await expect
    .element(panel().getByRole("heading", { name: "Sum of Amount · East › 2024" }))
    .toHaveFocus();
  await expect.element(panel().getByText("From 3 records.")).toBeVisible();
  await expect.poll(facts).toEqual(["Beta: €200.50", "Alpha: €100.00", "Gamma: €50.00"]);
  await userEvent.keyboard("{Escape}");
  await expect.element(panel()).not.toBeInTheDocument();
  await expect.element(cell).toHaveFocus();
});

test("Shift+Enter lists the records beneath a total, with the measure's own condition", async () => {
  const { screen } = await mountPivot(
    spec({ cols: [], values: [{ ...sum, where: ["=", "stage", "Won"] }] }),
  );
  await screen.getByRole("gridcell", { name: "€1,400.50" }).click();
  await userEvent.keyboard("{Shift>}{Enter}{/Shift}");
  await expect.poll(records).toEqual(["Alpha", "Beta", "Delta", "Epsilon", "Eta"]);
  await panel().getByRole("button", { name: "Why?" }).click();
  await expect
    .element(panel().getByText("5 of 8 records here meet the measure’s own condition."))
    .toBeVisible();
  await expect
    .poll(() => facts().slice(0, 2))
    .toEqual(["East: €1,000.50 · 71.4%", "West: €400.00 · 28.6%"]);
});

test("Others, formulas and shares are explained from their own records", async () => {
  const { screen } = await mountPivot(
    spec({
      cols: [],
      rows: [{ name: "region", field: "region", top: { n: 1, by: "amount.sum" } }],
      values: [
        sum,
        { name: "deals", agg: "records" },
        { name: "Each", formula: "amount.sum / deals" },
        { name: "share", showAs: "pctCol", of: "amount.sum" },
      ],
    }),
  );
  await screen.getByRole("gridcell", { name: "105.00", exact: true }).dblClick();
  await expect.element(panel().getByRole("heading", { name: "Each · Others" })).toBeVisible();
  await expect
    .poll(() => document.querySelector(".ennead-pivot-drill code")?.textContent)
    .toBe("€420.00 / 4");
  await panel().getByRole("button", { name: "Records" }).click();
  await expect.poll(records).toEqual(["Epsilon", "Zeta", "Eta", "Theta"]);
  await screen.getByRole("gridcell", { name: "28.6%" }).click();
  await userEvent.keyboard("{Enter}");
  await expect
    .poll(() => facts().slice(0, 2))
    .toEqual(["The value itself: €420.00", "Total of the column: €1,470.50"]);
});

test.each(["light", "dark"] as const)(
  "the panel has no accessibility problem (%s)",
  async (theme) => {
    const { screen } = await mountPivot(spec({}), { theme });
    await screen.getByRole("gridcell", { name: "€350.50" }).click();
    await userEvent.keyboard("{Shift>}{Enter}{/Shift}");
    await expect.poll(records).toHaveLength(3);
    expect(await findings()).toEqual([]);
  },
);
