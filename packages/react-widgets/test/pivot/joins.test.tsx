import { unwrap } from "@ennead/core/kernel";
import { datasetFromRows } from "@ennead/core/pivot";
import { arrowFromDataset } from "@ennead/core/pivot/arrow";
import { expect, test } from "vitest";
import type { RenderResult } from "vitest-browser-react";
import { page, userEvent } from "vitest/browser";

import type { PivotReportValue } from "../../src/pivot/index.ts";
import { findings } from "../support/axe.ts";
import { account, opportunity } from "../support/deals.ts";
import { mountPivot } from "../support/mount.tsx";
import { json, testServer, type TestServer } from "../support/server.ts";
import { byRegion } from "../support/specs.ts";
import { tableText } from "../support/table.ts";

const plain: PivotReportValue = { ...byRegion, spec: { ...byRegion.spec, cols: [] } };

/** Accounts called like the regions, with their sector. */
const withAccounts = (): TestServer => {
  const server = testServer();
  const sector = { name: "sector", label: "Sector", type: "picklist" };
  server.answer("/api/records", () =>
    json({ items: [{ ...account, fields: [...account.fields, sector] }, opportunity] }),
  );
  const dataset = unwrap(
    datasetFromRows(
      [
        ["East", "Steel"],
        ["West", "Paper"],
      ],
      [
        { name: "name", type: "text" },
        { name: "sector", type: "text" },
      ],
    ),
  );
  server.answer(
    "/api/records/account/dataset",
    () => new Response(new Uint8Array(arrowFromDataset(dataset))),
  );
  return server;
};

const build = async (value: PivotReportValue, server = withAccounts()) => {
  let latest = value;
  const { screen } = await mountPivot(
    {
      defaultValue: value,
      onChange: (next) => {
        latest = next;
      },
    },
    {},
    server,
  );
  await expect.element(screen.getByRole("rowheader", { name: "Grand total" })).toBeVisible();
  return { screen, latest: () => latest.spec };
};

const dialog = () => page.getByRole("dialog", { name: "Look up in other objects…" });
const open = (screen: RenderResult): Promise<void> =>
  screen.getByRole("button", { name: "Look up in other objects…" }).click();
const choose = (label: string, option: string): Promise<void> =>
  userEvent.selectOptions(dialog().getByRole("combobox", { name: label }), option);
const apply = (): Promise<void> => dialog().getByRole("button", { name: "Apply" }).click();

test("an object is looked up, its field groups the report, and goes with the look-up", async () => {
  const { screen, latest } = await build(plain);
  await open(screen);
  await dialog().getByRole("button", { name: "Add a look-up" }).click();
  await apply();
  await expect.element(dialog().getByText(/needs a name of its own/)).toBeVisible();
  await choose("Field here", "Region");
  await choose("Equal to, there", "Name");
  expect(await findings()).toEqual([]);
  await apply();
  expect(latest().joins).toEqual([
    { as: "account", source: "account", left: "region", right: "name" },
  ]);
  await screen.getByRole("button", { name: "Use Account › Sector" }).click();
  await page.getByRole("menuitem", { name: "Add to rows" }).click();
  await expect.poll(() => tableText().map((line) => line.join(" "))).toContain("Steel €1,050.50");
  await open(screen);
  await dialog().getByRole("button", { name: "Remove the look-up account" }).click();
  await apply();
  await expect
    .element(page.getByRole("button", { name: /account.sector.* is not available to you/ }))
    .toBeVisible();
  await screen.getByRole("button", { name: "Undo" }).first().click();
  await expect.poll(() => tableText().map((line) => line.join(" "))).toContain("Steel €1,050.50");
});

test("two look-ups of one name are refused", async () => {
  const join = { as: "account", source: "account", left: "region", right: "name" } as const;
  const { screen, latest } = await build({ ...plain, spec: { ...plain.spec, joins: [join] } });
  await open(screen);
  await dialog().getByRole("button", { name: "Add a look-up" }).click();
  const second = dialog().getByRole("group", { name: "Look-up account 2" });
  await userEvent.selectOptions(second.getByRole("combobox", { name: "Field here" }), "Stage");
  await userEvent.fill(second.getByRole("textbox", { name: "Name" }), "account");
  await apply();
  await expect.element(dialog().getByText(/needs a name of its own/)).toBeVisible();
  expect(latest().joins).toEqual([join]);
});

test("every condition on the members of a level is shown and can be changed", async () => {
  const rule = { on: "rows", level: 0, value: "amount.sum" } as const;
  const having = [
    { ...rule, op: ">=", than: "100" },
    { ...rule, op: "<=", than: "2000" },
  ] as const;
  const { screen, latest } = await build({ ...plain, spec: { ...plain.spec, having } });
  const settings = page.getByRole("dialog", { name: "Settings of Region" });
  const openLevel = async (): Promise<void> => {
    await screen.getByRole("button", { name: "Options of Region", exact: true }).click();
    await page.getByRole("menuitem", { name: "Settings…" }).click();
    await expect.element(settings).toBeVisible();
  };
  await openLevel();
  const second = settings.getByRole("group", { name: "Condition 2" });
  await userEvent.fill(second.getByRole("textbox", { name: "Number" }), "500");
  await settings.getByRole("button", { name: "Apply" }).click();
  await expect
    .poll(() => tableText().map(([label]) => label))
    .toEqual(["Region", "West", "Grand total"]);
  expect(latest().having).toEqual([having[0], { ...having[1], than: "500" }]);
  await openLevel();
  await settings.getByRole("button", { name: "Remove the condition 1" }).click();
  await settings.getByRole("button", { name: "Apply" }).click();
  expect(latest().having).toEqual([{ ...having[1], than: "500" }]);
});

test("the first value goes by all its keys, in their order", async () => {
  const first = {
    name: "name.first",
    agg: "first",
    field: "name",
    orderBy: ["closeDate", "amount"],
  } as const;
  const { screen, latest } = await build({
    ...plain,
    spec: { ...plain.spec, values: [...plain.spec.values, first] },
  });
  await screen.getByRole("button", { name: /^Options of First/ }).click();
  await page.getByRole("menuitem", { name: "Settings…" }).click();
  const settings = page.getByRole("dialog");
  await settings.getByRole("button", { name: "Then in the order of…" }).click();
  await userEvent.selectOptions(
    settings.getByRole("combobox", { name: "Then in the order of" }).nth(1),
    "Stage",
  );
  await settings.getByRole("button", { name: "Remove Amount from the order" }).click();
  await settings.getByRole("button", { name: "Apply" }).click();
  await expect
    .poll(() => latest().values[1])
    .toEqual({ ...first, orderBy: ["closeDate", "stage"] });
});

test("the report in words names what keeps members out, and what is looked up elsewhere", async () => {
  const rule = { on: "rows", level: 0, value: "amount.sum" } as const;
  const spec = {
    ...plain.spec,
    joins: [{ as: "account", source: "account", left: "region", right: "name" }],
    having: [
      { ...rule, op: ">=", than: "1000" },
      { ...rule, op: "!=", than: 7.5 },
    ],
  } as const;
  const { screen } = await build({ ...plain, spec });
  const said = "Region (Sum of Amount at least 1,000 and Sum of Amount is not 7.5)";
  await expect
    .element(
      screen.getByRole("group", {
        name: `The report in words: Sum of Amount by ${said}, looking up Account`,
      }),
    )
    .toBeVisible();
  await screen.getByRole("button", { name: "Account", exact: true }).click();
  await expect.element(dialog()).toBeVisible();
  await userEvent.keyboard("{Escape}");
  await mountPivot(
    { mode: "view", title: "Deals", defaultValue: { ...plain, spec } },
    {},
    withAccounts(),
  );
  await expect
    .element(page.getByText(`Sum of Amount by ${said}, looking up Account`, { exact: true }))
    .toBeVisible();
});
