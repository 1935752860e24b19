import { chartTypes } from "@ennead/core/chart";
import { expect, test } from "vitest";

import { chartStrings } from "../../src/kernel/chart/strings.ts";
import { createFormats } from "../../src/kernel/index.ts";
import { axisText } from "../../src/pivot/chart-model.ts";
import { chartOfView, type PivotReportValue } from "../../src/pivot/value.ts";
import { findings } from "../support/axe.ts";
import { mountPivot } from "../support/mount.tsx";
import { byRegion } from "../support/specs.ts";

const ready = (): Element | null =>
  document.querySelector(".ennead-chart-place[data-state=ready] svg");
const summary = (): string => document.querySelector(".ennead-chart-summary")?.textContent ?? "";

const heightOf = (selector: string): number =>
  document.querySelector(selector)?.getBoundingClientRect().height ?? 0;
/** The drawing has made room for the table; it is as high as whole pixels. */
const fits = (): boolean =>
  Math.floor(heightOf(".ennead-chart-place svg")) <= Math.ceil(heightOf(".ennead-chart-place"));

const twoMeasures: PivotReportValue = {
  ...byRegion,
  spec: {
    ...byRegion.spec,
    cols: [],
    values: [...byRegion.spec.values, { name: "records", agg: "records" }],
  },
};

test("seven charts and the table can be chosen, and the choice is in the value", async () => {
  const values: PivotReportValue[] = [];
  const { screen } = await mountPivot({
    defaultValue: twoMeasures,
    mode: "view",
    onChange: (value) => values.push(value),
  });
  for (const type of chartTypes) {
    const button = screen.getByRole("button", { name: chartStrings.en.types[type], exact: true });
    // oxlint-disable-next-line no-await-in-loop
    await button.click();
    // oxlint-disable-next-line no-await-in-loop
    await expect.poll(() => document.querySelector(`[data-type=${type}] svg`)).not.toBeNull();
    // oxlint-disable-next-line no-await-in-loop
    await expect.element(button).toHaveAttribute("aria-pressed", "true");
  }
  expect(values.map(({ view }) => view.chart)).toEqual([...chartTypes]);
  await screen.getByRole("button", { name: "Table", exact: true }).click();
  await expect.element(screen.getByRole("treegrid")).toBeVisible();
});

test.for(
  chartTypes.flatMap((type) => (["light", "dark"] as const).map((theme) => [type, theme] as const)),
)("axe finds nothing in a %s, %s", async ([type, theme]) => {
  const { screen } = await mountPivot(
    { defaultValue: { ...twoMeasures, view: { chart: type } }, mode: "view" },
    { theme },
  );
  await expect.poll(ready).not.toBeNull();
  await screen.getByText("Show as table").click();
  const name = type === "gauge" ? "€1,470.50" : "€1,050.50";
  await expect.element(screen.getByRole("cell", { name })).toBeVisible();
  await expect.poll(fits).toBe(true);
  expect(await findings()).toEqual([]);
});

test("the chart is told in a sentence, in the reader's language and currency", async () => {
  await mountPivot({ defaultValue: { ...byRegion, view: { chart: "bar" } } });
  await expect
    .poll(summary)
    .toMatch(
      "Bar chart of Sum of Amount by Region: 3 categories, 3 series; largest East, 2025 with €700.00; smallest (empty), (empty) with €20.00.",
    );
});

const texts = () =>
  [...document.querySelectorAll(".ennead-chart-place svg text")].map(
    ({ textContent }) => textContent,
  );

test("series are stacked, to 100 % too, and the legend goes", async () => {
  const values: PivotReportValue[] = [];
  const { screen } = await mountPivot({
    defaultValue: { ...byRegion, view: { chart: "bar" } },
    mode: "view",
    onChange: (value) => values.push(value),
  });
  await screen.getByLabelText("Series").selectOptions("percent");
  await expect.poll(summary).toMatch("100 % stacked bar chart");
  await expect.poll(texts).toEqual(expect.arrayContaining(["100%", "2024"]));
  await screen.getByLabelText("Legend").click();
  await expect.poll(texts).not.toContain("2024");
  expect(values.at(-1)?.view.chartOptions).toEqual({ stacking: "percent", legend: false });
});

test("a gauge shows the grand total, a ring the totals of the rows", async () => {
  const { screen } = await mountPivot({
    defaultValue: { ...byRegion, view: { chart: "gauge" } },
    mode: "view",
  });
  await expect.poll(summary).toMatch("Gauge of Sum of Amount by Region: €1,470.50.");
  await screen.getByRole("button", { name: "Ring chart" }).click();
  await expect.poll(summary).toMatch("largest East with €1,050.50; smallest (empty) with €20.00.");
});

test("lines of an axis never read the same twice", () => {
  const { axis } = { axis: axisText(createFormats("en", "EUR")) };
  expect([1000, 1200].map((value) => axis(value, 0, 200))).toEqual(["1K", "1.2K"]);
  expect([1000, 1020].map((value) => axis(value, 0, 20))).toEqual(["1,000", "1,020"]);
});

test("a gauge takes a target", async () => {
  const { screen } = await mountPivot({
    defaultValue: {
      ...byRegion,
      spec: { ...byRegion.spec, rows: [], cols: [] },
      view: { chart: "gauge" },
    },
    mode: "view",
  });
  await screen.getByRole("spinbutton", { name: "Target" }).fill("2000");
  await expect.poll(summary).toMatch("€1,470.50; target 2K");
});

test("a chart of a newer version shows the table", () => {
  expect(chartOfView({ chart: "treemap" as never })).toBeUndefined();
  expect(chartOfView({ chart: "bar", chartOptions: { stacking: "deep" as never } })).toEqual({
    type: "bar",
  });
});

test("shares have an axis of their own in percent, and what is hidden is not drawn", async () => {
  const { screen } = await mountPivot({
    defaultValue: {
      spec: {
        ...byRegion.spec,
        cols: [],
        values: [
          ...byRegion.spec.values,
          { name: "records", agg: "records" },
          { name: "share", showAs: "pctCol", of: "amount.sum" },
        ],
      },
      view: { chart: "bar", hidden: ["records"] },
    },
    mode: "view",
  });
  await expect.poll(texts).toEqual(expect.arrayContaining(["0%", "40%", "80%", "0", "1K"]));
  await screen.getByText("Show as table").click();
  await expect.element(screen.getByRole("cell", { name: "71.4%" })).toBeVisible();
  expect(
    [...document.querySelectorAll(".ennead-chart-table thead th")].map((cell) => cell.textContent),
  ).toEqual(["Region", "Sum of Amount", "Sum of Amount: % of column"]);
});

test("a measure formatted in percent is drawn in percent", async () => {
  await mountPivot({
    defaultValue: {
      spec: {
        ...byRegion.spec,
        cols: [],
        values: [
          { name: "n", agg: "records" },
          { name: "rate", formula: "double(n) / 800" },
        ],
      },
      view: {
        chart: "line",
        hidden: ["n"],
        formats: { rate: { style: "percent", digits: 2 } },
      },
    },
    mode: "view",
  });
  await expect.poll(texts).toEqual(expect.arrayContaining(["0.1%", "0.2%", "0.4%"]));
  await expect.poll(summary).toMatch("largest East with 0.50%");
});
