import { expect, test } from "vitest";
import { userEvent } from "vitest/browser";

import { mountPivot } from "../support/mount.tsx";
import { byRegion, byRegionAndStage } from "../support/specs.ts";
import { said, tableText } from "../support/table.ts";

const firstRow = (): string | null | undefined =>
  document.querySelector("[role=rowheader]")?.textContent;
const focused = (): string | null | undefined => document.activeElement?.textContent;

test("totals of both axes are those of the records, the empty member is worded", async () => {
  await mountPivot({ defaultValue: byRegion });
  await expect.poll(tableText).toEqual([
    ["Region", "2024", "2025", "(empty)", "Grand total"],
    ["East", "€350.50", "€700.00", "", "€1,050.50"],
    ["West", "€300.00", "€100.00", "", "€400.00"],
    ["(empty)", "", "", "€20.00", "€20.00"],
    ["Grand total", "€650.50", "€800.00", "€20.00", "€1,470.50"],
  ]);
});

test("a beginning without a view is shown like any other", async () => {
  await mountPivot({ defaultValue: { spec: byRegion.spec } });
  await expect.poll(() => tableText().at(-1)?.[0]).toBe("Grand total");
});

test("a click on a column header sorts the rows by it: largest first, smallest first, by label", async () => {
  const { screen } = await mountPivot({ defaultValue: byRegion });
  const header = screen.getByRole("columnheader", { name: "2024" });
  await header.click();
  await expect.poll(said).toMatch("Rows sorted by Sum of Amount, largest first");
  await expect.element(header).toHaveAttribute("aria-sort", "descending");
  await expect.poll(firstRow).toBe("East");
  await header.click();
  await expect.element(header).toHaveAttribute("aria-sort", "ascending");
  await expect.poll(firstRow).toBe("West");
  await header.click();
  await expect.element(header).toHaveAttribute("aria-sort", "none");
  await expect.poll(said).toMatch("Rows sorted by label");
});

test("a group closes and opens, and its own line keeps its subtotal", async () => {
  const { screen } = await mountPivot({ defaultValue: byRegionAndStage });
  const open = [
    ["Region › Stage", "Sum of Amount"],
    ["East", "€1,050.50"],
    ["Lost", "€50.00"],
    ["Won", "€1,000.50"],
    ["West", "€400.00"],
    ["Open", "–"],
    ["Won", "€400.00"],
    ["(empty)", "€20.00"],
    ["Open", "€20.00"],
    ["Grand total", "€1,470.50"],
  ];
  await expect.poll(tableText).toEqual(open);
  await screen.getByRole("rowheader", { name: "East" }).click();
  await userEvent.keyboard("{ArrowLeft}");
  await expect.poll(tableText).toEqual([...open.slice(0, 2), ...open.slice(4)]);
  await expect.poll(said).toMatch("East collapsed");
  await userEvent.keyboard("{ArrowRight}");
  await expect.poll(tableText).toEqual(open);
});

test("a group of columns closes to its total and opens again", async () => {
  const { screen } = await mountPivot({
    defaultValue: {
      ...byRegion,
      spec: {
        ...byRegion.spec,
        cols: [
          ...byRegion.spec.cols,
          {
            name: "closeDate.quarter",
            field: "closeDate",
            bucket: { kind: "date", grain: "quarter" },
          },
        ],
      },
    },
  });
  const year = screen.getByRole("columnheader", { name: "2024", exact: true });
  await expect.element(year).toHaveAttribute("aria-expanded", "true");
  await expect.element(year).toHaveAttribute("aria-colspan", "3");
  await year.click();
  await userEvent.keyboard(" ");
  await expect.element(year).toHaveAttribute("aria-expanded", "false");
  await expect.poll(said).toBe("2024 collapsed");
  await expect.poll(() => tableText()[2]?.slice(0, 2)).toEqual(["East", "€350.50"]);
  await userEvent.keyboard(" ");
  await expect
    .poll(() => tableText()[2]?.slice(0, 4))
    .toEqual(["East", "€300.50", "€50.00", "€350.50"]);
});

test("the keyboard moves through headers and cells with one tab stop", async () => {
  const { screen } = await mountPivot({ defaultValue: byRegion });
  await screen.getByRole("gridcell", { name: "€350.50" }).click();
  await expect.poll(focused).toBe("€350.50");
  await userEvent.keyboard("{ArrowDown}{ArrowRight}");
  await expect.poll(focused).toBe("€100.00");
  await userEvent.keyboard("{Control>}{End}{/Control}");
  await expect.poll(focused).toBe("€1,470.50");
  await userEvent.keyboard("{Home}");
  await expect.poll(focused).toBe("Grand total");
  await userEvent.keyboard("{Control>}{Home}{/Control}");
  await expect.poll(focused).toBe("Region");
  expect(document.querySelectorAll("[role=treegrid] [tabindex='0']")).toHaveLength(1);
});

test("Ctrl+C copies the selection as lines of text and as a table", async () => {
  const { screen } = await mountPivot({ defaultValue: byRegion });
  await screen.getByRole("rowheader", { name: "East" }).click();
  await userEvent.keyboard("{Shift>}{ArrowRight}{ArrowDown}{/Shift}");
  const copied = { text: "", html: "" };
  document.addEventListener("copy", (event) => {
    copied.text = event.clipboardData?.getData("text/plain") ?? "";
    copied.html = event.clipboardData?.getData("text/html") ?? "";
  });
  await userEvent.keyboard("{Control>}c{/Control}");
  await expect.poll(() => copied.text).toBe("East\t€350.50\nWest\t€300.00");
  expect(copied.html).toContain("<td>West</td><td>€300.00</td>");
  await expect.poll(said).toMatch("Copied 2 × 2 cells");
});

test("a grid says how large it is, not only what is on screen", async () => {
  const { screen } = await mountPivot({ defaultValue: byRegion });
  const grid = screen.getByRole("treegrid");
  await expect.element(grid).toHaveAttribute("aria-rowcount", "5");
  await expect.element(grid).toHaveAttribute("aria-colcount", "5");
  await expect
    .element(screen.getByRole("gridcell", { name: "€1,470.50" }))
    .toHaveAttribute("aria-colindex", "5");
});

test("records are fetched once, however often the report changes", async () => {
  const { screen, server } = await mountPivot({ defaultValue: byRegion });
  await screen.getByRole("columnheader", { name: "2024" }).click();
  await screen.getByRole("columnheader", { name: "2025" }).click();
  await expect.poll(said).toMatch("Rows sorted");
  expect(server.seen.filter(({ path }) => path.endsWith("/dataset"))).toHaveLength(1);
  await screen.getByRole("button", { name: "Fetch the records again" }).click();
  await expect
    .poll(() => server.seen.filter(({ path }) => path.endsWith("/dataset")).length)
    .toBe(2);
  expect(server.seen.at(-1)?.headers.get("if-none-match")).toBe('W/"7"');
  await expect.element(screen.getByRole("gridcell", { name: "€1,470.50" })).toBeVisible();
});
