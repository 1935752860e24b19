import { expect, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";

import type { PivotReportValue } from "../../src/pivot/index.ts";
import { findings } from "../support/axe.ts";
import { mountPivot } from "../support/mount.tsx";
import { byRegion } from "../support/specs.ts";
import { said, tableText } from "../support/table.ts";

const charted = (view: PivotReportValue["view"]): PivotReportValue => ({ ...byRegion, view });
const drawn = (): Element | null =>
  document.querySelector(".ennead-chart-place[data-state=ready] svg");
const menu = () => page.getByRole("menu");
const panel = () => page.getByRole("complementary", { name: "About this cell" });
const chips = (): (string | null)[] =>
  [...document.querySelectorAll(".ennead-pivot-chip")].map(({ textContent }) => textContent);
const chart = () => page.getByRole("application", { name: /Sum of Amount by Region/ });

const area = ({ width, height }: DOMRect): number => width * height;

/** Presses the largest bar where it is drawn, as a pointer would. */
const pressLargestBar = async (): Promise<void> => {
  await expect.poll(drawn).not.toBeNull();
  const place = document.querySelector(".ennead-chart-drawing");
  const [bar] = [...(place?.querySelectorAll("svg path") ?? [])]
    .filter((path) => path.getAttribute("fill")?.startsWith("rgb") === true)
    .map((path) => path.getBoundingClientRect())
    .filter(({ width, height }) => width > 8 && width < 200 && height > 8)
    .toSorted((a, b) => area(b) - area(a));
  if (place === null || place === undefined || bar === undefined) throw new Error("No bar.");
  const home = place.getBoundingClientRect();
  const position = {
    x: bar.left + bar.width / 2 - home.left,
    y: bar.top + bar.height / 2 - home.top,
  };
  await userEvent.click(place, { position, force: true });
};

const enterFirstMark = async (): Promise<void> => {
  await expect.poll(drawn).not.toBeNull();
  chart().element().focus();
  await userEvent.keyboard("{Home}{Enter}");
};

test("a pressed bar filters a report that is read, beside it and not in it", async () => {
  const changed = vi.fn<(value: PivotReportValue) => void>();
  const crossed = vi.fn<(conditions: readonly unknown[]) => void>();
  const { screen } = await mountPivot({
    mode: "view",
    defaultValue: charted({ chart: "bar" }),
    onChange: changed,
    onCross: crossed,
  });
  await pressLargestBar();
  await expect.element(menu()).toHaveAttribute("aria-label", "Sum of Amount · East › 2025");
  await page.getByRole("menuitem", { name: "Filter by this" }).click();
  await expect
    .poll(chips)
    .toEqual(["Region: East", "Close date between Jan 1, 2025 – Dec 31, 2025"]);
  await expect.poll(said).toMatch("Region: East");
  expect(crossed).toHaveBeenLastCalledWith([
    ["in", "region", ["East"]],
    ["between", "closeDate", "2025-01-01", "2025-12-31"],
  ]);
  expect(changed).not.toHaveBeenCalled();
  await screen.getByRole("button", { name: "Table", exact: true }).click();
  await expect.poll(() => tableText().at(-1)).toEqual(["Grand total", "€700", "€700"]);
  await screen.getByRole("button", { name: "Drop “Region: East”" }).click();
  await expect.poll(() => tableText().at(-1)).toEqual(["Grand total", "€800", "€800"]);
  expect(document.activeElement?.textContent).toBe("Undo");
  await userEvent.keyboard("{Enter}");
  await expect
    .poll(chips)
    .toEqual(["Region: East", "Close date between Jan 1, 2025 – Dec 31, 2025"]);
  await userEvent.keyboard("{Control>}z{/Control}");
  await expect.poll(chips).toEqual([]);
  await expect.poll(() => tableText().at(-1)?.at(-1)).toBe("€1,470.50");
});

test("in a report that is edited the condition is the report's own, and undone with it", async () => {
  const { screen } = await mountPivot({ defaultValue: charted({ chart: "bar" }) });
  await enterFirstMark();
  await page.getByRole("menuitem", { name: "Filter by this" }).click();
  const filters = screen.getByRole("grid", { name: "Filters" });
  await expect.element(filters.getByText("Region: East")).toBeVisible();
  expect(chips()).toEqual([]);
  await screen.getByRole("button", { name: "Undo" }).click();
  await expect.element(filters.getByText("Region: East")).not.toBeInTheDocument();
});

test("the keyboard reaches a mark, its menu and what it offers, and comes back", async () => {
  await mountPivot({ mode: "view", defaultValue: charted({ chart: "line" }) });
  await enterFirstMark();
  await expect.element(page.getByRole("menuitem", { name: "Filter by this" })).toHaveFocus();
  await userEvent.keyboard("{ArrowDown}");
  await expect.element(page.getByRole("menuitem", { name: "Show records" })).toHaveFocus();
  await userEvent.keyboard("{Escape}");
  await expect.element(menu()).not.toBeInTheDocument();
  await expect.element(chart()).toHaveFocus();
  await userEvent.keyboard("{Home}{Enter}");
  await expect.element(page.getByRole("menuitem", { name: "Filter by this" })).toHaveFocus();
  await userEvent.keyboard("{ArrowUp}{Enter}");
  await expect
    .element(panel().getByRole("heading", { name: "Sum of Amount · East › 2024" }))
    .toHaveFocus();
  await userEvent.keyboard("{Escape}");
  await expect.element(chart()).toHaveFocus();
});

test("a number of the table beneath a chart offers the same, with one stop of the Tab key", async () => {
  const { screen } = await mountPivot({ mode: "view", defaultValue: charted({ chart: "bar" }) });
  await expect.poll(drawn).not.toBeNull();
  await screen.getByText("Show as table").click();
  await expect
    .poll(() => document.querySelectorAll(".ennead-chart-table [tabindex='0']").length)
    .toBe(1);
  const number = screen.getByRole("button", { name: "€350.50" });
  number.element().focus();
  await userEvent.keyboard("{ArrowDown}");
  await expect.element(screen.getByRole("button", { name: "€300.00" })).toHaveFocus();
  await userEvent.keyboard("{ArrowUp}{Enter}");
  expect(await findings()).toEqual([]);
  await page.getByRole("menuitem", { name: "Show records" }).click();
  await expect.element(panel().getByText("3 of 3 records")).toBeVisible();
});

test("a total has nothing to filter by, and says so", async () => {
  await mountPivot({ mode: "view", defaultValue: charted({ chart: "gauge" }) });
  await enterFirstMark();
  const item = page.getByRole("menuitem", { name: /Filter by this/ });
  await expect.element(item).toHaveAttribute("aria-disabled", "true");
  await expect.element(item).toHaveAccessibleDescription("This is the total of all records shown.");
  await page.getByRole("menuitem", { name: "Why?" }).click();
  await expect.element(panel().getByText("From 8 records.")).toBeVisible();
});
