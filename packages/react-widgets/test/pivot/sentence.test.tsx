import { expect, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";

import { mountPivot } from "../support/mount.tsx";
import { byRegion, byRegionAndStage } from "../support/specs.ts";
import { tableText } from "../support/table.ts";

const sentence = (): string | undefined =>
  document.querySelector(".ennead-pivot-sentence")?.textContent ?? undefined;

test("the report reads as a sentence", async () => {
  await mountPivot({
    defaultValue: {
      ...byRegion,
      spec: {
        ...byRegion.spec,
        filter: ["in", "stage", ["Won"]],
        rows: [{ name: "owner", field: "owner", top: { n: 5, by: "amount.sum" } }],
      },
    },
  });
  await expect
    .poll(sentence)
    .toBe("Sum of Amount by Owner (top 5), across Close date · Year, only Stage: Won");
});

test("its tokens are menus: a report is built and changed by keyboard alone", async () => {
  await mountPivot({ defaultValue: byRegion });
  await expect.poll(tableText).not.toEqual([]);
  (
    page.getByRole("button", { name: "Rows: add to the sentence" }).element() as HTMLElement
  ).focus();
  await userEvent.keyboard("{Enter}");
  await expect.element(page.getByRole("menuitem", { name: "Stage" })).toBeVisible();
  await userEvent.keyboard("St{Enter}");
  await expect
    .poll(sentence)
    .toBe("Sum of Amount by Region and Stage, across Close date · YearFilters");
  (page.getByRole("button", { name: "Region", exact: true }).element() as HTMLElement).focus();
  await userEvent.keyboard("{Enter}");
  await page.getByRole("menuitem", { name: "Move down a level" }).click();
  await expect
    .poll(sentence)
    .toBe("Sum of Amount by Stage and Region, across Close date · YearFilters");
  await page.getByRole("button", { name: "Undo" }).click();
  await expect
    .poll(sentence)
    .toBe("Sum of Amount by Region and Stage, across Close date · YearFilters");
});

test("German has its own word order", async () => {
  await mountPivot({ defaultValue: byRegionAndStage }, { locale: "de" });
  await expect.poll(sentence).toBe("Summe Amount nach Region und StageSpaltenFilter");
});

test("rows open to a level, single subtotals go, the report's zone is chosen", async () => {
  let latest = byRegionAndStage;
  const { screen } = await mountPivot({
    defaultValue: byRegionAndStage,
    onChange: (next) => {
      latest = next;
    },
  });
  await screen.getByRole("button", { name: "Totals" }).click();
  await page.getByRole("menuitem", { name: "Open rows to Region" }).click();
  await expect
    .poll(() => tableText().map(([label]) => label))
    .toEqual(["Region › Stage", "East", "West", "(empty)", "Grand total"]);
  await screen.getByRole("button", { name: "Totals" }).click();
  await page.getByRole("menuitem", { name: "Open rows to Stage" }).click();
  await screen.getByRole("button", { name: "Totals" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Subtotals of a single line" }).click();
  await userEvent.keyboard("{Escape}");
  await expect
    .poll(() => tableText().find(([label]) => label === "(empty)"))
    .toEqual(["(empty)", ""]);
  await screen.getByRole("button", { name: "Totals" }).click();
  await page.getByRole("menuitem", { name: "Report settings…" }).click();
  await userEvent.selectOptions(page.getByRole("combobox", { name: "Time zone" }), "UTC");
  await userEvent.selectOptions(page.getByRole("combobox", { name: "Time zone" }), "Asia/Tokyo");
  await page.getByRole("button", { name: "Apply" }).click();
  expect(latest.spec.timeZone).toBe("Asia/Tokyo");
});

test("printing writes every row with its headers, not only what is in sight", async () => {
  const { screen } = await mountPivot({ defaultValue: byRegionAndStage, title: "Deals" });
  const printed: string[][] = [];
  const original = HTMLBodyElement.prototype.append;
  vi.spyOn(document.body, "append").mockImplementation(function append(
    this: HTMLElement,
    ...nodes
  ) {
    original.apply(this as HTMLBodyElement, nodes);
    const [frame] = nodes;
    if (!(frame instanceof HTMLIFrameElement) || frame.contentWindow === null) return;
    frame.contentWindow.print = () => {
      for (const row of frame.contentDocument?.querySelectorAll("tr") ?? []) {
        printed.push([...row.cells].map((cell) => cell.textContent ?? ""));
      }
    };
  });
  await screen.getByRole("button", { name: "Totals" }).click();
  await page.getByRole("menuitem", { name: "Print" }).click();
  await expect.poll(() => printed.length).toBe(tableText().length);
  expect(printed[0]).toEqual(["Region › Stage", "Sum of Amount"]);
  expect(printed.at(-1)).toEqual(["Grand total", "€1,470.50"]);
  vi.restoreAllMocks();
});
