/** Colours and type of a chart, as CSS colours and font names; hosts take them from their design tokens. */
export interface ChartTheme {
  /** Colours of the series, in order; they repeat when there are more series. */
  readonly colors: readonly string[];
  /** Colour of Others. */
  readonly others: string;
  readonly text: string;
  /** Labels of axes. */
  readonly mutedText: string;
  /** Axes and grid lines. */
  readonly line: string;
  readonly background: string;
  readonly fontFamily: string;
  /** Colours are not the reader's to choose (forced colours): patterns are drawn strong, and always. */
  readonly patternsOnly?: boolean;
}

const fontFamily = "Roboto, Arial, sans-serif";

/**
 * Themes for paper, mail and files. Every colour has contrast 3 against the background, texts 4.5. The colours of the
 * series, and the grey, stay apart for readers who see no red, no green or no blue.
 */
export const chartThemes: Readonly<Record<"light" | "dark", ChartTheme>> = {
  light: {
    colors: [
      "#4443f3",
      "#c37f16",
      "#074c52",
      "#a61f9f",
      "#3889f9",
      "#636015",
      "#570191",
      "#06233f",
    ],
    others: "#85858f",
    text: "#1b1c22",
    mutedText: "#5a5d6b",
    line: "#e6e6ec",
    background: "#ffffff",
    fontFamily,
  },
  dark: {
    colors: [
      "#94a3ff",
      "#fb423c",
      "#0cc58d",
      "#cb2e58",
      "#57d9ff",
      "#afd552",
      "#606ada",
      "#e9f0fd",
    ],
    others: "#8b8d98",
    text: "#ecedf1",
    mutedText: "#a4a8b6",
    line: "#2d2f36",
    background: "#141518",
    fontFamily,
  },
};
