import { chartOf, chartTypes, drawableOption, type Chart } from "@ennead/core/chart";
import { expect, test } from "vitest";

import { chart, dataOf, formats, look, measured, regions, seriesOf, single } from "./support.ts";

const faultOf = (...[table, settings]: Parameters<typeof chart>): string => {
  const made = chartOf(table, settings, look, formats);
  return made.ok ? "" : made.error.code;
};

const drawn = chartTypes.map((type) => chart(type === "scatter" ? measured : single, { type }));

test.for(drawn.map((made) => [made.type, made] as const))(
  "a %s is plain JSON and still",
  ([, made]) => {
    expect(JSON.parse(JSON.stringify(made))).toEqual(made);
    expect(made.option["animation"]).toBe(false);
  },
);

const counts = (made: Chart) => made.marks.map((items) => items.length);

test("every item of every series has its mark", () => {
  for (const made of drawn) {
    expect(counts(made)).toEqual(dataOf(made).map((data) => (data as unknown[]).length));
  }
});

test("a table without a number is no chart", () => {
  const none = { categories: ["a"], series: [{ name: "b", values: [null] }] };
  for (const type of chartTypes) expect(faultOf(none, { type })).toBe("chart/nothing-to-draw");
  expect(faultOf({ categories: [], series: [] }, { type: "bar" })).toBe("chart/nothing-to-draw");
});

test("a single value is drawn by all but scatter", () => {
  const one = { categories: ["a"], series: [{ name: "b", values: [7] }] };
  for (const type of chartTypes) {
    expect(faultOf(one, { type })).toBe(type === "scatter" ? "chart/needs-two-measures" : "");
  }
});

test("a pie refuses what is below zero and leaves out what is nothing", () => {
  const values = [3, -1, 0];
  expect(faultOf({ ...single, series: [{ name: "a", values }] }, { type: "pie" })).toBe(
    "chart/negative-slice",
  );
  const made = chart({ ...single, series: [{ name: "a", values: [3, 1, 0] }] }, { type: "pie" });
  expect(dataOf(made)).toMatchObject([[{ name: "East", value: 3 }, { value: 1 }]]);
  expect(made.marks[0]).toEqual([
    { series: 0, category: 0 },
    { series: 0, category: 1 },
  ]);
});

const slices = (count: number, additive: boolean) => ({
  categories: Array.from({ length: count }, (_, at) => `m${at}`),
  series: [{ name: "a", values: Array.from({ length: count }, (_, at) => at + 1) }],
  measures: [{ name: "a", additive }],
  others: [count - 1],
});

test("more than twelve slices become eleven and a rest, with Others in it, said so", () => {
  const made = chart(slices(20, true), { type: "pie" });
  const data = dataOf(made)[0] as { name: string; value: number }[];
  expect(data).toHaveLength(12);
  expect(data.at(-1)).toMatchObject({ name: "Rest", value: 20 + (8 * 9) / 2 });
  expect(data.slice(0, 2).map(({ name }) => name)).toEqual(["m8", "m9"]);
  expect(data.reduce((sum, { value }) => sum + value, 0)).toBe(210);
  expect(made.notes).toEqual([{ code: "slices-joined", shown: 11, all: 20 }]);
  expect(chart(slices(12, true), { type: "pie" }).notes).toEqual([]);
});

test("many values that do not add up are no pie", () => {
  expect(faultOf(slices(13, false), { type: "pie" })).toBe("chart/too-many-slices");
  expect(faultOf(slices(12, false), { type: "pie" })).toBe("");
});

test("a pie shows one series, and says that there are more", () => {
  expect(chart(regions, { type: "pie" }).notes).toEqual([{ code: "first-only", all: 2 }]);
});

test("points have two measures for places and a third for their area", () => {
  const made = chart(measured, { type: "scatter" });
  expect(dataOf(made)[0]).toMatchObject([
    { value: [100, 3] },
    { value: [200, 9], symbolSize: 26 },
    { value: [-50, 6] },
  ]);
  expect(made.option["xAxis"]).toMatchObject({ name: "Amount (EUR)" });
});

test("a heat map has no cell where there is no value, and one measure", () => {
  const made = chart(regions, { type: "heatmap" });
  expect((dataOf(made)[0] as { value: number[] }[]).map(({ value }) => value)).toEqual([
    [0, 0, 10],
    [0, 2, 30],
    [1, 0, 5],
    [1, 1, 20],
    [1, 2, 15],
  ]);
  expect(made.option["visualMap"]).toMatchObject({ min: 5, max: 30 });
  const negative = { ...regions, series: [{ name: "a", values: [-4, 1, null] }] };
  // Zero is in the middle of the colours.
  expect(chart(negative, { type: "heatmap" }).option["visualMap"]).toMatchObject({
    min: -4,
    max: 4,
  });
});

const names = (made: Chart) =>
  seriesOf(made).map(({ data }) => (data as { name: string }[])[0]?.name);

test("a gauge takes the target given, or that of the second measure", () => {
  expect(names(chart(single, { type: "gauge" }))).toEqual(["Amount"]);
  expect(names(chart(single, { type: "gauge", target: 10 }))[1]).toBe("Target 10 · 50 %");
  expect(names(chart(measured, { type: "gauge" }))[1]).toBe("Target €3 · 3333 %");
  expect(seriesOf(chart(single, { type: "gauge", target: 10 }))[0]).toMatchObject({ min: 0 });
});

test("the axes of a drawable option write the chart's texts, also after JSON", () => {
  const made = JSON.parse(JSON.stringify(chart(single, { type: "bar" }))) as Chart;
  const [axis] = drawableOption(made)["yAxis"] as {
    axisLabel: { formatter: (value: number) => string };
  }[];
  expect([0, 5, 20].map((value) => axis?.axisLabel.formatter(value))).toEqual(["0", "5", "20"]);
});

const cross = (categories: number, series: number) => ({
  categories: Array.from({ length: categories }, (_, at) => `c${at}`),
  series: Array.from({ length: series }, (_, at) => ({
    name: `s${at}`,
    values: Array.from({ length: categories }, (__, row) => row * at + 1),
  })),
});

test("5,000 × 36 values are cut to 20,000 points, and that is said", () => {
  const made = chart(cross(5000, 36), { type: "line" });
  expect(made.notes).toEqual([{ code: "categories-cut", shown: 555, all: 5000 }]);
  expect(dataOf(made).flat().length).toBeLessThanOrEqual(20_000);
  expect(chart(cross(500, 36), { type: "line" }).notes).toEqual([]);
  expect(chart(cross(5000, 36), { type: "heatmap" }).notes).toEqual([
    { code: "categories-cut", shown: 400, all: 5000 },
  ]);
  expect(chart(cross(10, 50), { type: "bar" }).notes).toEqual([
    { code: "series-cut", shown: 36, all: 50 },
  ]);
});
