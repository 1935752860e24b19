import type { JsonObject } from "../kernel/index.ts";
import { categoryAxis } from "./axes.ts";
import type { Chart, ChartLook, ChartNote } from "./chart.ts";
import { mixed, readableOn } from "./color.ts";
import { baseOption, colorAt, mutedStyle, titleHeight, titleOption } from "./look.ts";
import { literal } from "./names.ts";
import { extentOf } from "./scale.ts";
import {
  measuresOf,
  valueAt,
  type ChartFormats,
  type ChartMark,
  type ChartTable,
} from "./table.ts";

/** Cells that are wide enough for their number. */
const cellWidth = 52;
const cellHeight = 18;

/** Categories down the side, series across, the value as a colour; the numbers stand in the cells where they fit. */
export const heatmapChart = (table: ChartTable, look: ChartLook, formats: ChartFormats): Chart => {
  const { theme } = look;
  const rtl = look.direction === "rtl";
  const measures = measuresOf(table);
  // One colour scale means one measure.
  const kept = [...table.series.keys()].filter((at) => (table.series[at]?.measure ?? 0) === 0);
  const values = kept.map((series) =>
    table.categories.map((_, category) => valueAt(table, series, category)),
  );
  const [low, high] = extentOf(values.flat()) ?? [0, 0];
  const diverges = low < 0 && high > 0;
  const end = Math.max(Math.abs(low), Math.abs(high)) || 1;
  const [from, to] = diverges
    ? [-end, end]
    : low === high
      ? [Math.min(0, low), Math.max(0, high) || 1]
      : [low, high];
  const strong = colorAt(theme, 0);
  const pale = mixed(theme.background, strong, 0.1);
  const opposite = colorAt(theme, 1);
  const ramp = diverges
    ? [opposite, mixed(theme.background, theme.mutedText, 0.12), strong]
    : low < 0
      ? [opposite, mixed(theme.background, opposite, 0.1)]
      : [pale, strong];
  // As the renderer mixes them, for the text upon the colour.
  const colorOf = (value: number): string => {
    const share = (value - from) / (to - from);
    const steps = ramp.length - 1;
    const at = Math.min(steps - 1, Math.floor(share * steps));
    return mixed(ramp[at] ?? pale, ramp[at + 1] ?? strong, share * steps - at);
  };

  const names = kept.map((at) => {
    const { group, name = "" } = table.series[at] ?? {};
    return group === undefined ? name : (table.groups?.[group] ?? name);
  });
  const [width, height] = [look.width ?? 800, look.height ?? 400];
  const labelled =
    (width - 160) / Math.max(kept.length, 1) >= cellWidth &&
    (height - 110) / Math.max(table.categories.length, 1) >= cellHeight;
  const marks: ChartMark[] = [];
  const data: JsonObject[] = [];
  for (const [x, series] of kept.entries()) {
    for (let y = 0; y < table.categories.length; y += 1) {
      const value = values[x]?.[y] ?? null;
      if (value === null) continue;
      marks.push({ series, category: y });
      const color = colorOf(value);
      data.push({
        value: [x, y, value],
        ...(labelled
          ? {
              label: {
                show: true,
                formatter: literal(formats.axis(value, 0)),
                color: readableOn(color, theme.text, theme.background),
              },
            }
          : {}),
      });
    }
  }
  const notes: ChartNote[] =
    measures.length > 1 ? [{ code: "measures-left-out", count: measures.length - 1 }] : [];
  const axisLine = { show: false };
  const option: JsonObject = {
    ...baseOption(look),
    ...titleOption(table.title, look),
    grid: {
      left: 16,
      right: 16,
      top: (table.title === undefined ? 0 : titleHeight) + 12,
      bottom: 46,
      outerBoundsMode: "same",
      outerBoundsContain: "axisLabel",
    },
    xAxis: { ...categoryAxis(names, look, { inverse: rtl, isSide: false }), axisLine },
    yAxis: {
      ...categoryAxis(table.categories, look, { inverse: true, isSide: true }),
      axisLine,
    },
    visualMap: {
      type: "continuous",
      show: marks.length > 0,
      min: from,
      max: to,
      dimension: 2,
      calculable: false,
      seriesIndex: 0,
      orient: "horizontal",
      left: "center",
      bottom: 8,
      itemWidth: 12,
      itemHeight: 140,
      text: [literal(formats.axis(to, 0)), literal(formats.axis(from, 0))],
      textStyle: mutedStyle(look),
      inRange: { color: ramp },
    },
    series: [
      {
        type: "heatmap",
        id: "series-0",
        name: literal(measures[0]?.name ?? ""),
        itemStyle: { borderColor: theme.background, borderWidth: data.length > 4000 ? 0 : 2 },
        label: { show: false, fontFamily: theme.fontFamily, fontSize: 11 },
        emphasis: { itemStyle: { borderColor: theme.text, borderWidth: 2 } },
        data,
      },
    ],
  };
  return { type: "heatmap", option, axes: [], marks: [marks], notes };
};
