import type { JsonObject } from "../kernel/index.ts";
import type { ChartLook } from "./chart.ts";
import { withAlpha } from "./color.ts";
import { literal } from "./names.ts";
import type { ChartTheme } from "./theme.ts";

export const longestName = 28;

export const colorAt = ({ colors, text }: ChartTheme, at: number): string =>
  colors[at % Math.max(colors.length, 1)] ?? text;

const stripes = Math.PI / 4;

/** Patterns that tell series apart without colour; the first is plain. Lengths in pixels, angles in radians. */
const patterns: readonly (JsonObject | "none")[] = [
  "none",
  { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 6], rotation: stripes },
  {
    symbol: "circle",
    symbolSize: 0.5,
    dashArrayX: [
      [6, 6],
      [0, 6, 6, 0],
    ],
    dashArrayY: [6, 0],
  },
  { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 6], rotation: -stripes },
  { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [1, 4], rotation: 0 },
  {
    symbol: "triangle",
    symbolSize: 0.7,
    dashArrayX: [
      [9, 9],
      [0, 9, 9, 0],
    ],
    dashArrayY: [9, 0],
  },
  { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [1, 4], rotation: 2 * stripes },
  {
    symbol: "rect",
    symbolSize: 0.6,
    dashArrayX: [
      [8, 8],
      [0, 8, 8, 0],
    ],
    dashArrayY: [8, 0],
  },
];

/** The fill of the `at`-th of several series or slices. */
export const fillAt = (
  { theme, patterns: wanted }: ChartLook,
  at: number,
  color: string = colorAt(theme, at),
): JsonObject => {
  const pattern = wanted === false ? "none" : (patterns[at % patterns.length] ?? "none");
  if (pattern === "none") return { color };
  const ink = theme.patternsOnly === true ? theme.background : withAlpha(theme.background, 0.3);
  return { color, decal: { ...pattern, color: ink } };
};

export const symbols = ["circle", "rect", "triangle", "diamond", "roundRect", "pin"] as const;

export const textStyle = ({ theme }: ChartLook): JsonObject => ({
  color: theme.text,
  fontFamily: theme.fontFamily,
  fontSize: 12,
});

export const mutedStyle = (look: ChartLook): JsonObject => ({
  ...textStyle(look),
  color: look.theme.mutedText,
});

/** What every chart has: still, on the theme's ground, nothing in it takes a click in a file. */
export const baseOption = (look: ChartLook): JsonObject => ({
  animation: false,
  useUTC: true,
  backgroundColor: look.theme.background,
  color: [...look.theme.colors],
  textStyle: textStyle(look),
  stateAnimation: { duration: 0 },
});

export const titleOption = (title: string | undefined, look: ChartLook): JsonObject =>
  title === undefined
    ? {}
    : {
        title: {
          text: literal(title),
          ...(look.direction === "rtl" ? { right: 8 } : { left: 8 }),
          top: 8,
          textStyle: {
            ...textStyle(look),
            fontSize: 14,
            fontWeight: 600,
            overflow: "truncate",
            width: Math.max(40, (look.width ?? 800) - 32),
          },
        },
      };

export const legendOption = (names: readonly string[], look: ChartLook): JsonObject => ({
  legend: {
    show: true,
    type: "scroll",
    bottom: 4,
    align: look.direction === "rtl" ? "right" : "left",
    itemWidth: 14,
    itemHeight: 10,
    itemGap: 14,
    textStyle: textStyle(look),
    // A legend too long for its place is turned by a pager that has colours of its own, made for white paper.
    pageTextStyle: textStyle(look),
    pageIconColor: look.theme.text,
    pageIconInactiveColor: look.theme.line,
    data: [...names],
  },
});

export const legendHeight = 36;
export const titleHeight = 34;
