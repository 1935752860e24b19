import type { JsonObject } from "../kernel/index.ts";
import { axisTexts, categoryAxis, valueAxis } from "./axes.ts";
import type { AxisTexts, Chart, ChartLook, ChartNote, ChartSettings } from "./chart.ts";
import { withAlpha } from "./color.ts";
import {
  baseOption,
  colorAt,
  fillAt,
  legendHeight,
  legendOption,
  longestName,
  symbols,
  titleHeight,
  titleOption,
} from "./look.ts";
import { distinctNames } from "./names.ts";
import { extentOf, scaleOf, sharedLines, type Scale } from "./scale.ts";
import { hasBothSigns, sharesOf, stackEnds } from "./stacked.ts";
import { drawable, measuresOf, valueAt, type ChartFormats, type ChartTable } from "./table.ts";

const sizeOf = (table: ChartTable, measure: number): number => {
  const runs = table.series.filter((run) => (run.measure ?? 0) === measure);
  const extent = extentOf(runs.flatMap(({ values }) => values.map(drawable)));
  return extent === null ? 0 : Math.max(Math.abs(extent[0]), Math.abs(extent[1]));
};

/**
 * The measures that get an axis: all of the first unit on the one, all of the second on the other. Two
 * counts of which one would lie flat at the foot of the other have two as well.
 */
const axisOfMeasures = (table: ChartTable): readonly (0 | 1 | null)[] => {
  const units = [...new Set(measuresOf(table).map(({ unit }) => unit ?? ""))];
  if (units.length === 1 && units[0] === "" && measuresOf(table).length === 2) {
    const [one = 0, other = 0] = [0, 1].map((measure) => sizeOf(table, measure));
    const farApart = Math.min(one, other) > 0 && Math.max(one, other) / Math.min(one, other) >= 20;
    return [0, farApart ? 1 : 0];
  }
  return measuresOf(table).map(({ unit }) => {
    const at = units.indexOf(unit ?? "");
    return at === 0 || at === 1 ? at : null;
  });
};

/** Drops the series of measures for which there is no axis. */
const withAxes = (
  table: ChartTable,
): { readonly kept: readonly number[]; readonly notes: readonly ChartNote[] } => {
  const axes = axisOfMeasures(table);
  const kept = [...table.series.keys()].filter((at) => {
    const axis = axes[table.series[at]?.measure ?? 0];
    return axis !== null && axis !== undefined;
  });
  const count = axes.filter((axis) => axis === null).length;
  return { kept, notes: count === 0 ? [] : [{ code: "measures-left-out", count }] };
};

/** The ends of stacks of shares; rounding must not lift a scale above 100 %. */
const shareExtent = (ends: readonly (number | null)[]): readonly [number, number] => {
  const [low, high] = extentOf(ends) ?? [0, 1];
  return [Math.max(-1, low), Math.min(1, high)];
};

/** Bars, lines and areas: names along one axis, numbers along one or two others. */
export const cartesianChart = (
  table: ChartTable,
  settings: ChartSettings,
  look: ChartLook,
  formats: ChartFormats,
): Chart => {
  const { type } = settings;
  const { theme, direction } = look;
  const rtl = direction === "rtl";
  const measures = measuresOf(table);
  const axes = axisOfMeasures(table);
  const { kept, notes } = withAxes(table);
  const axisOf = (series: number): 0 | 1 => axes[table.series[series]?.measure ?? 0] ?? 0;
  const isDual = kept.some((series) => axisOf(series) === 1);
  const horizontal = type === "bar" && settings.horizontal === true && !isDual;
  const all: ChartNote[] = [...notes];

  const plain = kept.map((series) =>
    table.categories.map((_, category) => valueAt(table, series, category)),
  );
  const wanted = settings.stacking ?? "none";
  const fits =
    kept.every((series) => measures[table.series[series]?.measure ?? 0]?.additive !== false) &&
    // Lines above and below zero on top of each other would cross, and show the height of nothing.
    (type === "bar" || !hasBothSigns(plain)) &&
    !isDual;
  const stacking = kept.length > 1 && fits ? wanted : "none";
  if (wanted !== "none" && kept.length > 1 && !fits) all.push({ code: "not-stacked" });
  const values = stacking === "percent" ? sharesOf(table) : plain;

  const scaleFor = (axis: 0 | 1): Scale => {
    const own = values.filter((_, at) => axisOf(kept[at] ?? 0) === axis);
    const numbers = stacking === "none" ? own.flat() : stackEnds(own, table.categories.length);
    return scaleOf(stacking === "percent" ? shareExtent(numbers) : extentOf(numbers), {
      ticks: horizontal ? 6 : 5,
    });
  };
  const [first, second] = isDual ? sharedLines(scaleFor(0), scaleFor(1)) : [scaleFor(0), undefined];

  const measureOfAxis = (axis: 0 | 1): number => Math.max(0, axes.indexOf(axis));
  const titleOf = (axis: 0 | 1): string | undefined => {
    if (stacking === "percent") return undefined;
    const own = measures.filter((_, at) => axes[at] === axis);
    const unit = own[0]?.unit ?? "";
    const name = isDual && own.length === 1 ? (own[0]?.name ?? "") : "";
    return name === "" ? unit : unit === "" ? name : `${name} (${unit})`;
  };
  const write =
    (axis: 0 | 1) =>
    (value: number, step: number): string =>
      stacking === "percent"
        ? formats.percent(value)
        : formats.axis(value, measureOfAxis(axis), step);

  const names = distinctNames(
    kept.map((at) => table.series[at]?.name ?? ""),
    longestName,
  );
  const many = kept.length > 1;
  const legend = many && settings.legend !== false;
  const others = new Set(table.others);

  const series = kept.map((from, at): JsonObject => {
    const run = table.series[from];
    const color = run?.isOthers === true ? theme.others : colorAt(theme, at);
    const asLine = type === "line" || (type === "bar" && isDual && axisOf(from) === 1);
    const shared = {
      id: `series-${at}`,
      name: names[at] ?? "",
      ...(isDual ? { yAxisIndex: axisOf(from) } : {}),
      ...(stacking === "none" ? {} : { stack: "all" }),
      emphasis: { disabled: false, focus: "none" },
    };
    if (type === "bar" && !asLine) {
      const runs = values[at] ?? [];
      return {
        ...shared,
        type: "bar",
        barMaxWidth: 48,
        barCategoryGap: "28%",
        ...(stacking === "none" ? { barGap: "8%" } : {}),
        itemStyle: {
          ...(many || theme.patternsOnly === true ? fillAt(look, at, color) : { color }),
          // Bars on top of each other keep a seam.
          ...(stacking === "none"
            ? {}
            : { borderColor: theme.background, borderWidth: runs.length > 120 ? 0 : 1 }),
        },
        data: runs.map((value, category) =>
          value !== null && others.has(category) && !many
            ? { value, itemStyle: { color: theme.others } }
            : value,
        ),
      };
    }
    return {
      ...shared,
      type: "line",
      // A value between two gaps has no line; only its symbol shows it.
      showSymbol: true,
      showAllSymbol: true,
      symbol: symbols[at % symbols.length] ?? "circle",
      symbolSize: table.categories.length > 120 ? 3 : 7,
      connectNulls: false,
      itemStyle: type === "area" && many ? fillAt(look, at, color) : { color },
      lineStyle: {
        color,
        width: 2,
        type:
          theme.patternsOnly === true
            ? (["solid", "dashed", "dotted"][at % 3] ?? "solid")
            : "solid",
      },
      ...(asLine
        ? {}
        : { areaStyle: { color: withAlpha(color, stacking === "none" ? 0.18 : 0.6), opacity: 1 } }),
      data: [...(values[at] ?? [])],
    };
  });

  const category = categoryAxis(table.categories, look, {
    inverse: horizontal || rtl,
    isSide: horizontal,
  });
  const along = {
    ...category,
    // Lines go from edge to edge, bars need half a place at both ends.
    ...(horizontal ? {} : { boundaryGap: type === "bar" || table.categories.length < 2 }),
  };
  const top = (table.title === undefined ? 0 : titleHeight) + 34;
  const option: JsonObject = {
    ...baseOption(look),
    ...titleOption(table.title, look),
    ...(legend ? legendOption(rtl ? names.toReversed() : names, look) : {}),
    grid: {
      left: 16,
      right: 24,
      top,
      bottom: (legend ? legendHeight : 8) + (horizontal && titleOf(0) !== undefined ? 26 : 0),
      outerBoundsMode: "same",
      outerBoundsContain: "axisLabel",
    },
    xAxis: horizontal ? valueAxis(first, titleOf(0), look, { inverse: rtl, isSide: false }) : along,
    yAxis: horizontal
      ? along
      : [
          valueAxis(first, titleOf(0), look, { position: rtl ? "right" : "left" }),
          ...(second === undefined
            ? []
            : [
                valueAxis(second, titleOf(1), look, {
                  position: rtl ? "left" : "right",
                  lines: false,
                }),
              ]),
        ],
    series,
  };
  const texts: AxisTexts[] = [
    axisTexts(horizontal ? ["xAxis"] : ["yAxis", 0], first, write(0)),
    ...(second === undefined ? [] : [axisTexts(["yAxis", 1], second, write(1))]),
  ];
  return {
    type,
    option,
    axes: texts,
    marks: kept.map((from, at) =>
      (values[at] ?? []).map((value, at2) =>
        value === null ? null : { series: from, category: at2 },
      ),
    ),
    notes: all,
  };
};
