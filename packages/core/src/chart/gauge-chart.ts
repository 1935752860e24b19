import type { JsonObject } from "../kernel/index.ts";
import { axisTexts } from "./axes.ts";
import type { Chart, ChartLook, ChartSettings } from "./chart.ts";
import { baseOption, colorAt, mutedStyle, textStyle, titleHeight, titleOption } from "./look.ts";
import { literal, shortName } from "./names.ts";
import { scaleOf } from "./scale.ts";
import { measuresOf, valueAt, type ChartFormats, type ChartTable } from "./table.ts";

/** Numbers in a line that runs from right to left keep their own direction. */
const isolated = (text: string, { direction }: ChartLook): string =>
  direction === "rtl" ? `\u2068${text}\u2069` : text;

/** The first value against a scale from zero, with a target: the one given, or the value of the second measure. */
export const gaugeChart = (
  table: ChartTable,
  settings: ChartSettings,
  look: ChartLook,
  formats: ChartFormats,
): Chart => {
  const { theme } = look;
  const value = valueAt(table, 0, 0);
  const partner = table.series.findIndex(({ measure }) => measure === 1);
  const given = settings.target;
  const target =
    given !== undefined && Number.isFinite(given)
      ? given
      : partner < 0
        ? null
        : valueAt(table, partner, 0);
  // A target at the very end would look like the most there can be.
  const ends = [0, value ?? 0, (target ?? 0) * 1.1];
  const scale = scaleOf([Math.min(...ends), Math.max(...ends) || 1], { ticks: 4 });
  const [width, height] = [look.width ?? 800, look.height ?? 400];
  const top = table.title === undefined ? 12 : titleHeight;
  const radius = Math.max(30, Math.min((height - top - 24) / 1.5, width / 2 - 70));
  const band = Math.max(10, Math.round(radius * 0.16));
  const color = colorAt(theme, 0);
  const shareOf = (at: number): number => (at - scale.min) / (scale.max - scale.min);
  // From zero to the value, to either side.
  const [low, high] = [shareOf(Math.min(0, value ?? 0)), shareOf(Math.max(0, value ?? 0))];
  const bands = [
    ...(low > 0 ? [[low, theme.line] as const] : []),
    ...(high > low ? [[high, color] as const] : []),
    ...(high < 1 ? [[1, theme.line] as const] : []),
  ];
  const name = measuresOf(table)[table.series[0]?.measure ?? 0]?.name ?? "";
  const said = value === null ? "–" : formats.value(value, 0, 0);
  const aim =
    target === null
      ? ""
      : [
          look.words?.target ?? "Target",
          isolated(
            given !== undefined || partner < 0
              ? formats.axis(target, table.series[0]?.measure ?? 0)
              : formats.value(target, partner, 0),
            look,
          ),
          ...(value !== null && target > 0
            ? ["·", isolated(formats.percent(value / target), look)]
            : []),
        ].join(" ");
  const shape: JsonObject = {
    type: "gauge",
    center: ["50%", Math.round(top + radius + 6)],
    radius: Math.round(radius),
    startAngle: 200,
    endAngle: -20,
    min: scale.min,
    max: scale.max,
    splitNumber: Math.round((scale.max - scale.min) / scale.step),
    axisTick: { show: false },
    splitLine: { show: false },
    animation: false,
  };
  const series: JsonObject[] = [
    {
      ...shape,
      id: "series-0",
      pointer: { show: false },
      progress: { show: false },
      axisLine: { lineStyle: { width: band, color: bands } },
      axisLabel: { ...mutedStyle(look), distance: band + 4, rotate: 0 },
      // Beneath the number: above it stand the numbers of the scale.
      title: { ...mutedStyle(look), offsetCenter: [0, "20%"], fontSize: 13 },
      detail: {
        ...textStyle(look),
        offsetCenter: [0, "-6%"],
        fontSize: Math.round(Math.max(16, Math.min(34, radius / 6))),
        fontWeight: 650,
        formatter: literal(said),
      },
      data: [
        {
          value: value ?? scale.min,
          name: literal(shortName(name, Math.max(12, Math.min(32, Math.floor(radius / 6))))),
        },
      ],
    },
  ];
  if (target !== null) {
    series.push({
      ...shape,
      id: "series-1",
      silent: true,
      z: 4,
      axisLine: { show: false },
      axisLabel: { show: false },
      progress: { show: false },
      // A bar across the band, on its very radius.
      pointer: {
        show: true,
        icon: "rect",
        width: 4,
        length: band + 8,
        offsetCenter: [0, -Math.round(radius - band - 4)],
        itemStyle: { color: theme.text },
      },
      anchor: { show: false },
      title: { ...mutedStyle(look), offsetCenter: [0, "44%"], fontSize: 13 },
      detail: { show: false },
      data: [{ value: target, name: literal(aim) }],
    });
  }
  return {
    type: "gauge",
    option: { ...baseOption(look), ...titleOption(table.title, look), series },
    axes: [
      axisTexts(["series", 0], scale, (at, step) =>
        formats.axis(at, table.series[0]?.measure ?? 0, step),
      ),
    ],
    marks: [
      [value === null ? null : { series: 0, category: 0 }],
      ...(target === null ? [] : [[partner < 0 ? null : { series: partner, category: 0 }]]),
    ],
    notes:
      table.categories.length > 1 ? [{ code: "first-only", all: table.categories.length }] : [],
  };
};
