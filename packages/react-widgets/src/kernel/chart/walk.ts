import type { Chart, ChartMark } from "@ennead/core/chart";

/** A mark as the drawing counts it: the n-th item of a series. */
export interface MarkPlace {
  readonly series: number;
  readonly item: number;
}

/** Where on the screen a mark was pressed, in pixels of the viewport: a menu opens there. */
export interface MarkAnchor {
  readonly x: number;
  readonly y: number;
}

export const markAt = ({ marks }: Chart, place: MarkPlace | null | undefined): ChartMark | null =>
  place === null || place === undefined ? null : (marks[place.series]?.[place.item] ?? null);

const placesOf = ({ marks }: Chart): MarkPlace[] =>
  marks.flatMap((items, series) =>
    items.flatMap((mark, item) => (mark === null ? [] : [{ series, item }])),
  );

/** The nearest mark of the next series that has one. */
const acrossSeries = (chart: Chart, at: MarkPlace, step: 1 | -1): MarkPlace | undefined => {
  for (let series = at.series + step; chart.marks[series] !== undefined; series += step) {
    const items = chart.marks[series] ?? [];
    let nearest: number | undefined;
    for (const [item, mark] of items.entries()) {
      if (mark === null) continue;
      if (nearest === undefined || Math.abs(item - at.item) < Math.abs(nearest - at.item)) {
        nearest = item;
      }
    }
    if (nearest !== undefined) return { series, item: nearest };
  }
  return undefined;
};

/** The next cell of a heat map: rows are categories, columns are series. */
const acrossCells = (
  chart: Chart,
  at: MarkPlace,
  along: "series" | "category",
  step: 1 | -1,
): MarkPlace | undefined => {
  const from = markAt(chart, at);
  if (from === null) return undefined;
  const other = along === "series" ? "category" : "series";
  let best: { readonly item: number; readonly way: number } | undefined;
  for (const [item, mark] of (chart.marks[at.series] ?? []).entries()) {
    if (mark === null || mark[other] !== from[other]) continue;
    const way = (mark[along] - from[along]) * step;
    if (way > 0 && (best === undefined || way < best.way)) best = { item, way };
  }
  return best === undefined ? undefined : { series: at.series, item: best.item };
};

/** Where a key leads from a mark; the mark itself at an edge, undefined for keys that do not walk. */
export const walk = (
  chart: Chart,
  at: MarkPlace | null,
  key: string,
  direction: "ltr" | "rtl",
): MarkPlace | undefined => {
  const places = placesOf(chart);
  const [first, last] = [places[0], places.at(-1)];
  if (key === "Home") return first;
  if (key === "End") return last;
  if (!["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown"].includes(key)) return undefined;
  if (at === null || markAt(chart, at) === null) return first;
  const forward = direction === "rtl" ? "ArrowLeft" : "ArrowRight";
  const sideways = key === "ArrowLeft" || key === "ArrowRight";
  const step = key === forward || key === "ArrowDown" ? 1 : -1;
  if (chart.type === "heatmap") {
    return acrossCells(chart, at, sideways ? "series" : "category", step) ?? at;
  }
  if (!sideways) return acrossSeries(chart, at, step) ?? at;
  const own = places.filter(({ series }) => series === at.series);
  return own[own.findIndex(({ item }) => item === at.item) + step] ?? at;
};
