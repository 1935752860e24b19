import { chartTypes, type ChartTable } from "@ennead/core/chart";
import { renderChartSvg } from "@ennead/core/chart/svg";
import { expect, test } from "vitest";

import { chart, measured, single } from "./support.ts";

const size = { width: 640, height: 360 };

const textsOf = (svg: string): string[] =>
  [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map((match) => match[1] ?? "");

const hostile = [
  "<img src=x onerror=alert(1)>",
  "</text><script>alert(1)</script>",
  "x".repeat(10_000),
  "شركة \u202Eevil",
  "👩‍👩‍👧‍👦 family",
  "__proto__",
  "constructor",
  "{a|styled} {b} {c}",
  "]]>&amp;\"'",
  "line\nbreak\u0000",
  "",
];

const hostileTable: ChartTable = {
  categories: hostile,
  series: [0, 1].flatMap((group) =>
    [0, 1].map((measure) => ({
      name: hostile[group] ?? "",
      group,
      measure,
      values: hostile.map((_, at) => at + group + measure + 1),
    })),
  ),
  groups: hostile.slice(0, 2),
  measures: [{ name: hostile[1] ?? "", unit: hostile[0] ?? "" }, { name: "__proto__" }],
  title: hostile[7] ?? "",
};

test.for([...chartTypes])("hostile names are text and nothing else in a %s", (type) => {
  const svg = renderChartSvg(chart(hostileTable, { type, legend: true }), size);
  const tags = new Set([...svg.matchAll(/<\/?([a-z]+)/gi)].map((match) => match[1]));
  for (const tag of ["img", "script", "style", "foreignObject", "a", "image"]) {
    expect(tags).not.toContain(tag);
  }
  expect(svg).not.toMatch(/<[^>]+\son[a-z]+=/i);
  expect(svg).not.toMatch(/href|javascript:|@import/i);
  expect(svg).not.toContain("\u0000");
  expect(svg).not.toContain("\u202E");
  expect(svg.length).toBeLessThan(200_000);
});

test("a name that reads like a template is drawn as it is", () => {
  const table = { ...single, categories: ["{b}", "{a|x}", "{value}"] };
  const seen = (type: "bar" | "pie") =>
    textsOf(renderChartSvg(chart(table, { type }), size)).map((text) =>
      text.replaceAll("\u2060", ""),
    );
  for (const name of table.categories) {
    expect(seen("bar")).toContain(name);
    expect(seen("pie")).toContain(name);
  }
});

test("names that read the same are told apart in the legend", () => {
  const twice = { ...single, series: [...single.series, ...single.series] };
  const texts = textsOf(renderChartSvg(chart(twice, { type: "bar" }), size));
  expect(texts).toEqual(expect.arrayContaining(["Lost", "Lost (2)"]));
});

test("a drawing is the same whatever was drawn before it", () => {
  for (const type of chartTypes) {
    const made = chart(type === "scatter" ? measured : single, { type });
    const first = renderChartSvg(made, size);
    renderChartSvg(chart(measured, { type: "line" }), size);
    expect(renderChartSvg(made, size)).toBe(first);
    expect(first).toMatch(/^<svg width="640" height="360"/);
  }
});

test("ids begin as told, for several drawings in one document", () => {
  const made = chart(measured, { type: "area" });
  const ids = (id: string) =>
    [...renderChartSvg(made, { ...size, id }).matchAll(/ id="([^"]*)"/g)].map((match) => match[1]);
  expect(ids("one").length).toBeGreaterThan(0);
  expect(ids("one").every((id) => id?.startsWith("one-"))).toBe(true);
});

test("20,000 values are drawn in seconds", () => {
  const many = {
    categories: Array.from({ length: 5000 }, (_, at) => `c${at}`),
    series: Array.from({ length: 36 }, (_, at) => ({
      name: `s${at}`,
      values: Array.from({ length: 5000 }, (__, row) => Math.sin(row + at)),
    })),
  };
  const svg = renderChartSvg(chart(many, { type: "heatmap" }), size);
  expect(svg.length).toBeGreaterThan(1_000_000);
});
