import { expect, test } from "vitest";
import { page } from "vitest/browser";

import { findings } from "../support/axe.ts";
import { mountPivot } from "../support/mount.tsx";
import { problem, testServer } from "../support/server.ts";
import { byRegion, byRegionAndStage } from "../support/specs.ts";

const themes = ["light", "dark"] as const;

test.for(themes)("axe finds nothing in builder and table, %s", async (theme) => {
  const { screen } = await mountPivot({ defaultValue: byRegionAndStage }, { theme });
  await expect.element(screen.getByRole("gridcell", { name: "€1,470.50" })).toBeVisible();
  expect(await findings()).toEqual([]);
});

test.for(themes)(
  "axe finds nothing in an open menu and in the filter editor, %s",
  async (theme) => {
    const { screen } = await mountPivot({ defaultValue: byRegion }, { theme });
    await screen.getByRole("button", { name: "Options of Sum of Amount" }).click();
    await expect.element(page.getByRole("menuitemradio", { name: "Average" })).toBeVisible();
    expect(await findings()).toEqual([]);
    await page.getByRole("menuitem", { name: "Filter by this…" }).click();
    await expect.element(page.getByRole("dialog")).toBeVisible();
    expect(await findings()).toEqual([]);
  },
);

test.for(themes)("axe finds nothing in the chart, %s", async (theme) => {
  const { screen } = await mountPivot(
    { defaultValue: { ...byRegion, view: { chart: "bar" } } },
    { theme },
  );
  await screen.getByText("Show as table").click();
  await expect.element(screen.getByRole("cell", { name: "€350.50" })).toBeVisible();
  expect(await findings()).toEqual([]);
});

test.for(themes)("axe finds nothing in an error, %s", async (theme) => {
  const server = testServer();
  server.answer("/api/records/opportunity/dataset", () => problem(422, "record/broken", "Broken."));
  const { screen } = await mountPivot({ defaultValue: byRegion }, { theme }, server);
  await expect.element(screen.getByText("Broken.")).toBeVisible();
  expect(await findings()).toEqual([]);
});
