/**
 * Charts as data: ECharts options computed from a small table, without ECharts.
 *
 * @example
 * ```ts
 * import { chartOf, chartThemes, describeChart } from "@ennead/core/chart";
 * import { unwrap } from "@ennead/core/kernel";
 *
 * const formats = {
 *   value: (value: number) => `€${value}`,
 *   axis: (value: number) => String(value),
 *   percent: (share: number) => `${Math.round(share * 100)} %`,
 * };
 * const table = {
 *   categories: ["Q1", "Q2"],
 *   series: [{ name: "Won", values: [10, null] }],
 *   measures: [{ name: "Won", unit: "EUR", additive: true }],
 * };
 * const chart = unwrap(chartOf(table, { type: "bar" }, { theme: chartThemes.light }, formats));
 * chart.marks; // [[{ "series": 0, "category": 0 }, null]]
 * describeChart(table, { type: "bar" }, formats); // "Bar chart of Won: 2 categories; Q1 is €10."
 * ```
 */
export {
  chartTypes,
  type AxisTexts,
  type Chart,
  type ChartLook,
  type ChartNote,
  type ChartOption,
  type ChartSettings,
  type ChartType,
  type ChartWords,
  type Stacking,
} from "./chart.ts";
export { chartOf } from "./chart-of.ts";
export { chartRows, type ChartRows } from "./chart-rows.ts";
export {
  crossTable,
  type CrossNode,
  type CrossResult,
  type CrossTable,
  type CrossView,
} from "./cross-table.ts";
export { describeChart, describeNote, markName } from "./describe-chart.ts";
export { drawableOption } from "./drawable-option.ts";
export { chartThemes, type ChartTheme } from "./theme.ts";
export type { RunningGrain } from "./time-places.ts";
export type { ChartFormats, ChartMark, ChartMeasure, ChartSeries, ChartTable } from "./table.ts";
