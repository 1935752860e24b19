import type { Json } from "../kernel/index.ts";
import type { ChartMark } from "./table.ts";
import type { ChartTheme } from "./theme.ts";

export const chartTypes = ["bar", "line", "area", "pie", "scatter", "heatmap", "gauge"] as const;

export type ChartType = (typeof chartTypes)[number];

/** Series of one category on top of each other: as they are, or as shares of the category. */
export type Stacking = "none" | "stacked" | "percent";

/** What a chart is to look like; plain JSON, as a report keeps it. */
export interface ChartSettings {
  readonly type: ChartType;
  readonly stacking?: Stacking;
  /** Bars only: categories from top to bottom. */
  readonly horizontal?: boolean;
  /** Shown for several series unless false. */
  readonly legend?: boolean;
  /** Gauges only: the value to be reached; the second measure unless given. */
  readonly target?: number;
}

/** Words of a chart that are no data. */
export interface ChartWords {
  /** The rest of a pie. */
  readonly rest: string;
  readonly target: string;
}

/** What surrounds a chart: nothing in here changes what it says. */
export interface ChartLook {
  readonly theme: ChartTheme;
  readonly words?: ChartWords;
  readonly direction?: "ltr" | "rtl";
  /** Patterns beside colours; for several series unless false. Some PDF writers cannot draw them. */
  readonly patterns?: boolean;
  /** Values of a chart drawn at most: 20,000 unless given. */
  readonly points?: number;
  /** Pixels, for the number of labels that fit: 800 × 400 unless given. */
  readonly width?: number;
  readonly height?: number;
}

/** Something left out or changed, which whoever shows the chart must say. */
export type ChartNote =
  | {
      readonly code: "categories-cut" | "series-cut" | "slices-joined";
      readonly shown: number;
      readonly all: number;
    }
  /** Values that do not add up, or lines above and below zero, stand beside each other. */
  | { readonly code: "not-stacked" }
  /** The values of these measures have a third unit, or the chart has no place for them. */
  | { readonly code: "measures-left-out"; readonly count: number }
  /** Only the first value is shown, of so many. */
  | { readonly code: "first-only"; readonly all: number };

/** Texts of axis lines: a value stands at `min + index * step`. `at` is the path of the axis in the option. */
export interface AxisTexts {
  readonly at: readonly (string | number)[];
  readonly min: number;
  readonly step: number;
  readonly texts: readonly string[];
}

export type ChartOption = { readonly [key: string]: Json };

/** A chart as plain JSON, the same wherever it was computed. */
export interface Chart {
  readonly type: ChartType;
  /** An ECharts option without a function, markup or animation. */
  readonly option: ChartOption;
  /** What `drawableOption` writes at the axes. */
  readonly axes: readonly AxisTexts[];
  /** By series and item of the option: the place in the table; null where nothing is to be seen. */
  readonly marks: readonly (readonly (ChartMark | null)[])[];
  readonly notes: readonly ChartNote[];
}
