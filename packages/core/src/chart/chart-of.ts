import { fault, type Result } from "../kernel/index.ts";
import { cartesianChart } from "./cartesian-chart.ts";
import type { Chart, ChartLook, ChartSettings } from "./chart.ts";
import { cutTable } from "./cut.ts";
import { gaugeChart } from "./gauge-chart.ts";
import { heatmapChart } from "./heatmap-chart.ts";
import { pieChart } from "./pie-chart.ts";
import { scatterChart } from "./scatter-chart.ts";
import { valueAt, type ChartFormats, type ChartTable } from "./table.ts";

const drawn = (
  table: ChartTable,
  settings: ChartSettings,
  look: ChartLook,
  formats: ChartFormats,
): Result<Chart> => {
  switch (settings.type) {
    case "bar":
    case "line":
    case "area":
      return { ok: true, value: cartesianChart(table, settings, look, formats) };
    case "pie":
      return pieChart(table, settings, look, formats);
    case "scatter":
      return scatterChart(table, settings, look, formats);
    case "heatmap":
      return { ok: true, value: heatmapChart(table, look, formats) };
    case "gauge":
      return { ok: true, value: gaugeChart(table, settings, look, formats) };
    default:
      return settings.type satisfies never;
  }
};

/**
 * A table as a chart, as plain JSON. Order is that of the table; nothing is left out without a note.
 *
 * Faults: `chart/nothing-to-draw` for a table without a number, `chart/negative-slice`, `chart/too-many-slices`,
 * `chart/needs-two-measures`.
 */
export const chartOf = (
  whole: ChartTable,
  settings: ChartSettings,
  look: ChartLook,
  formats: ChartFormats,
): Result<Chart> => {
  const hasNumber = whole.series.some((_, series) =>
    whole.categories.some((__, category) => valueAt(whole, series, category) !== null),
  );
  if (!hasNumber) {
    return {
      ok: false,
      error: fault("chart/nothing-to-draw", "There is no number to draw a chart of."),
    };
  }
  // Pies join and gauges choose by themselves.
  const isOwn = settings.type === "pie" || settings.type === "gauge";
  const { table, notes } = isOwn
    ? { table: whole, notes: [] }
    : cutTable(whole, settings.type, look.points);
  const chart = drawn(table, settings, look, formats);
  return chart.ok
    ? { ok: true, value: { ...chart.value, notes: [...notes, ...chart.value.notes] } }
    : chart;
};
