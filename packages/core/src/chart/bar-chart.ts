import type { ChartTheme } from "./theme.ts";

/** One run of bars: a value per category, null where there is none. */
export interface ChartSeries {
  readonly name: string;
  readonly values: readonly (number | null)[];
}

/** What a chart shows. Names are plain text, whatever they hold. */
export interface ChartTable {
  readonly categories: readonly string[];
  readonly series: readonly ChartSeries[];
  readonly title?: string;
  /** Unit of the values, like `EUR`; stands at the value axis. */
  readonly unit?: string;
  /** The chart in words, for readers who do not see it; absent, ECharts words it in English. */
  readonly description?: string;
}

export interface BarOptions {
  /** Bars of one category on top of each other instead of side by side. */
  readonly stacked?: boolean;
  /** Categories from top to bottom. */
  readonly horizontal?: boolean;
}

// Type aliases, not interfaces: only they fit the index signature of ECharts' own option type.

type TextStyle = {
  color: string;
  fontFamily: string;
};

type LineStyle = {
  lineStyle: { color: string };
};

type CategoryAxis = {
  type: "category";
  data: string[];
  inverse: boolean;
  axisLabel: TextStyle & { hideOverlap: boolean };
  axisLine: LineStyle;
  axisTick: { show: boolean };
};

type ValueAxis = {
  type: "value";
  name: string;
  nameTextStyle: TextStyle;
  axisLabel: TextStyle & { hideOverlap: boolean };
  splitLine: LineStyle;
};

type BarSeries = {
  type: "bar";
  id: string;
  name: string;
  data: (number | null)[];
  barMaxWidth: number;
  stack?: string;
};

/** An ECharts option as plain data: no function, no HTML, no animation, so it is the same in a browser and on a server. */
export type BarChartOption = {
  animation: false;
  backgroundColor: string;
  color: string[];
  textStyle: TextStyle;
  aria: { enabled: true; decal: { show: boolean }; label?: { description: string } };
  title?: { text: string; textStyle: TextStyle };
  legend: {
    show: boolean;
    type: "scroll";
    bottom: number;
    textStyle: TextStyle;
    pageTextStyle: TextStyle;
    pageIconColor: string;
    pageIconInactiveColor: string;
    data: string[];
  };
  tooltip: {
    trigger: "axis";
    renderMode: "richText";
    axisPointer: { type: "shadow" };
    confine: true;
    backgroundColor: string;
    borderColor: string;
    textStyle: TextStyle;
  };
  grid: {
    left: number;
    right: number;
    top: number;
    bottom: number;
    outerBoundsMode: "same";
    outerBoundsContain: "axisLabel";
  };
  xAxis: CategoryAxis | ValueAxis;
  yAxis: CategoryAxis | ValueAxis;
  series: BarSeries[];
};

/**
 * The ECharts option of a bar chart, grouped or stacked, upright or lying. Tooltips are drawn as text (`richText`), so a
 * name can never become markup; with several series, patterns tell them apart beside colours.
 */
export const barChart = (
  table: ChartTable,
  theme: ChartTheme,
  { stacked = false, horizontal = false }: BarOptions = {},
): BarChartOption => {
  const { categories, series, title, unit, description } = table;
  const text: TextStyle = { color: theme.text, fontFamily: theme.fontFamily };
  const muted: TextStyle = { color: theme.mutedText, fontFamily: theme.fontFamily };
  const line: LineStyle = { lineStyle: { color: theme.line } };
  const isMany = series.length > 1;
  const categoryAxis: CategoryAxis = {
    type: "category",
    data: [...categories],
    inverse: horizontal,
    axisLabel: { ...muted, hideOverlap: true },
    axisLine: line,
    axisTick: { show: false },
  };
  const valueAxis: ValueAxis = {
    type: "value",
    name: unit ?? "",
    nameTextStyle: muted,
    axisLabel: { ...muted, hideOverlap: true },
    splitLine: line,
  };
  return {
    animation: false,
    backgroundColor: theme.background,
    color: [...theme.colors],
    textStyle: text,
    aria: {
      enabled: true,
      decal: { show: isMany },
      ...(description === undefined ? {} : { label: { description } }),
    },
    ...(title === undefined ? {} : { title: { text: title, textStyle: text } }),
    legend: {
      show: isMany,
      type: "scroll",
      bottom: 0,
      textStyle: text,
      // A legend too long for its place is turned by a pager that has colours of its own, made for white paper.
      pageTextStyle: text,
      pageIconColor: theme.text,
      pageIconInactiveColor: theme.line,
      data: series.map(({ name }) => name),
    },
    tooltip: {
      trigger: "axis",
      renderMode: "richText",
      axisPointer: { type: "shadow" },
      confine: true,
      backgroundColor: theme.background,
      borderColor: theme.line,
      textStyle: text,
    },
    grid: {
      left: 16,
      right: 24,
      top: title === undefined ? 32 : 64,
      bottom: isMany ? 40 : 16,
      outerBoundsMode: "same",
      outerBoundsContain: "axisLabel",
    },
    xAxis: horizontal ? valueAxis : categoryAxis,
    yAxis: horizontal ? categoryAxis : valueAxis,
    series: series.map(({ name, values }, at) => ({
      type: "bar",
      id: `series-${at}`,
      name,
      data: values.map((value) => (value !== null && Number.isFinite(value) ? value : null)),
      barMaxWidth: 48,
      ...(stacked ? { stack: "total" } : {}),
    })),
  };
};
