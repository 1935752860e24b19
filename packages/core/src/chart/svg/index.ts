/**
 * Charts as SVG files, for PDF, mail and print: the one part of charts that loads ECharts.
 *
 * @example
 * ```ts
 * import { chartOf, chartThemes } from "@ennead/core/chart";
 * import { renderChartSvg } from "@ennead/core/chart/svg";
 * import { unwrap } from "@ennead/core/kernel";
 *
 * const formats = { value: String, axis: String, percent: String };
 * const table = { categories: ["<b>East</b>"], series: [{ name: "Won", values: [10] }] };
 * const chart = unwrap(chartOf(table, { type: "bar" }, { theme: chartThemes.light }, formats));
 * const svg = renderChartSvg(chart, { width: 600, height: 300 });
 * svg.startsWith("<svg "); // true
 * svg.includes("&lt;b&gt;East&lt;/b&gt;"); // true
 * ```
 */
export { registerChartParts } from "./components.ts";
export { renderChartSvg, type SvgOptions } from "./render-chart-svg.ts";
