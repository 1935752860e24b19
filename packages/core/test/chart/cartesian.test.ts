import { chartThemes } from "@ennead/core/chart";
import { expect, test } from "vitest";

import { chart, dataOf, measured, regions, seriesOf, single } from "./support.ts";

const stacks = (stacking: "none" | "stacked") =>
  seriesOf(chart(regions, { type: "bar", stacking })).map(({ stack }) => stack);

test("bars stand side by side unless they are stacked", () => {
  expect(stacks("none")).toEqual([undefined, undefined]);
  expect(stacks("stacked")).toEqual(["all", "all"]);
});

test("what is no number is a gap, in lines too", () => {
  const table = {
    ...regions,
    series: [{ name: "Won", values: [1, Number.NaN, Number.POSITIVE_INFINITY] }],
  };
  for (const type of ["bar", "line", "area"] as const) {
    expect(dataOf(chart(table, { type }))).toEqual([[1, null, null]]);
  }
  expect(seriesOf(chart(table, { type: "line" }))[0]).toMatchObject({ connectNulls: false });
});

test("the order is that of the table, and Others is grey", () => {
  const made = chart({ ...single, others: [2] }, { type: "bar" });
  expect(made.option["xAxis"]).toMatchObject({ data: ["East", "West", "South"] });
  expect(dataOf(made)).toEqual([
    [5, 20, { value: 15, itemStyle: { color: chartThemes.light.others } }],
  ]);
  const rest = { ...regions.series[1], name: "Others", values: [1, 1, 1], isOthers: true };
  const many = chart({ ...regions, series: [...regions.series, rest] }, { type: "bar" });
  expect(seriesOf(many)[2]).toMatchObject({ itemStyle: { color: chartThemes.light.others } });
});

test("shares of a category reach 100 % above and below zero together", () => {
  const table = {
    ...regions,
    series: [
      { name: "a", values: [30, -2, 0] },
      { name: "b", values: [-10, -6, 0] },
    ],
  };
  const made = chart(table, { type: "bar", stacking: "percent" });
  expect(dataOf(made)).toEqual([
    [0.75, -0.25, null],
    [-0.25, -0.75, null],
  ]);
  expect(made.axes[0]?.texts.at(0)).toBe("-100 %");
});

test("lines above and below zero are not stacked, and that is said", () => {
  const table = {
    ...regions,
    series: [
      { name: "a", values: [1, 2, 3] },
      { name: "b", values: [-1, -2, -3] },
    ],
  };
  const made = chart(table, { type: "area", stacking: "stacked" });
  expect(made.notes).toEqual([{ code: "not-stacked" }]);
  expect(seriesOf(made).map(({ stack }) => stack)).toEqual([undefined, undefined]);
  expect(chart(table, { type: "bar", stacking: "stacked" }).notes).toEqual([]);
});

test("averages are not stacked, and that is said", () => {
  const table = { ...regions, measures: [{ name: "Average", additive: false }] };
  expect(chart(table, { type: "bar", stacking: "percent" }).notes).toEqual([
    { code: "not-stacked" },
  ]);
});

test("measures of two units have two axes with the same lines and the same zero", () => {
  const table = {
    ...measured,
    series: measured.series.slice(0, 2),
    measures: measured.measures?.slice(0, 2) ?? [],
  };
  const made = chart(table, { type: "bar" });
  expect(seriesOf(made).map(({ type, yAxisIndex }) => [type, yAxisIndex])).toEqual([
    ["bar", 0],
    ["line", 1],
  ]);
  expect(made.option["yAxis"]).toMatchObject([
    { name: "Amount (EUR)", min: -50, max: 250, interval: 50 },
    { name: "Deals", min: -2, max: 10, interval: 2 },
  ]);
  const [left, right] = made.axes;
  expect(left?.texts.length).toBe(right?.texts.length);
  expect(left?.texts.indexOf("0")).toBe(right?.texts.indexOf("0"));
});

const counts = (second: number) => ({
  categories: ["a"],
  series: [
    { name: "Deals", values: [3], measure: 0 },
    { name: "Mails", values: [second], measure: 1 },
  ],
  measures: [{ name: "Deals" }, { name: "Mails" }],
});

test("counts far apart in size have two axes, near ones share one", () => {
  expect(chart(counts(12), { type: "bar" }).axes).toHaveLength(1);
  expect(chart(counts(4000), { type: "bar" }).axes).toHaveLength(2);
});

test("a third unit has no axis, and that is said", () => {
  const units = ["EUR", "pieces", "days"].map((unit) => ({ name: unit, unit }));
  expect(chart({ ...measured, measures: units }, { type: "line" }).notes).toEqual([
    { code: "measures-left-out", count: 1 },
  ]);
});

const bars = (values: number[]) => ({
  categories: values.map(String),
  series: [{ name: "a", values }],
});

const texts = (values: number[]) => chart(bars(values), { type: "bar" }).axes[0]?.texts;

test("axes begin at zero and end at a round number", () => {
  expect(texts([37, 82])).toEqual(["0", "20", "40", "60", "80", "100"]);
  expect(texts([-3, -8])).toEqual(["-8", "-6", "-4", "-2", "0"]);
  expect(texts([0])).toEqual(["0", "0.2", "0.4", "0.6", "0.8", "1"]);
  expect(texts([0.1 + 0.2])).toEqual(["0", "0.1", "0.2", "0.3"]);
  for (const value of [Number.MAX_VALUE, -Number.MAX_VALUE, Number.MIN_VALUE]) {
    expect(texts([value])?.length).toBeLessThan(12);
  }
});

const decals = (made: ReturnType<typeof chart>) =>
  seriesOf(made).map(({ itemStyle }) => (itemStyle as { decal?: unknown }).decal !== undefined);

test("several series have a legend and patterns, a single one needs neither", () => {
  const both = chart(regions, { type: "bar" });
  expect([both.option["legend"] !== undefined, decals(both)]).toEqual([true, [false, true]]);
  const one = chart(single, { type: "bar" });
  expect([one.option["legend"], decals(one)]).toEqual([undefined, [false]]);
  expect(chart(regions, { type: "bar", legend: false }).option["legend"]).toBeUndefined();
});

test("from right to left, categories begin at the right and numbers stand there", () => {
  const { option } = chart(regions, { type: "bar" }, { direction: "rtl" });
  expect(option["xAxis"]).toMatchObject({ inverse: true });
  expect(option["yAxis"]).toMatchObject([{ position: "right" }]);
});
