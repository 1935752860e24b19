/**
 * Charts as data: ECharts options computed from a small table, without ECharts.
 *
 * @example
 * ```ts
 * import { barChart } from "@ennead/core/chart";
 *
 * const theme = {
 *   colors: ["#2b6cb0", "#b7791f"],
 *   text: "#1a202c",
 *   mutedText: "#4a5568",
 *   line: "#cbd5e0",
 *   background: "#ffffff",
 *   fontFamily: "sans-serif",
 * };
 * const option = barChart(
 *   { categories: ["Q1", "Q2"], series: [{ name: "Won", values: [10, null] }], unit: "EUR" },
 *   theme,
 * );
 * option.tooltip.renderMode; // "richText"
 * ```
 */
export type { ChartTheme } from "./theme.ts";
export {
  barChart,
  type BarChartOption,
  type BarOptions,
  type ChartSeries,
  type ChartTable,
} from "./bar-chart.ts";
