import type { Filter } from "@ennead/core/filter";
import { expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";

import { filterOfNode, groupOf, nodeOf } from "../../src/pivot/builder/filter-node.ts";
import type { PivotReportValue } from "../../src/pivot/index.ts";
import { findings } from "../support/axe.ts";
import { mountPivot } from "../support/mount.tsx";
import { byRegion } from "../support/specs.ts";
import { tableText } from "../support/table.ts";

const plain: PivotReportValue = { ...byRegion, spec: { ...byRegion.spec, cols: [] } };

const build = async (filter?: Filter) => {
  const value = { ...plain, spec: { ...plain.spec, ...(filter === undefined ? {} : { filter }) } };
  let latest: PivotReportValue = value;
  const { screen } = await mountPivot({
    defaultValue: value,
    onChange: (next) => {
      latest = next;
    },
  });
  return { screen, latest: () => latest.spec.filter };
};

const dialog = () => page.getByRole("dialog", { name: "Combined condition" });
const apply = (): Promise<void> => dialog().getByRole("button", { name: "Apply" }).click();
const regions = () => tableText().map(([label]) => label);

test("a combined condition is written by keyboard alone", async () => {
  const { screen, latest } = await build();
  await expect.element(screen.getByRole("gridcell", { name: "€1,470.50" })).toBeVisible();
  const add = screen.getByRole("button", { name: "Filters: add to the sentence" });
  await expect.element(add).toBeVisible();
  (add.element() as HTMLElement).focus();
  await userEvent.keyboard("{Enter}");
  await expect.poll(() => document.activeElement?.textContent).toBe("Combined condition…");
  await userEvent.keyboard("{Enter}");
  await expect.element(dialog()).toBeVisible();
  (dialog().getByRole("button", { name: "Add a condition" }).element() as HTMLElement).focus();
  await userEvent.keyboard("{Enter}");
  // The focus is in the condition that was added, at its field.
  await expect.poll(() => document.activeElement?.tagName).toBe("SELECT");
  await userEvent.selectOptions(dialog().getByRole("combobox", { name: "Field" }), "Region");
  await userEvent.selectOptions(dialog().getByRole("combobox", { name: "Condition" }), "is empty");
  (dialog().getByRole("button", { name: "Add a condition" }).element() as HTMLElement).focus();
  await userEvent.keyboard("{Enter}");
  await userEvent.selectOptions(dialog().getByRole("combobox", { name: "Field" }).nth(1), "Amount");
  await userEvent.fill(dialog().getByRole("textbox", { name: "Value" }), "700");
  await userEvent.keyboard("{Enter}");
  await expect.poll(regions).toEqual(["Region", "East", "(empty)", "Grand total"]);
  expect(latest()).toEqual(["or", ["isNull", "region"], [">=", "amount", "700"]]);
  await screen.getByRole("button", { name: "Undo" }).click();
  await expect.poll(regions).toEqual(["Region", "East", "West", "(empty)", "Grand total"]);
});

test("a stored tree is read, changed at one place and kept elsewhere", async () => {
  const filter: Filter = [
    "or",
    ["and", ["in", "region", ["East"]], [">=", "amount", "200.5"]],
    ["not", ["or", ["in", "stage", ["Won"]], ["notNull", "region"]]],
    ["expr", 'owner == "Cleo"'],
  ];
  const { screen, latest } = await build(filter);
  await screen.getByRole("button", { name: /^Options of .*Cleo/ }).click();
  await page.getByRole("menuitem", { name: "Edit condition…" }).click();
  await expect.element(dialog().getByText('owner == "Cleo"', { exact: true })).toBeVisible();
  await dialog().getByRole("button", { name: "Remove the group “none of these”" }).click();
  await apply();
  await expect
    .poll(latest)
    .toEqual([
      "or",
      ["and", ["in", "region", ["East"]], [">=", "amount", "200.5"]],
      ["expr", 'owner == "Cleo"'],
    ]);
});

test("one condition is combined with others in its place, half a one is refused", async () => {
  const { screen, latest } = await build(["in", "region", ["East"]]);
  await screen.getByRole("button", { name: "Options of Region: East", exact: true }).click();
  await page.getByRole("menuitem", { name: "Combine with others…" }).click();
  await dialog().getByRole("button", { name: "Add a condition" }).click();
  await apply();
  await expect.element(dialog().getByText("Every condition needs a value.")).toBeVisible();
  await userEvent.selectOptions(dialog().getByRole("combobox", { name: "Field" }).nth(1), "Stage");
  await dialog().getByRole("checkbox", { name: "Open" }).click();
  await userEvent.selectOptions(
    dialog().getByRole("combobox", { name: "Records must meet" }),
    "none of these",
  );
  await apply();
  await expect
    .poll(latest)
    .toEqual(["not", ["or", ["in", "region", ["East"]], ["in", "stage", ["Open"]]]]);
  await expect.poll(regions).toEqual(["Region", "West", "Grand total"]);
});

test("a group that says nothing takes the condition away", async () => {
  const { screen, latest } = await build(["or", ["in", "region", ["East"]], ["isNull", "region"]]);
  await screen.getByRole("button", { name: /^Options of Region: East or/ }).click();
  await page.getByRole("menuitem", { name: "Edit condition…" }).click();
  await dialog()
    .getByRole("button", { name: /^Remove Region: East/ })
    .click();
  await dialog()
    .getByRole("button", { name: /^Remove Region/ })
    .click();
  await apply();
  await expect.poll(latest).toBeUndefined();
});

test.each([["light"], ["dark"]] as const)(
  "axe finds nothing in groups within groups (%s)",
  async (theme) => {
    const filter: Filter = ["or", ["and", ["isNull", "region"], ["notNull", "amount"]]];
    await mountPivot({ defaultValue: { ...plain, spec: { ...plain.spec, filter } } }, { theme });
    await page
      .getByRole("button", { name: /^Options of .*Region/ })
      .nth(1)
      .click();
    await page.getByRole("menuitem", { name: "Edit condition…" }).click();
    await expect.element(dialog()).toBeVisible();
    expect(await findings()).toEqual([]);
  },
);

const kinds = {
  region: "text",
  amount: "number",
  closeDate: "date",
  at: "instant",
} as const;
const targetOf = (name: string) => ({
  name,
  kind: kinds[name as keyof typeof kinds] ?? ("text" as const),
  exact: name === "amount",
  timeZone: "Europe/Berlin",
  locale: "en",
});

const stored: readonly Filter[] = [
  ["in", "region", ["East", "West"]],
  [">=", "amount", "10.50"],
  // No form has these: they stay what they are.
  ["=", "region", "East"],
  [">=", "amount", 10.5],
  [">=", "at", "2025-01-01T12:34:56Z"],
  ["between", "at", "2025-01-01T00:00:00Z", "2025-01-02T00:00:00Z"],
  ["period", "closeDate", { grain: "year", offset: -1 }],
  ["in", "amount", ["1.00", null]],
  ["expr", "amount > 3"],
  ["and", ["or", ["isNull", "region"], ["in", "region", [""]]], ["not", ["notNull", "amount"]]],
  ["not", ["and", ["isNull", "region"], ["expr", "true"]]],
  // Keeps no record, where a group without conditions says nothing.
  ["and", ["or"], ["isNull", "region"]],
];

test.each(stored.map((filter) => ({ filter })))(
  "what is read and not changed is written as it was: $filter",
  ({ filter }) => {
    expect(filterOfNode(nodeOf(filter, targetOf), targetOf)).toEqual(filter);
  },
);

test("a single condition becomes the only part of a group, and is itself again", () => {
  const filter: Filter = ["in", "region", ["East"]];
  expect(filterOfNode(groupOf(filter, targetOf), targetOf)).toEqual(filter);
  expect(filterOfNode(groupOf(undefined, targetOf), targetOf)).toBeUndefined();
});
