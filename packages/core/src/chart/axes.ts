import type { JsonObject } from "../kernel/index.ts";
import type { AxisTexts, ChartLook } from "./chart.ts";
import { mutedStyle } from "./look.ts";
import { literal, shortName } from "./names.ts";
import { linesOf, type Scale } from "./scale.ts";

/** An axis of names. `at` is which way it runs: along the bottom or down the side. */
export const categoryAxis = (
  names: readonly string[],
  look: ChartLook,
  { inverse, isSide }: { readonly inverse: boolean; readonly isSide: boolean },
): JsonObject => {
  const length = (isSide ? look.height : look.width) ?? (isSide ? 400 : 800);
  const room = Math.max(40, (length - 80) / Math.max(names.length, 1));
  // Where each name has room for some characters all are shown, shortened; else as many as fit.
  const all = !isSide && room >= 48;
  const longest = isSide ? 24 : all ? Math.min(28, Math.floor((room - 6) / 6.6)) : 12;
  return {
    type: "category",
    data: names.map((name) => shortName(name, longest)),
    inverse,
    ...(isSide && look.direction === "rtl" ? { position: "right" } : {}),
    axisLabel: { ...mutedStyle(look), ...(all ? { interval: 0 } : { hideOverlap: true }) },
    axisLine: { lineStyle: { color: look.theme.mutedText } },
    axisTick: { show: false },
  };
};

/** An axis of numbers whose lines are given: a renderer needs no measuring to find them. */
export const valueAxis = (
  scale: Scale,
  name: string | undefined,
  look: ChartLook,
  {
    inverse = false,
    position,
    lines = true,
    isSide = true,
  }: {
    readonly inverse?: boolean;
    readonly position?: string;
    readonly lines?: boolean;
    readonly isSide?: boolean;
  } = {},
): JsonObject => ({
  type: "value",
  min: scale.min,
  max: scale.max,
  interval: scale.step,
  inverse,
  ...(position === undefined ? {} : { position }),
  ...(name === undefined || name === ""
    ? {}
    : isSide
      ? {
          name: literal(shortName(name, 24)),
          nameGap: 12,
          nameTextStyle: { ...mutedStyle(look), align: position === "right" ? "right" : "left" },
        }
      : {
          name: literal(shortName(name, 40)),
          nameLocation: "middle",
          nameGap: 26,
          nameTextStyle: mutedStyle(look),
        }),
  axisLabel: { ...mutedStyle(look), hideOverlap: true },
  axisLine: { show: false },
  axisTick: { show: false },
  splitLine: { show: lines, lineStyle: { color: look.theme.line } },
});

export const axisTexts = (
  at: AxisTexts["at"],
  scale: Scale,
  write: (value: number, step: number) => string,
): AxisTexts => ({
  at,
  min: scale.min,
  step: scale.step,
  texts: linesOf(scale).map((value) => write(value, scale.step)),
});
