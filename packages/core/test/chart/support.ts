import {
  chartOf,
  chartThemes,
  type Chart,
  type ChartFormats,
  type ChartLook,
  type ChartSettings,
  type ChartTable,
} from "@ennead/core/chart";
import { unwrap } from "@ennead/core/kernel";

export const formats: ChartFormats = {
  value: (value) => `€${value}`,
  axis: (value) => String(value),
  percent: (share) => `${Math.round(share * 100)} %`,
};

export const look: ChartLook = { theme: chartThemes.light };

export const regions: ChartTable = {
  categories: ["East", "West", "South"],
  series: [
    { name: "Won", values: [10, null, 30], group: 0 },
    { name: "Lost", values: [5, 20, 15], group: 1 },
  ],
  groups: ["Won", "Lost"],
  measures: [{ name: "Amount", unit: "EUR", additive: true }],
  axis: "Region",
};

export const single: ChartTable = { ...regions, series: regions.series.slice(1) };

export const measured: ChartTable = {
  categories: ["Ada", "Ben", "Cleo"],
  series: [
    { name: "Amount", values: [100, 200, -50], measure: 0 },
    { name: "Deals", values: [3, 9, 6], measure: 1 },
    { name: "Calls", values: [1, 4, null], measure: 2 },
  ],
  measures: [{ name: "Amount", unit: "EUR" }, { name: "Deals" }, { name: "Calls" }],
};

export const chart = (
  table: ChartTable,
  settings: ChartSettings,
  own: Partial<ChartLook> = {},
): Chart => unwrap(chartOf(table, settings, { ...look, ...own }, formats));

/** The series of an option, as the tests look at them. */
export const seriesOf = ({ option }: Chart): readonly Readonly<Record<string, unknown>>[] =>
  option["series"] as unknown as readonly Readonly<Record<string, unknown>>[];

export const dataOf = (made: Chart): unknown[] => seriesOf(made).map(({ data }) => data);
