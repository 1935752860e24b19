import { valueAt, type ChartFormats, type ChartTable } from "./table.ts";

/** The numbers of a chart as lines of text: what a reader who does not see it reads instead. */
export interface ChartRows {
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** The category of each line, by its index in the table. */
  readonly categories: readonly number[];
  /** Lines there are; more than in `rows` when they were cut. */
  readonly all: number;
}

/** The table twin of a chart: a line per category with a number, a column per series; at most `most` lines. */
export const chartRows = (
  table: ChartTable,
  formats: ChartFormats,
  { most = Number.POSITIVE_INFINITY }: { readonly most?: number } = {},
): ChartRows => {
  // Dates without records were put in for the eye.
  const filled = [...table.categories.keys()].filter(
    (category) =>
      table.isTime !== true || table.series.some((_, at) => valueAt(table, at, category) !== null),
  );
  const shown = filled.slice(0, most);
  return {
    head: [table.axis ?? "", ...table.series.map(({ name }) => name)],
    rows: shown.map((category) => [
      table.categories[category] ?? "",
      ...table.series.map((_, at) => {
        const value = valueAt(table, at, category);
        return value === null ? "" : formats.value(value, at, category);
      }),
    ]),
    categories: shown,
    all: filled.length,
  };
};
