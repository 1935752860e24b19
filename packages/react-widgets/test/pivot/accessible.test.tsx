import { expect, test } from "vitest";
import { page } from "vitest/browser";

import { findings } from "../support/axe.ts";
import { mountPivot } from "../support/mount.tsx";
import { problem, testServer } from "../support/server.ts";
import { byRegion, byRegionAndStage } from "../support/specs.ts";

const luminance = (color: string): number => {
  const [red = 0, green = 0, blue = 0] = (color.match(/[\d.]+/g) ?? []).map((part) => {
    const share = Number(part) / 255;
    return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

/** WCAG contrast of two CSS colours of the form rgb(r, g, b). */
const contrast = (a: string, b: string): number => {
  const [dark = 0, light = 0] = [luminance(a), luminance(b)].toSorted((x, y) => x - y);
  return (light + 0.05) / (dark + 0.05);
};

const overflow = (): number => {
  const place = document.querySelector(".ennead-chart-place")?.getBoundingClientRect();
  const drawing = document.querySelector(".ennead-chart-place svg")?.getBoundingClientRect();
  return (drawing?.height ?? 0) - (place?.height ?? 0);
};

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
  await expect.poll(() => document.querySelector("[data-state=ready] svg")).not.toBeNull();
  await screen.getByText("Show as table").click();
  await expect.element(screen.getByRole("cell", { name: "€350.50" })).toBeVisible();
  // The drawing makes room for the table.
  await expect.poll(overflow).toBeLessThanOrEqual(0);
  expect(await findings()).toEqual([]);
});

test.for(themes)("axe finds nothing in an error, %s", async (theme) => {
  const server = testServer();
  server.answer("/api/records/opportunity/dataset", () => problem(422, "record/broken", "Broken."));
  const { screen } = await mountPivot({ defaultValue: byRegion }, { theme }, server);
  await expect.element(screen.getByText("Broken.")).toBeVisible();
  expect(await findings()).toEqual([]);
});

test.for(themes)("texts of the chart have contrast 4.5, bars 3, %s", async (theme) => {
  const { screen } = await mountPivot(
    { defaultValue: { ...byRegion, view: { chart: "bar" } } },
    { theme },
  );
  await expect.element(screen.getByRole("application")).toHaveAttribute("data-state", "ready");
  const drawing = document.querySelector(".ennead-chart-drawing");
  const ground = getComputedStyle(document.querySelector(".ennead-chart") ?? document.body);
  const fills = (selector: string): string[] =>
    [...(drawing?.querySelectorAll(selector) ?? [])].map((node) => getComputedStyle(node).fill);
  await expect.poll(() => fills("text").length).toBeGreaterThan(4);
  for (const fill of fills("text")) {
    expect(contrast(fill, ground.backgroundColor)).toBeGreaterThanOrEqual(4.5);
  }
  const probe = document.createElement("span");
  document.querySelector(".ennead")?.append(probe);
  for (let number = 1; number <= 8; number += 1) {
    probe.style.color = `var(--ennead-chart-${number})`;
    expect(contrast(getComputedStyle(probe).color, ground.backgroundColor)).toBeGreaterThanOrEqual(
      3,
    );
  }
});
