import { expect, test } from "vitest";
import type { RenderResult } from "vitest-browser-react";
import { page, userEvent } from "vitest/browser";

import type { PivotReportValue } from "../../src/pivot/index.ts";
import { mountPivot } from "../support/mount.tsx";
import { byRegion, byRegionAndStage } from "../support/specs.ts";
import { said, tableText } from "../support/table.ts";

const chips = (well: string) => (): string[] =>
  [...document.querySelectorAll(`[data-well="${well}"] .ennead-pivot-entry-label`)].map(
    (label) => label.textContent ?? "",
  );

const target = (): string | null | undefined =>
  document.activeElement?.closest("[role=grid]")?.getAttribute("aria-label");

/** Tabs through the places a keyboard drag can end, until it points at this well. */
const tabToTarget = async (name: string): Promise<void> => {
  await expect.poll(target).not.toBe("Fields");
  for (let tries = 0; tries < 8 && target() !== name; tries += 1) await userEvent.tab();
  expect(target()).toBe(name);
};

const fields = (): string[] =>
  [...document.querySelectorAll(".ennead-pivot-field-label")].map(
    (label) => label.textContent ?? "",
  );

const menu = async (screen: RenderResult, button: string, item: string | RegExp): Promise<void> => {
  await screen.getByRole("button", { name: button, exact: true }).click();
  await page.getByRole("menuitem", { name: item }).click();
};

const field = (name: string) => page.getByRole("row", { name, exact: true });
const well = (name: string) => page.getByRole("grid", { name, exact: true });

test("a field dragged to the rows groups by it", async () => {
  const { screen } = await mountPivot();
  await expect.element(screen.getByRole("gridcell", { name: "8" })).toBeVisible();
  await userEvent.dragAndDrop(field("Region"), well("Rows"));
  await expect.poll(chips("rows")).toEqual(["Region"]);
  await expect.poll(said).toMatch("Region added to rows, first level");
  await expect.poll(tableText).toEqual([
    ["Region", "Records"],
    ["East", "4"],
    ["West", "3"],
    ["(empty)", "1"],
    ["Grand total", "8"],
  ]);
});

test("the menu of a field does what dragging it does", async () => {
  const { screen } = await mountPivot();
  await menu(screen, "Use Region", "Add to rows");
  await menu(screen, "Use Close date", "Add to columns");
  await menu(screen, "Use Close date", "Add to columns");
  await expect.poll(said).toMatch("Close date · Quarter added to columns, second level");
  await menu(screen, "Use Amount", "Add to values");
  await expect.poll(chips("rows")).toEqual(["Region"]);
  await expect.poll(chips("cols")).toEqual(["Close date · Year", "Close date · Quarter"]);
  await expect.poll(chips("values")).toEqual(["Sum of Amount"]);
  await expect.poll(tableText).toEqual([
    ["Region", "2024", "2025", "(empty)", "Grand total"],
    ["Q1 2024", "Q2 2024", "Total 2024", "Q1 2025", "Total 2025", "(empty)", "Total (empty)"],
    ["East", "€300.50", "€50.00", "€350.50", "€700.00", "€700.00", "", "", "€1,050.50"],
    ["West", "€300.00", "", "€300.00", "€100.00", "€100.00", "", "", "€400.00"],
    ["(empty)", "", "", "", "", "", "€20.00", "€20.00", "€20.00"],
    [
      "Grand total",
      "€600.50",
      "€50.00",
      "€650.50",
      "€800.00",
      "€800.00",
      "€20.00",
      "€20.00",
      "€1,470.50",
    ],
  ]);
});

test("a field can be dragged by keyboard alone", async () => {
  const { screen } = await mountPivot();
  await expect.element(screen.getByRole("gridcell", { name: "8" })).toBeVisible();
  await screen.getByRole("searchbox", { name: "Search fields" }).click();
  await userEvent.keyboard("{Tab}");
  await expect.poll(() => document.activeElement?.textContent).toBe("Name");
  await userEvent.keyboard("{ArrowDown}{ArrowRight}{Enter}");
  await tabToTarget("Columns");
  await userEvent.keyboard("{Enter}");
  await expect.poll(chips("cols")).toEqual(["Region"]);
});

test("an entry moves to another well by drag and by menu, and can be undone", async () => {
  const { screen } = await mountPivot({ defaultValue: byRegionAndStage });
  await expect.poll(chips("rows")).toEqual(["Region", "Stage"]);
  await userEvent.dragAndDrop(page.getByRole("row", { name: "Stage" }).nth(1), well("Columns"));
  await expect.poll(chips("cols")).toEqual(["Stage"]);
  await expect.poll(said).toMatch("Stage moved to columns, first level");
  await menu(screen, "Options of Region", "Move to columns");
  await expect.poll(chips("cols")).toEqual(["Stage", "Region"]);
  await screen.getByRole("button", { name: "Undo" }).click();
  await screen.getByRole("button", { name: "Undo" }).click();
  await expect.poll(chips("rows")).toEqual(["Region", "Stage"]);
  await expect.poll(chips("cols")).toEqual([]);
  await userEvent.keyboard("{Control>}{Shift>}z{/Shift}{/Control}");
  await expect.poll(chips("cols")).toEqual(["Stage"]);
});

test("levels change places by menu, and entries go by menu or by their cross", async () => {
  const { screen } = await mountPivot({ defaultValue: byRegionAndStage });
  await menu(screen, "Options of Stage", "Move up a level");
  await expect.poll(chips("rows")).toEqual(["Stage", "Region"]);
  await expect.poll(said).toMatch("Stage moved to rows, first level");
  await screen.getByRole("button", { name: "Remove Region" }).click();
  await expect.poll(chips("rows")).toEqual(["Stage"]);
  await menu(screen, "Options of Stage", "Remove");
  await expect.poll(chips("rows")).toEqual([]);
  await expect.poll(said).toMatch("Stage removed from rows");
});

test("another aggregation of a value shows its own totals", async () => {
  const { screen } = await mountPivot({ defaultValue: byRegion });
  await screen.getByRole("button", { name: "Options of Sum of Amount" }).click();
  await page.getByRole("menuitemradio", { name: "Average" }).click();
  await expect.poll(chips("values")).toEqual(["Average Amount"]);
  await expect.poll(said).toMatch("Now showing Average Amount");
  // 1,470.50 over seven amounts, not the average of the averages.
  await expect.element(screen.getByRole("gridcell", { name: "€210.07" })).toBeVisible();
});

test("the grain of a date is chosen in its menu", async () => {
  const { screen } = await mountPivot({ defaultValue: byRegion });
  await menu(screen, "Options of Close date · Year", "Group by");
  await page.getByRole("menuitemradio", { name: "Quarter", exact: true }).click();
  await expect.poll(chips("cols")).toEqual(["Close date · Quarter"]);
  await expect.element(screen.getByRole("columnheader", { name: "Q1 2025" })).toBeVisible();
});

test("rows sort by a value from its menu", async () => {
  const { screen } = await mountPivot({ defaultValue: byRegion });
  await menu(screen, "Options of Sum of Amount", "Sort rows");
  await page.getByRole("menuitemradio", { name: "Smallest first" }).click();
  await expect
    .poll(() =>
      [...document.querySelectorAll("[role=rowheader]")].map((header) => header.textContent),
    )
    .toEqual(["(empty)", "West", "East", "Grand total"]);
});

test("a filter on texts keeps the chosen ones and says so on its chip", async () => {
  const { screen } = await mountPivot({ defaultValue: byRegion });
  await menu(screen, "Use Stage", "Filter by this…");
  const dialog = page.getByRole("dialog", { name: "Filter by Stage" });
  await dialog.getByRole("button", { name: "Apply" }).click();
  await expect.element(dialog.getByRole("alert")).toHaveTextContent("Choose or enter a value");
  await dialog.getByRole("checkbox", { name: "Won" }).click();
  await dialog.getByRole("button", { name: "Apply" }).click();
  await expect.poll(chips("filters")).toEqual(["Stage: Won"]);
  await expect.element(screen.getByRole("gridcell", { name: "€1,400.50" })).toBeVisible();
  await expect.element(screen.getByText("5 of 8 Opportunities")).toBeVisible();
});

test("a filter on numbers takes them as they are written in the reader's language", async () => {
  const { screen } = await mountPivot({ defaultValue: byRegion }, { locale: "de" });
  await menu(screen, "Amount verwenden", "Danach filtern …");
  const dialog = page.getByRole("dialog", { name: "Nach Amount filtern" });
  const value = dialog.getByRole("textbox", { name: "Wert" });
  await value.fill("viel");
  await dialog.getByRole("button", { name: "Anwenden" }).click();
  await expect.element(dialog.getByRole("alert")).toHaveTextContent("„viel“ ist keine Zahl");
  await value.fill("200,50");
  await dialog.getByRole("button", { name: "Anwenden" }).click();
  await expect.poll(chips("filters")).toEqual(["Amount mindestens 200,5"]);
  await expect.element(screen.getByText("3 von 8 Opportunities")).toBeVisible();
});

test("a filter on dates takes a period relative to today", async () => {
  const { screen } = await mountPivot({ defaultValue: byRegion });
  await menu(screen, "Use Close date", "Filter by this…");
  await page.getByRole("combobox", { name: "Period" }).selectOptions("This quarter");
  await page.getByRole("button", { name: "Apply" }).click();
  await expect.poll(chips("filters")).toEqual(["Close date: This quarter"]);
  await expect.element(screen.getByText("3 of 8 Opportunities")).toBeVisible();
});

test("totals can be switched off and on", async () => {
  const { screen } = await mountPivot({ defaultValue: byRegion });
  await screen.getByRole("button", { name: "Totals" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Grand total row" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Grand total column" }).click();
  await userEvent.keyboard("{Escape}");
  await expect.poll(tableText).toEqual([
    ["Region", "2024", "2025", "(empty)"],
    ["East", "€350.50", "€700.00", ""],
    ["West", "€300.00", "€100.00", ""],
    ["(empty)", "", "", "€20.00"],
  ]);
});

test("the field list is searched", async () => {
  const { screen } = await mountPivot();
  await screen.getByRole("searchbox", { name: "Search fields" }).fill("da");
  await expect.poll(fields).toEqual(["Close date"]);
  await screen.getByRole("searchbox", { name: "Search fields" }).fill("zzz");
  await expect.element(screen.getByText("No field matches “zzz”")).toBeVisible();
});

test("every change reaches the host as one plain value", async () => {
  const values: PivotReportValue[] = [];
  const { screen } = await mountPivot({ object: "opportunity", onChange: (v) => values.push(v) });
  await menu(screen, "Use Region", "Add to rows");
  await expect.poll(() => values.at(-1)?.spec.rows).toEqual([{ name: "region", field: "region" }]);
  expect(JSON.parse(JSON.stringify(values.at(-1)))).toEqual(values.at(-1));
});

test("German readers get German words and formats", async () => {
  const { screen } = await mountPivot({ defaultValue: byRegion }, { locale: "de" });
  await expect
    .element(
      screen.getByRole("heading", { name: "Summe Amount nach Region und Close date · Jahr" }),
    )
    .toBeVisible();
  await expect.element(screen.getByRole("rowheader", { name: "(leer)" })).toBeVisible();
  await expect.element(screen.getByRole("rowheader", { name: "Gesamtsumme" })).toBeVisible();
  await expect.element(screen.getByRole("gridcell", { name: /1\.470,50\s€/ })).toBeVisible();
});
