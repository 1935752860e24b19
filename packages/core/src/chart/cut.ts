import type { ChartNote, ChartType } from "./chart.ts";
import type { ChartTable } from "./table.ts";

/** Values of a chart drawn at most. */
const mostPoints = 20_000;

// Beyond these nobody tells one mark from the next.
const legible: Readonly<
  Record<ChartType, { readonly categories: number; readonly series: number }>
> = {
  bar: { categories: 400, series: 36 },
  line: { categories: 10_000, series: 36 },
  area: { categories: 10_000, series: 36 },
  pie: { categories: 10_000, series: 1 },
  scatter: { categories: 20_000, series: 108 },
  heatmap: { categories: 400, series: 400 },
  gauge: { categories: 1, series: 2 },
};

/** The first categories and series of a table that a chart can show, and what was left out. */
export const cutTable = (
  table: ChartTable,
  type: ChartType,
  points: number = mostPoints,
): { readonly table: ChartTable; readonly notes: readonly ChartNote[] } => {
  const most = legible[type];
  const series = Math.max(1, Math.min(table.series.length, most.series, points));
  const categories = Math.min(
    table.categories.length,
    most.categories,
    Math.max(1, Math.floor(points / series)),
  );
  const all = { categories: table.categories.length, series: table.series.length };
  const notes: ChartNote[] = [];
  if (categories < all.categories) {
    notes.push({ code: "categories-cut", shown: categories, all: all.categories });
  }
  if (series < all.series) notes.push({ code: "series-cut", shown: series, all: all.series });
  if (notes.length === 0) return { table, notes };
  return {
    table: {
      ...table,
      categories: table.categories.slice(0, categories),
      series: table.series.slice(0, series).map((run) => ({
        ...run,
        values: run.values.slice(0, categories),
      })),
    },
    notes,
  };
};
