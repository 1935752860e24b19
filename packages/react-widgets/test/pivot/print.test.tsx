import { afterEach, expect, test, vi } from "vitest";
import { userEvent } from "vitest/browser";

import type { PivotReportValue } from "../../src/pivot/index.ts";
import { mountPivot } from "../support/mount.tsx";
import { byRegion, byRegionAndStage } from "../support/specs.ts";

/** What was handed to the printer. The page is a real one; the dialog, which nobody could answer, stays shut. */
const printed = (): Document[] => {
  const pages: Document[] = [];
  const append = document.body.append.bind(document.body);
  vi.spyOn(document.body, "append").mockImplementation((...nodes) => {
    append(...nodes);
    for (const node of nodes) {
      if (!(node instanceof HTMLIFrameElement) || node.contentWindow === null) continue;
      const { contentDocument: page } = node;
      node.contentWindow.print = () => {
        if (page !== null) pages.push(page);
      };
    }
  });
  return pages;
};

afterEach(() => {
  vi.restoreAllMocks();
  for (const frame of document.querySelectorAll("body > iframe")) frame.remove();
});

const linesOf = (page: Document | undefined): string[][] =>
  [...(page?.querySelectorAll("tr") ?? [])].map((row) =>
    [...row.cells].map(({ textContent }) => textContent),
  );

const rows: PivotReportValue = {
  ...byRegionAndStage,
  spec: { ...byRegionAndStage.spec, filter: ["!=", "stage", "Lost"] },
};

test("a report that is read prints all its rows, under headers that each page repeats", async () => {
  const pages = printed();
  const { screen } = await mountPivot({ mode: "view", defaultValue: rows, title: "Regions" });
  await expect.element(screen.getByRole("treegrid")).toBeVisible();
  await screen.getByRole("button", { name: "Print" }).click();
  await expect.poll(() => pages).toHaveLength(1);
  const [page] = pages;
  expect(linesOf(page)).toEqual([
    ["Region › Stage", "Sum of Amount"],
    ["East", "€1,000.50"],
    ["Won", "€1,000.50"],
    ["West", "€400.00"],
    ["Open", "–"],
    ["Won", "€400.00"],
    ["(empty)", "€20.00"],
    ["Open", "€20.00"],
    ["Grand total", "€1,420.50"],
  ]);
  expect(page?.querySelector("h1")?.textContent).toBe("Regions");
  expect(page?.querySelector("p")?.textContent).toBe(
    "Sum of Amount by Region and Stage, only Stage is not Lost",
  );
  const head = page?.querySelector("thead");
  expect(head && page?.defaultView?.getComputedStyle(head).display).toBe("table-header-group");
});

test("a chart is printed for white paper, with its numbers beneath", async () => {
  const pages = printed();
  const { screen } = await mountPivot(
    { mode: "view", defaultValue: { ...byRegion, view: { chart: "bar" } } },
    { theme: "dark" },
  );
  await expect.element(screen.getByRole("application")).toBeVisible();
  await screen.getByRole("button", { name: "Print" }).click();
  await expect.poll(() => pages).toHaveLength(1);
  const [page] = pages;
  const drawing = page?.querySelector("svg");
  expect(drawing?.querySelectorAll("path").length).toBeGreaterThan(3);
  expect(drawing?.querySelector("rect, path")?.getAttribute("fill")).toMatch(/^(#fff|rgb\(255)/);
  expect(linesOf(page)).toHaveLength(5);
});

test("who only reads a report reads it as a sentence", async () => {
  const { screen } = await mountPivot({ mode: "view", defaultValue: rows, title: "Regions" });
  await expect
    .element(screen.getByText("Sum of Amount by Region and Stage, only Stage is not Lost"))
    .toBeVisible();
});

test("Ctrl+Shift+L leads to the filters, a slash to the fields, and both only inside", async () => {
  const { screen } = await mountPivot({ defaultValue: byRegion });
  await screen.getByRole("gridcell", { name: "€350.50" }).click();
  await expect.element(screen.getByRole("searchbox", { name: "Search fields" })).toBeVisible();
  await userEvent.keyboard("/");
  await expect.element(screen.getByRole("searchbox", { name: "Search fields" })).toHaveFocus();
  await userEvent.keyboard("/");
  await expect.element(screen.getByRole("searchbox", { name: "Search fields" })).toHaveValue("/");
  await screen.getByRole("gridcell", { name: "€350.50" }).click();
  await userEvent.keyboard("{Control>}{Shift>}l{/Shift}{/Control}");
  await expect
    .element(screen.getByRole("button", { name: "Filters: add to the sentence" }))
    .toHaveFocus();
  document.body.focus();
  (document.activeElement as HTMLElement | null)?.blur();
  await userEvent.keyboard("/");
  expect(document.activeElement).toBe(document.body);
});

test("a table that is wider than paper is printed lying and in parts, with the row headers again", async () => {
  const pages = printed();
  const months = {
    name: "month",
    field: "closeDate",
    bucket: { kind: "date", grain: "month" },
    fill: "range",
  } as const;
  const { screen } = await mountPivot({
    mode: "view",
    defaultValue: { ...byRegion, spec: { ...byRegion.spec, cols: [months] } },
  });
  await expect.element(screen.getByRole("treegrid")).toBeVisible();
  await screen.getByRole("button", { name: "Print" }).click();
  await expect.poll(() => pages).toHaveLength(1);
  const [page] = pages;
  const tables = [...(page?.querySelectorAll("table") ?? [])];
  expect(tables.length).toBeGreaterThan(1);
  const heads = tables.map(({ rows: [head] }) =>
    [...(head?.cells ?? [])].map(({ textContent }) => textContent),
  );
  expect(heads.map(([corner]) => corner)).toEqual(tables.map(() => "Region"));
  const columns = heads.flatMap((cells) => cells.slice(1));
  expect(columns).toHaveLength(17);
  expect(columns.slice(11, 13)).toEqual(["Dec 2024", "Jan 2025"]);
  expect(columns.slice(-2)).toEqual(["(empty)", "Grand total"]);
  for (const { rows: lines } of tables) expect(lines).toHaveLength(5);
  // A page of A4 or Letter that lies is at least 960 pixels wide between these margins.
  for (const table of tables) {
    Object.assign(table.style, { inlineSize: "max-content" });
    expect(table.offsetWidth).toBeLessThanOrEqual(960);
  }
  const [rule] = page?.adoptedStyleSheets[0]?.cssRules ?? [];
  expect(rule?.cssText).toContain("size: landscape");
});
