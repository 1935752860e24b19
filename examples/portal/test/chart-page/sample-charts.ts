import {
  chartOf,
  chartThemes,
  chartTypes,
  type ChartFormats,
  type ChartTable,
  type ChartType,
} from "@ennead/core/chart";
import { renderChartSvg } from "@ennead/core/chart/svg";
import { unwrap } from "@ennead/core/kernel";

const formats: ChartFormats = {
  value: (value) => `€${value}`,
  axis: (value) => `${value / 1000} k`,
  percent: (share) => `${Math.round(share * 100)} %`,
};

const names = [
  "East",
  "West <img onerror>",
  "שלום עולם",
  "東京都",
  "👩‍👩‍👧‍👦 family",
  "Ångström",
  "Others",
];

const values = (from: number, sign: number): (number | null)[] =>
  names.map((_, at) => (at === 2 ? null : ((at * 7919 + from) % 9973) * (at % 3 === 1 ? sign : 1)));

const tableOf = (sign: number): ChartTable => ({
  categories: names,
  series: [0, 1, 2].flatMap((group) =>
    [0, 1].map((measure) => ({
      name: `${names[group]} ${measure}`,
      group,
      measure,
      values: values(group * 100 + measure * 17 + 1, sign),
    })),
  ),
  groups: names.slice(0, 3),
  measures: [
    { name: "Amount", unit: "EUR", additive: true },
    { name: "Cost", unit: "EUR", additive: true },
  ],
  others: [6],
  axis: "Region",
  title: "Amount by region",
});

const draw = (type: ChartType, theme: "light" | "dark"): string => {
  const table = tableOf(type === "pie" || type === "area" ? 1 : -1);
  const settings = { type, stacking: "percent", legend: true, target: 9000 } as const;
  const size = { width: 720, height: 400 };
  const look = { theme: chartThemes[theme], ...size };
  return renderChartSvg(unwrap(chartOf(table, settings, look, formats)), size);
};

/** Every type of chart as SVG, light and dark, by its name. */
export const sampleCharts = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    chartTypes.flatMap((type) =>
      (["light", "dark"] as const).map(
        (theme) => [`${type}, ${theme}`, draw(type, theme)] as const,
      ),
    ),
  );
