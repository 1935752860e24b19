import { compareValues } from "./compare-values.ts";
import { numberOrder } from "./number-order.ts";
import type { AxisNode, CellValue, MeasureType } from "./result.ts";

/** Others after all, the empty member after all other members. */
export const tail = (node: AxisNode): number => (node.kind === "others" ? 2 : node.isNull ? 1 : 0);

/** Siblings by label, in time linear in their number: their ranks are distinct and begin with 0. By index, like all here. */
export const byLabel = (
  nodes: readonly AxisNode[],
  siblings: Int32Array,
  dir: "asc" | "desc",
): Int32Array => {
  const ranked = new Int32Array(siblings.length);
  let hasTail = false;
  for (let at = 0; at < siblings.length; at += 1) {
    const node = nodes[siblings[at]!]!;
    ranked[node.rank] = node.index;
    if (node.isNull || node.kind === "others") hasTail = true;
  }
  if (dir === "desc") ranked.reverse();
  return hasTail ? ranked.toSorted((a, b) => tail(nodes[a]!) - tail(nodes[b]!)) : ranked;
};

/**
 * A value as a double, all of a type in the same order; NaN where it is none. Decimals of up to 15 digits are as far
 * apart as their doubles.
 */
const asNumber = (value: CellValue, type: MeasureType): number => {
  if (typeof value === "number") return value;
  const isText = type === "text" || type === "date" || type === "timestamp";
  return typeof value === "string" && !isText && value.length <= 15 ? Number(value) : Number.NaN;
};

/** Siblings by their values: members without one come last, Others last of all, ties by label. */
export const byValue = (
  nodes: readonly AxisNode[],
  siblings: Int32Array,
  type: MeasureType,
  score: (node: number) => CellValue,
  dir: "asc" | "desc",
): Int32Array => {
  const sorted = byLabel(nodes, siblings, "asc");
  const sign = dir === "asc" ? 1 : -1;
  const scored = new Int32Array(sorted.length);
  const numbers = new Float64Array(sorted.length);
  const last: number[] = [];
  let n = 0;
  let isNumeric = true;
  for (let at = 0; at < sorted.length; at += 1) {
    const index = sorted[at]!;
    // Others are last by label already.
    const value = nodes[index]!.kind === "others" ? null : score(index);
    if (value === null) {
      last.push(index);
      continue;
    }
    const number = asNumber(value, type);
    if (Number.isNaN(number)) isNumeric = false;
    numbers[n] = sign * number;
    scored[n] = index;
    n += 1;
  }
  sorted.set(last, n);
  if (isNumeric) {
    const order = numberOrder(numbers.subarray(0, n));
    for (let at = 0; at < n; at += 1) sorted[at] = scored[order[at]!]!;
    return sorted;
  }
  const order = Array.from(scored.subarray(0, n), (index) => ({ index, value: score(index) }));
  order.sort((a, b) => sign * compareValues(type, a.value, b.value));
  order.forEach(({ index }, at) => (sorted[at] = index));
  return sorted;
};
