import { compareValues } from "./compare-values.ts";
import { numberOrder } from "./number-order.ts";
import type { AxisNode, CellValue, MeasureType } from "./result.ts";

/** Others after all, the empty member after all other members. */
export const tail = (node: AxisNode): number => (node.kind === "others" ? 2 : node.isNull ? 1 : 0);

/** Siblings by label, in time linear in their number: their ranks are distinct and begin with 0. */
export const byLabel = (nodes: readonly AxisNode[], dir: "asc" | "desc"): AxisNode[] => {
  const ranked: AxisNode[] = [];
  for (const node of nodes) ranked[node.rank] = node;
  if (dir === "desc") ranked.reverse();
  if (ranked.every((node) => tail(node) === 0)) return ranked;
  return [0, 1, 2].flatMap((place) => ranked.filter((node) => tail(node) === place));
};

/**
 * Values as doubles that are in the same order; undefined where a value is none. Decimals of up to 15 digits are as far
 * apart as their doubles.
 */
const asNumbers = (values: readonly CellValue[], type: MeasureType): Float64Array | undefined => {
  if (type === "text" || type === "bool" || type === "date" || type === "timestamp")
    return undefined;
  const numbers = new Float64Array(values.length);
  for (const [at, value] of values.entries()) {
    if (typeof value === "string" ? value.length > 15 : typeof value !== "number") return undefined;
    numbers[at] = Number(value);
  }
  return numbers;
};

/** Siblings by their values, each read once: members without one come last, Others last of all, ties by label. */
export const byValue = (
  nodes: readonly AxisNode[],
  type: MeasureType,
  score: (node: AxisNode) => CellValue,
  dir: "asc" | "desc",
): AxisNode[] => {
  const others: AxisNode[] = [];
  const missing: AxisNode[] = [];
  const scored: AxisNode[] = [];
  const values: CellValue[] = [];
  for (const node of byLabel(nodes, "asc")) {
    const value = node.kind === "others" ? null : score(node);
    if (node.kind === "others") others.push(node);
    else if (value === null) missing.push(node);
    else {
      scored.push(node);
      values.push(value);
    }
  }
  const numbers = asNumbers(values, type);
  const sign = dir === "asc" ? 1 : -1;
  if (numbers === undefined) {
    const order = scored.map((node, at) => ({ node, value: values[at] ?? null }));
    order.sort((a, b) => sign * compareValues(type, a.value, b.value));
    return [...order.map(({ node }) => node), ...missing, ...others];
  }
  const order = numberOrder(sign === 1 ? numbers : numbers.map((number) => -number));
  const placed = Array.from(order, (at) => scored[at]!);
  return [...placed, ...missing, ...others];
};
