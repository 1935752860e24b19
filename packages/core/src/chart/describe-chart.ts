import type { ChartNote, ChartSettings, ChartType, Stacking } from "./chart.ts";
import { shortName } from "./names.ts";
import {
  measuresOf,
  valueAt,
  type ChartFormats,
  type ChartMark,
  type ChartTable,
} from "./table.ts";

interface Words {
  readonly types: Readonly<Record<ChartType, string>>;
  readonly stacked: (type: string, stacking: Stacking) => string;
  readonly target: (value: string) => string;
  readonly of: (measures: string, axis: string) => string;
  readonly extent: (categories: number, series: number) => string;
  readonly only: (name: string, value: string) => string;
  readonly largest: (name: string, value: string) => string;
  readonly smallest: (name: string, value: string) => string;
  readonly trend: (way: -1 | 0 | 1, from: string, to: string, share: string) => string;
  readonly and: string;
  readonly note: (note: ChartNote) => string;
}

const en: Words = {
  types: {
    bar: "Bar chart",
    line: "Line chart",
    area: "Area chart",
    pie: "Ring chart",
    scatter: "Scatter chart",
    heatmap: "Heat map",
    gauge: "Gauge",
  },
  stacked: (type, stacking) =>
    stacking === "none"
      ? type
      : `${stacking === "percent" ? "100 % stacked" : "Stacked"} ${type.toLowerCase()}`,
  target: (value) => `target ${value}`,
  of: (measures, axis) => ` of ${measures}${axis === "" ? "" : ` by ${axis}`}`,
  extent: (categories, series) =>
    `${categories} ${categories === 1 ? "category" : "categories"}${series > 1 ? `, ${series} series` : ""}`,
  only: (name, value) => `${name} is ${value}`,
  largest: (name, value) => `largest ${name} with ${value}`,
  smallest: (name, value) => `smallest ${name} with ${value}`,
  trend: (way, from, to, share) =>
    way === 0
      ? `unchanged from ${from} to ${to}`
      : `${way > 0 ? "up" : "down"}${share === "" ? "" : ` ${share}`} from ${from} to ${to}`,
  and: " and ",
  note: (note) => {
    switch (note.code) {
      case "categories-cut":
        return `Shows the first ${note.shown} of ${note.all} categories.`;
      case "series-cut":
        return `Shows the first ${note.shown} of ${note.all} series.`;
      case "slices-joined":
        return `Shows the ${note.shown} largest of ${note.all} slices; the rest is one slice.`;
      case "not-stacked":
        return "Not stacked: these values do not add up.";
      case "measures-left-out":
        return note.count === 1
          ? "One measure is not shown."
          : `${note.count} measures are not shown.`;
      case "first-only":
        return `Shows the first of ${note.all}.`;
      default:
        return note satisfies never;
    }
  },
};

const de: Words = {
  types: {
    bar: "Balkendiagramm",
    line: "Liniendiagramm",
    area: "Flächendiagramm",
    pie: "Ringdiagramm",
    scatter: "Streudiagramm",
    heatmap: "Heatmap",
    gauge: "Tachodiagramm",
  },
  stacked: (type, stacking) =>
    stacking === "none"
      ? type
      : stacking === "percent"
        ? `Auf 100 % gestapeltes ${type}`
        : `Gestapeltes ${type}`,
  target: (value) => `Ziel ${value}`,
  of: (measures, axis) => `: ${measures}${axis === "" ? "" : ` nach ${axis}`}`,
  extent: (categories, series) =>
    `${categories} ${categories === 1 ? "Kategorie" : "Kategorien"}${series > 1 ? `, ${series} Reihen` : ""}`,
  only: (name, value) => `${name} beträgt ${value}`,
  largest: (name, value) => `am größten ${name} mit ${value}`,
  smallest: (name, value) => `am kleinsten ${name} mit ${value}`,
  trend: (way, from, to, share) =>
    way === 0
      ? `unverändert von ${from} bis ${to}`
      : `${way > 0 ? "Anstieg" : "Rückgang"}${share === "" ? "" : ` um ${share}`} von ${from} bis ${to}`,
  and: " und ",
  note: (note) => {
    switch (note.code) {
      case "categories-cut":
        return `Zeigt die ersten ${note.shown} von ${note.all} Kategorien.`;
      case "series-cut":
        return `Zeigt die ersten ${note.shown} von ${note.all} Reihen.`;
      case "slices-joined":
        return `Zeigt die ${note.shown} größten von ${note.all} Teilen; der Rest ist ein Teil.`;
      case "not-stacked":
        return "Nicht gestapelt: Diese Werte addieren sich nicht.";
      case "measures-left-out":
        return note.count === 1
          ? "Eine Kennzahl wird nicht gezeigt."
          : `${note.count} Kennzahlen werden nicht gezeigt.`;
      case "first-only":
        return `Zeigt nur den ersten von ${note.all} Werten.`;
      default:
        return note satisfies never;
    }
  },
};

const wordsFor = (language: string): Words => (language.toLowerCase().startsWith("de") ? de : en);

/** A note in words, a sentence; English unless `language` is German. */
export const describeNote = (note: ChartNote, language = "en"): string =>
  wordsFor(language).note(note);

const longest = 60;

/** The name of a place: `East, 2024`. */
export const markName = (table: ChartTable, { series, category }: ChartMark): string => {
  const run = table.series[series]?.name ?? "";
  const name = table.categories[category] ?? "";
  const parts = table.series.length > 1 ? [name, run] : [name === "" ? run : name];
  return parts
    .filter((part) => part !== "")
    .map((part) => shortName(part, longest))
    .join(", ");
};

interface Extremes {
  readonly low: ChartMark;
  readonly high: ChartMark;
  readonly count: number;
}

/** Largest and smallest of a measure; the first of equals. */
const extremes = (table: ChartTable, measure: number): Extremes | null => {
  let [low, high, count]: [ChartMark | null, ChartMark | null, number] = [null, null, 0];
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const [series, run] of table.series.entries()) {
    if ((run.measure ?? 0) !== measure) continue;
    for (let category = 0; category < table.categories.length; category += 1) {
      const value = valueAt(table, series, category);
      if (value === null) continue;
      count += 1;
      if (value < least) [least, low] = [value, { series, category }];
      if (value > most) [most, high] = [value, { series, category }];
    }
  }
  return low === null || high === null ? null : { low, high, count };
};

/** From the first to the last date: of the only series, or of the sum of all where they add up. */
const trendOf = (table: ChartTable, words: Words, formats: ChartFormats): string => {
  if (table.isTime !== true) return "";
  const runs = [...table.series.keys()].filter((at) => (table.series[at]?.measure ?? 0) === 0);
  const additive = measuresOf(table)[0]?.additive !== false;
  if (runs.length > 1 && !additive) return "";
  const totals = table.categories.map((_, category) => {
    const values = runs.flatMap((at) => valueAt(table, at, category) ?? []);
    return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0);
  });
  const first = totals.findIndex((value) => value !== null);
  const last = totals.findLastIndex((value) => value !== null);
  if (first < 0 || last <= first) return "";
  const [from, to] = [totals[first] ?? 0, totals[last] ?? 0];
  const share = from > 0 ? formats.percent(Math.abs(to - from) / from) : "";
  const way = to > from ? 1 : to < from ? -1 : 0;
  const name = (at: number): string => shortName(table.categories[at] ?? "", longest);
  return words.trend(way, name(first), name(last), share);
};

/** Number of categories and series, the largest and the smallest value of the first measure. */
const plainParts = (
  table: ChartTable,
  type: ChartType,
  words: Words,
  value: (mark: ChartMark) => string,
): string[] => {
  const categories = table.categories.filter(
    (_, at) =>
      table.isTime !== true || table.series.some((__, run) => valueAt(table, run, at) !== null),
  );
  // The measures of a point are one series of points.
  const series =
    type === "scatter"
      ? new Set(table.series.map(({ group = 0 }) => group)).size
      : table.series.length;
  const found = extremes(table, 0);
  return [
    words.extent(categories.length, series),
    ...(found === null
      ? []
      : found.count === 1
        ? [words.only(markName(table, found.high), value(found.high))]
        : [
            words.largest(markName(table, found.high), value(found.high)),
            words.smallest(markName(table, found.low), value(found.low)),
          ]),
  ];
};

const gaugeParts = (
  table: ChartTable,
  target: number | undefined,
  words: Words,
  formats: ChartFormats,
): string[] => {
  const value = valueAt(table, 0, 0);
  const partner = table.series.findIndex(({ measure }) => measure === 1);
  const second = partner < 0 ? null : valueAt(table, partner, 0);
  return [
    value === null ? "" : formats.value(value, 0, 0),
    target !== undefined
      ? words.target(formats.axis(target, 0))
      : second === null
        ? ""
        : words.target(formats.value(second, partner, 0)),
  ];
};

/**
 * A chart in one sentence for readers who do not see it: its type, what it measures, the largest and the smallest value,
 * and over time the trend. English unless `language` is German.
 */
export const describeChart = (
  table: ChartTable,
  { type, stacking = "none", target }: ChartSettings,
  formats: ChartFormats,
  language = "en",
): string => {
  const words = wordsFor(language);
  const names = measuresOf(table)
    .map(({ name }) => shortName(name, longest))
    .filter((name) => name !== "");
  const measures = [names.slice(0, -1).join(", "), names.at(-1) ?? ""]
    .filter((name) => name !== "")
    .join(words.and);
  const stacks = type === "bar" || type === "area" || type === "line";
  const kind = words.stacked(words.types[type], stacks ? stacking : "none");
  const subject = measures === "" ? "" : words.of(measures, shortName(table.axis ?? "", longest));
  const value = (mark: ChartMark): string =>
    formats.value(valueAt(table, mark.series, mark.category) ?? 0, mark.series, mark.category);
  const parts =
    type === "gauge"
      ? gaugeParts(table, target, words, formats)
      : plainParts(table, type, words, value);
  parts.push(type === "gauge" ? "" : trendOf(table, words, formats));
  const said = parts.filter((part) => part !== "").join("; ");
  return `${kind}${subject}${said === "" ? "" : `: ${said}`}.`;
};
