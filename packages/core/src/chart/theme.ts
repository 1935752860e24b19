/** Colours and type of a chart, as CSS colours and font names; hosts take them from their design tokens. */
export interface ChartTheme {
  /** Colours of the series, in order; they repeat when there are more series. */
  readonly colors: readonly string[];
  readonly text: string;
  /** Labels of axes. */
  readonly mutedText: string;
  /** Axes and grid lines. */
  readonly line: string;
  readonly background: string;
  readonly fontFamily: string;
}
