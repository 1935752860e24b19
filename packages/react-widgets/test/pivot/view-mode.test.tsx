import { expect, test } from "vitest";
import { userEvent } from "vitest/browser";

import { mountPivot } from "../support/mount.tsx";
import { byRegion } from "../support/specs.ts";
import { tableText } from "../support/table.ts";

// The list of what was fetched is short unless it is asked to be longer; what comes later would not be on it.
performance.setResourceTimingBufferSize(5000);

/** Modules fetched so far that only a builder, a chart or a formula needs. */
const fetched = (): string[] =>
  performance
    .getEntriesByType("resource")
    .map(({ name }) => name)
    // A flag of react-stately, which elements set, is no part of the builder.
    .filter((name) => !name.includes("private_flags"))
    .filter((name) =>
      /\/(builder|exporting|linking|scheduling)\/|react-aria|react-stately|echarts|formula-engine/.test(
        name,
      ),
    );

test("a report that is read fetches no builder, no drag and drop, no chart, no formulas", async () => {
  const { screen } = await mountPivot({ mode: "view", defaultValue: byRegion });
  await expect.poll(() => tableText().at(-1)?.at(-1)).toBe("€1,470.50");
  await screen.getByRole("columnheader", { name: "2024" }).click();
  await screen.getByRole("gridcell", { name: "€350.50" }).click();
  await userEvent.keyboard("{Enter}");
  await expect
    .element(screen.getByRole("complementary", { name: "About this cell" }))
    .toBeVisible();
  expect(fetched()).toEqual([]);
});

test("the builder's code comes with the builder", async () => {
  const { screen } = await mountPivot({ defaultValue: byRegion });
  await expect.element(screen.getByRole("grid", { name: "Rows" })).toBeVisible();
  expect(fetched().some((name) => name.includes("/builder/"))).toBe(true);
});
