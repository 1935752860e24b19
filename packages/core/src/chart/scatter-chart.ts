import { fault, type JsonObject, type Result } from "../kernel/index.ts";
import { axisTexts, valueAxis } from "./axes.ts";
import type { Chart, ChartLook, ChartNote, ChartSettings } from "./chart.ts";
import { withAlpha } from "./color.ts";
import {
  baseOption,
  colorAt,
  legendHeight,
  legendOption,
  longestName,
  symbols,
  titleHeight,
  titleOption,
} from "./look.ts";
import { distinctNames } from "./names.ts";
import { extentOf, scaleOf, type Scale } from "./scale.ts";
import {
  measuresOf,
  valueAt,
  type ChartFormats,
  type ChartMark,
  type ChartTable,
} from "./table.ts";

/** Series of the first three measures, by group: along, up, and the size of the point. */
interface Cloud {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly size: number | undefined;
  readonly isOthers: boolean;
}

const cloudsOf = (table: ChartTable): Cloud[] => {
  const groups = new Map<number, (number | undefined)[]>();
  for (const [at, { measure = 0, group = 0 }] of table.series.entries()) {
    const found = groups.get(group) ?? [];
    groups.set(group, found);
    if (measure < 3) found[measure] ??= at;
  }
  return [...groups].flatMap(([group, [x, y, size]]) =>
    x === undefined || y === undefined
      ? []
      : [
          {
            name: table.groups?.[group] ?? table.series[y]?.name ?? "",
            x,
            y,
            size,
            isOthers: table.series[x]?.isOthers === true,
          },
        ],
  );
};

const [smallest, largest] = [6, 26];

const scaleFor = (values: readonly (number | null)[]): Scale => {
  const extent = extentOf(values);
  // Zero stays in sight unless the cloud is far away from it.
  const free =
    extent !== null &&
    (extent[0] > 0 || extent[1] < 0) &&
    Math.abs(extent[1] - extent[0]) < 0.4 * Math.max(Math.abs(extent[0]), Math.abs(extent[1]));
  return scaleOf(extent, { free });
};
/** A point per category and group: two measures against each other, a third as its area. */
export const scatterChart = (
  table: ChartTable,
  settings: ChartSettings,
  look: ChartLook,
  formats: ChartFormats,
): Result<Chart> => {
  const { theme } = look;
  const rtl = look.direction === "rtl";
  const measures = measuresOf(table);
  const clouds = cloudsOf(table);
  if (clouds.length === 0) {
    return {
      ok: false,
      error: fault(
        "chart/needs-two-measures",
        "A scatter chart sets two measures against each other; this table has one.",
        ["measures"],
      ),
    };
  }
  const valuesOf = (pick: (cloud: Cloud) => number | undefined): (number | null)[] =>
    clouds.flatMap((cloud) => {
      const series = pick(cloud);
      return series === undefined
        ? []
        : table.categories.map((_, at) => valueAt(table, series, at));
    });
  const [across, up] = [scaleFor(valuesOf(({ x }) => x)), scaleFor(valuesOf(({ y }) => y))];
  const most = Math.max(0, ...(extentOf(valuesOf(({ size }) => size)) ?? [0]).map(Math.abs));
  // Areas, not widths, are compared by the eye.
  const sizeOf = (value: number | null): number =>
    most === 0 || value === null
      ? smallest + 3
      : Math.round(smallest + (largest - smallest) * Math.sqrt(Math.abs(value) / most));

  const names = distinctNames(
    clouds.map(({ name }) => name),
    longestName,
  );
  const legend = clouds.length > 1 && settings.legend !== false;
  const marks: (ChartMark | null)[][] = [];
  const series = clouds.map((cloud, at): JsonObject => {
    const color = cloud.isOthers ? theme.others : colorAt(theme, at);
    const own: ChartMark[] = [];
    const data: JsonObject[] = [];
    for (let category = 0; category < table.categories.length; category += 1) {
      const x = valueAt(table, cloud.x, category);
      const y = valueAt(table, cloud.y, category);
      if (x === null || y === null) continue;
      const size = cloud.size === undefined ? null : valueAt(table, cloud.size, category);
      data.push({
        value: [x, y],
        symbolSize: cloud.size === undefined ? 10 : sizeOf(size),
      });
      own.push({ series: cloud.y, category });
    }
    marks.push(own);
    return {
      type: "scatter",
      id: `series-${at}`,
      name: names[at] ?? "",
      symbol: symbols[at % symbols.length] ?? "circle",
      itemStyle: { color: withAlpha(color, 0.5), borderColor: color, borderWidth: 1 },
      data,
    };
  });
  const left = measures.length > 3 ? measures.length - 3 : 0;
  const notes: ChartNote[] = left === 0 ? [] : [{ code: "measures-left-out", count: left }];
  const nameOf = (measure: number): string => {
    const { name = "", unit = "" } = measures[measure] ?? {};
    return unit === "" ? name : `${name} (${unit})`;
  };
  const option: JsonObject = {
    ...baseOption(look),
    ...titleOption(table.title, look),
    ...(legend ? legendOption(names, look) : {}),
    grid: {
      left: 16,
      right: 28,
      top: (table.title === undefined ? 0 : titleHeight) + 34,
      bottom: (legend ? legendHeight : 8) + 28,
      outerBoundsMode: "same",
      outerBoundsContain: "axisLabel",
    },
    xAxis: valueAxis(across, nameOf(0), look, { inverse: rtl, isSide: false }),
    yAxis: [valueAxis(up, nameOf(1), look, { position: rtl ? "right" : "left" })],
    series,
  };
  return {
    ok: true,
    value: {
      type: "scatter",
      option,
      axes: [
        axisTexts(["xAxis"], across, (value, step) => formats.axis(value, 0, step)),
        axisTexts(["yAxis", 0], up, (value, step) => formats.axis(value, 1, step)),
      ],
      marks,
      notes,
    },
  };
};
