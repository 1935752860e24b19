/** A measure: what the numbers of some series are. */
export interface ChartMeasure {
  readonly name: string;
  /** Unit like `EUR`; measures of different units get axes of their own. */
  readonly unit?: string;
  /** Whether values add up to a whole: sums and counts do, averages and ratios do not. */
  readonly additive?: boolean;
}

/** One value per category, null where there is none. */
export interface ChartSeries {
  readonly name: string;
  readonly values: readonly (number | null)[];
  /** Index into `measures`; the first unless given. */
  readonly measure?: number;
  /** Index into `groups`: series of one group differ by measure only, which scatter charts pair up. */
  readonly group?: number;
  /** The rest of a top-N: drawn grey. */
  readonly isOthers?: boolean;
}

/**
 * What a chart shows, in the order it is shown in. Names are plain text, whatever they hold; two may read the same.
 */
export interface ChartTable {
  readonly categories: readonly string[];
  readonly series: readonly ChartSeries[];
  readonly measures?: readonly ChartMeasure[];
  /** Names of the groups of series, without the measure. */
  readonly groups?: readonly string[];
  /** Categories that are the rest of a top-N: drawn grey. */
  readonly others?: readonly number[];
  /** Categories are places in time, ascending: charts draw them as a run and tell a trend. */
  readonly isTime?: boolean;
  /** Name of what the categories are, like `Region`. */
  readonly axis?: string;
  readonly title?: string;
  /** The chart in words, for readers who do not see it. */
  readonly description?: string;
}

/** A place in a table; -1 is the rest that a chart put together. */
export interface ChartMark {
  readonly series: number;
  readonly category: number;
  /** The value of what a chart put together. */
  readonly value?: number;
}

/**
 * How numbers are written. `value` is exact, `axis` short, but exact enough to tell it from the
 * next line, `step` away; `percent` takes a share of 1.
 */
export interface ChartFormats {
  readonly value: (value: number, series: number, category: number) => string;
  readonly axis: (value: number, measure: number, step?: number) => string;
  readonly percent: (share: number) => string;
}

const one: readonly ChartMeasure[] = [{ name: "", additive: true }];

/** The measures of a table; a table without any has one that adds up. */
export const measuresOf = ({ measures }: ChartTable): readonly ChartMeasure[] =>
  measures === undefined || measures.length === 0 ? one : measures;

/** A value that can be drawn: finite, or null. */
export const drawable = (value: number | null | undefined): number | null =>
  value !== null && value !== undefined && Number.isFinite(value) ? value : null;

export const valueAt = (table: ChartTable, series: number, category: number): number | null =>
  drawable(table.series[series]?.values[category]);
