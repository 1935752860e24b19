import { parseDecimal } from "../kernel/index.ts";
import { valuesByRank } from "./cell-value.ts";
import { codingOf } from "./coding.ts";
import { rankValuesOf } from "./column-facts.ts";
import type { Column } from "./dataset.ts";
import { lazily, type HolisticLane, type Measure, type MeasureContext } from "./measure-plan.ts";

/** The place of the disc quantile, from 1: the ceiling of p times n, with p as it is written. */
const discPlace = (p: number, n: number): number => {
  const { units, scale } = parseDecimal(String(p)) ?? { units: 0n, scale: 0 };
  const power = 10n ** BigInt(scale);
  return Math.max(1, Number((units * BigInt(n) + power - 1n) / power));
};

type Read = HolisticLane["read"];

const quantileCont = (column: Column, p: number): Read => {
  const values = lazily(() => valuesByRank(column));
  const unit = 10 ** (column.scale ?? 0);
  return (ranks, from, to) => {
    const at = (to - from - 1) * p;
    const low = Math.floor(at);
    const value = (place: number): number | bigint => values().units(ranks[from + place]!);
    const [below, above] = [value(low), value(Math.min(low + 1, to - from - 1))];
    const apart =
      typeof below === "bigint" ? Number((above as bigint) - below) : Number(above) - below;
    return (Number(below) + apart * (at - low)) / unit + 0;
  };
};

const quantileDisc = (column: Column, p: number): Read => {
  const values = lazily(() => valuesByRank(column));
  return (ranks, from, to) => values().cell(ranks[from + discPlace(p, to - from) - 1]!);
};

const mode = (column: Column): Read => {
  const values = lazily(() => valuesByRank(column));
  return (ranks, from, to) => {
    let [best, most] = [from, 0];
    for (let start = from; start < to;) {
      let end = start + 1;
      while (end < to && ranks[end] === ranks[start]) end += 1;
      // Ascending: of equally frequent values the smallest came first.
      if (end - start > most) [best, most] = [start, end - start];
      start = end;
    }
    return values().cell(ranks[best]!);
  };
};

type Agg = "median" | "quantile_cont" | "quantile_disc" | "mode";

const readOf = (agg: Agg, column: Column, p: number): Read => {
  if (agg === "mode") return mode(column);
  return agg === "quantile_disc" ? quantileDisc(column, p) : quantileCont(column, p);
};

/** Plans a median, a quantile (cont: type 7 of Hyndman and Fan, linear; disc: type 1) or the most frequent value. */
export const planHolistic = (
  name: string,
  agg: Agg,
  column: Column,
  p: number,
  context: MeasureContext,
): Measure => {
  const { type, scale } = column;
  const number =
    context.holistic.push({
      where: context.where,
      validity: column.validity,
      ranks: rankValuesOf(column),
      size: Math.max(1, codingOf(column).size),
      read: readOf(agg, column, p),
    }) - 1;
  const isOwn = agg === "mode" || agg === "quantile_disc";
  return {
    info: {
      name,
      ...(isOwn ? { type, ...(scale === undefined ? {} : { scale }) } : { type: "float" as const }),
      empty: null,
    },
    read: ({ holistic }, cell) => holistic[number]?.get(cell) ?? null,
  };
};
