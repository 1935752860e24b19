import { chartRows, chartThemes, describeChart, describeNote, markName } from "@ennead/core/chart";
import { expect, test } from "vitest";

import { formats, measured, regions, single } from "./support.ts";

const time = {
  ...single,
  categories: ["January", "February", "March"],
  series: [{ name: "Won", values: [10, null, 15] }],
  isTime: true,
  axis: "Month",
};

test("a chart in one sentence: type, measure, largest, smallest", () => {
  expect(describeChart(regions, { type: "bar", stacking: "stacked" }, formats)).toBe(
    "Stacked bar chart of Amount by Region: 3 categories, 2 series; largest South, Won with €30; smallest East, Lost with €5.",
  );
  expect(describeChart(single, { type: "pie" }, formats, "de-AT")).toBe(
    "Ringdiagramm: Amount nach Region: 3 Kategorien; am größten West mit €20; am kleinsten East mit €5.",
  );
});

test("over time, the trend is told", () => {
  expect(describeChart(time, { type: "line" }, formats)).toMatch(
    /up 50 % from January to March\.$/,
  );
  expect(describeChart(time, { type: "line" }, formats, "de")).toMatch(
    /Anstieg um 50 % von January bis March\.$/,
  );
  const falls = { ...time, series: [{ name: "Won", values: [-5, 0, -10] }] };
  expect(describeChart(falls, { type: "line" }, formats)).toMatch(
    /; down from January to March\.$/,
  );
});

test("no trend is told of averages that do not add up", () => {
  const averages = {
    ...time,
    series: [...time.series, ...time.series],
    measures: [{ name: "Average", additive: false }],
  };
  expect(describeChart(averages, { type: "line" }, formats)).not.toMatch("from");
});

test("a gauge tells its value and its target", () => {
  expect(describeChart(single, { type: "gauge", target: 9 }, formats)).toBe(
    "Gauge of Amount by Region: €5; target 9.",
  );
  expect(describeChart(measured, { type: "gauge" }, formats)).toMatch(": €100; target €3.");
});

test("every note is a sentence in both languages", () => {
  const cut = { code: "categories-cut", shown: 5, all: 9 } as const;
  expect(describeNote(cut)).toBe("Shows the first 5 of 9 categories.");
  expect(describeNote(cut, "de")).toBe("Zeigt die ersten 5 von 9 Kategorien.");
});

test("the twin has a line per category, without the dates put in for the eye", () => {
  expect(chartRows(regions, formats)).toEqual({
    head: ["Region", "Won", "Lost"],
    rows: [
      ["East", "€10", "€5"],
      ["West", "", "€20"],
      ["South", "€30", "€15"],
    ],
    categories: [0, 1, 2],
    all: 3,
  });
  expect(chartRows(time, formats).rows.map(([name]) => name)).toEqual(["January", "March"]);
  expect(chartRows(time, formats).categories).toEqual([0, 2]);
  expect(chartRows(regions, formats, { most: 1 })).toMatchObject({ rows: { length: 1 }, all: 3 });
});

test("a mark is named by what tells it apart", () => {
  expect(markName(regions, { series: 1, category: 0 })).toBe("East, Lost");
  expect(markName(single, { series: 0, category: 0 })).toBe("East");
});

type Rgb = readonly number[];

const linear = (color: string): Rgb =>
  [1, 3, 5].map((at) => {
    const share = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return share <= 0.040_45 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });

const times = (matrix: readonly Rgb[], rgb: Rgb): Rgb =>
  matrix.map((row) => row.reduce((sum, part, at) => sum + part * (rgb[at] ?? 0), 0));

/** Machado, Oliveira and Fernandes (2009), severity 1. */
const sights: Readonly<Record<string, readonly Rgb[]>> = {
  full: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protan: [
    [0.152_286, 1.052_583, -0.204_868],
    [0.114_503, 0.786_281, 0.099_216],
    [-0.003_882, -0.048_116, 1.051_998],
  ],
  deutan: [
    [0.367_322, 0.860_646, -0.227_968],
    [0.280_085, 0.672_501, 0.047_413],
    [-0.011_82, 0.042_94, 0.968_881],
  ],
  tritan: [
    [1.255_528, -0.076_749, -0.178_779],
    [-0.078_411, 0.930_809, 0.147_602],
    [0.004_733, 0.691_367, 0.3039],
  ],
};

/** Oklab (Ottosson 2020), in which distances are those seen. */
const oklab = (rgb: Rgb): Rgb =>
  times(
    [
      [0.210_454_255_3, 0.793_617_785, -0.004_072_046_8],
      [1.977_998_495_1, -2.428_592_205, 0.450_593_709_9],
      [0.025_904_037_1, 0.782_771_766_2, -0.808_675_766],
    ],
    times(
      [
        [0.412_221_470_8, 0.536_332_536_3, 0.051_445_992_9],
        [0.211_903_498_2, 0.680_699_545_1, 0.107_396_956_6],
        [0.088_302_461_9, 0.281_718_837_6, 0.629_978_700_5],
      ],
      rgb,
    ).map(Math.cbrt),
  );

const luminance = (color: string): number => {
  const [red = 0, green = 0, blue = 0] = linear(color);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};

const contrast = (one: string, other: string): number => {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
};

test.for(["light", "dark"] as const)("colours are seen on their ground and apart, %s", (name) => {
  const { colors, others, background, text, mutedText } = chartThemes[name];
  for (const color of [...colors, others]) {
    expect(contrast(color, background)).toBeGreaterThanOrEqual(3);
  }
  for (const color of [text, mutedText]) {
    expect(contrast(color, background)).toBeGreaterThanOrEqual(4.5);
  }
  for (const matrix of Object.values(sights)) {
    const seen = [...colors, others].map((color) => oklab(times(matrix, linear(color))));
    for (const [at, one] of seen.entries()) {
      for (const other of seen.slice(at + 1)) {
        const distance = Math.hypot(...one.map((part, axis) => part - (other[axis] ?? 0)));
        expect(distance).toBeGreaterThan(0.09);
      }
    }
  }
});
