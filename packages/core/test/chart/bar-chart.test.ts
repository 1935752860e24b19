import { barChart, type ChartTable, type ChartTheme } from "@ennead/core/chart";
import { expect, test } from "vitest";

const theme: ChartTheme = {
  colors: ["#111111", "#222222"],
  text: "#000000",
  mutedText: "#444444",
  line: "#cccccc",
  background: "#ffffff",
  fontFamily: "sans-serif",
};

const table: ChartTable = {
  categories: ["2024-Q1", "<b>Q2</b>"],
  series: [
    { name: "Won", values: [1, null] },
    { name: "Lost", values: [Number.NaN, -2] },
  ],
  unit: "EUR",
};

test("a chart is plain data that JSON carries whole", () => {
  const option = barChart(table, theme);
  expect(JSON.parse(JSON.stringify(option))).toEqual(option);
});

test("categories go along the bottom, or down the side with the first on top", () => {
  expect(barChart(table, theme).xAxis).toMatchObject({ type: "category", data: table.categories });
  const lying = barChart(table, theme, { horizontal: true });
  expect(lying.yAxis).toMatchObject({ type: "category", inverse: true });
  expect(lying.xAxis).toMatchObject({ type: "value", name: "EUR" });
});

test("bars stand side by side unless they are stacked", () => {
  expect(barChart(table, theme).series.map(({ stack }) => stack)).toEqual([undefined, undefined]);
  expect(barChart(table, theme, { stacked: true }).series.map(({ stack }) => stack)).toEqual([
    "total",
    "total",
  ]);
});

test("what is no number is a gap", () => {
  expect(barChart(table, theme).series.map(({ data }) => data)).toEqual([
    [1, null],
    [null, -2],
  ]);
});

test("nothing moves, nothing is HTML, and the chart is told in words", () => {
  const option = barChart({ ...table, description: "Deals by quarter" }, theme);
  expect(option.animation).toBe(false);
  expect(option.tooltip.renderMode).toBe("richText");
  expect(option.aria).toMatchObject({ enabled: true, label: { description: "Deals by quarter" } });
});

test("several series have a legend and patterns, a single one needs neither", () => {
  const single = barChart({ ...table, series: table.series.slice(0, 1) }, theme);
  expect([single.legend.show, single.aria.decal.show]).toEqual([false, false]);
  const both = barChart(table, theme);
  expect([both.legend.show, both.aria.decal.show]).toEqual([true, true]);
});

test("the pager of a long legend has the theme's colours, too", () => {
  const { legend } = barChart(table, theme);
  expect(legend).toMatchObject({
    pageTextStyle: { color: theme.text },
    pageIconColor: theme.text,
    pageIconInactiveColor: theme.line,
  });
});
