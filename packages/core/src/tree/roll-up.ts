import { membersAt } from "./cycle.ts";
import type { Range, Tree, TreeId } from "./tree.ts";

/** How values are put together. A value that is NaN is none: sums skip it, counts leave it out. */
export type RollUpOp = "sum" | "count" | "min" | "max";

/** A measure: one value by node number, and how it is put together. */
export interface Measure {
  readonly values: ArrayLike<number>;
  readonly op: RollUpOp;
}

type AnyTree = Tree<TreeId>;

/** One more than the deepest level, so that there is a place for "the children of the deepest". */
export const levelsOf = ({ level, count }: Pick<Tree, "level" | "count">): number => {
  let deepest = 0;
  for (let at = 0; at < count; at += 1) if (level[at]! > deepest) deepest = level[at]!;
  return deepest + 2;
};

/** Calls for the members of each cycle. O(roots) where there is one, else O(1). */
export const eachCycle = <Id extends TreeId>(
  tree: Tree<Id>,
  call: (members: readonly number[]) => void,
): void => {
  if (tree.cycles === 0) return;
  for (let at = 0; at < tree.count; at += tree.size[tree.order[at]!]!) {
    const members = membersAt(tree, at);
    if (members.length > 1) call(members);
  }
};

// One pass from the last position to the first. What children at a level came to waits in `below` for their parent,
// which is the next node one level up: all but the values is read in order.

const sums = (tree: AnyTree, values: ArrayLike<number>, totals: Float64Array): void => {
  const { order, level, count } = tree;
  const below = new Float64Array(levelsOf(tree));
  for (let at = count - 1; at >= 0; at -= 1) {
    const node = order[at]!;
    const depth = level[at]!;
    const own = values[node]!;
    const total = own === own ? own + below[depth + 1]! : below[depth + 1]!;
    below[depth + 1] = 0;
    below[depth]! += total;
    totals[node] = total;
  }
};

const counts = (tree: AnyTree, values: ArrayLike<number>, totals: Float64Array): void => {
  const { order, level, count } = tree;
  const below = new Float64Array(levelsOf(tree));
  for (let at = count - 1; at >= 0; at -= 1) {
    const node = order[at]!;
    const depth = level[at]!;
    const own = values[node]!;
    const total = (own === own ? 1 : 0) + below[depth + 1]!;
    below[depth + 1] = 0;
    below[depth]! += total;
    totals[node] = total;
  }
};

/** Minima; maxima are the minima of what is turned round by `sign`. */
const extremes = (
  tree: AnyTree,
  values: ArrayLike<number>,
  totals: Float64Array,
  sign: 1 | -1,
): void => {
  const { order, level, count } = tree;
  const below = new Float64Array(levelsOf(tree)).fill(Number.NaN);
  for (let at = count - 1; at >= 0; at -= 1) {
    const node = order[at]!;
    const depth = level[at]!;
    const own = values[node]! * sign;
    const children = below[depth + 1]!;
    // Against NaN every comparison is false, so the one that is a number wins.
    const total = children < own || own !== own ? children : own;
    below[depth + 1] = Number.NaN;
    const siblings = below[depth]!;
    if (!(siblings <= total)) below[depth] = total === total ? total : siblings;
    totals[node] = total * sign;
  }
};

const join = (op: RollUpOp, a: number, b: number): number => {
  if (op === "sum" || op === "count") return a + b;
  if (a !== a || b !== b) return a !== a ? b : a;
  return op === "min" ? Math.min(a, b) : Math.max(a, b);
};

/**
 * For each node its own value put together with those of all below it, by node number; members of a cycle all get what
 * the cycle and all below it come to. A sum over nothing is 0, a minimum or maximum NaN. Sums of integers are exact as
 * long as no sum on the way passes 2^53; `rollUpExact` is for those that may. O(n), one pass.
 */
export const rollUp = <Id extends TreeId>(
  tree: Tree<Id>,
  values: ArrayLike<number>,
  op: RollUpOp = "sum",
): Float64Array => {
  const totals = new Float64Array(tree.slots);
  if (op === "sum") sums(tree, values, totals);
  else if (op === "count") counts(tree, values, totals);
  else extremes(tree, values, totals, op === "min" ? 1 : -1);
  eachCycle(tree, (members) => {
    let whole = totals[members[0]!]!;
    for (const member of members.slice(1)) whole = join(op, whole, totals[member]!);
    for (const member of members) totals[member] = whole;
  });
  return totals;
};

/** Several measures at once, each as `rollUp` answers it, under the names they were given. */
export const rollUpAll = <Id extends TreeId, Name extends string>(
  tree: Tree<Id>,
  measures: Readonly<Record<Name, Measure>>,
): Readonly<Record<Name, Float64Array>> => {
  const named = Object.entries<Measure>(measures).map(
    ([name, { values, op }]) => [name, rollUp(tree, values, op)] as const,
  );
  return Object.fromEntries(named) as Record<Name, Float64Array>;
};

/** A measure over merged ranges of positions, as `rollUp` counts it: one subtree, or several. O(positions). */
export const totalOver = <Id extends TreeId>(
  tree: Tree<Id>,
  merged: readonly Range[],
  { values, op }: Measure,
): number => {
  let total = op === "sum" || op === "count" ? 0 : Number.NaN;
  for (const { start, end } of merged) {
    for (let at = start; at < end; at += 1) {
      const own = values[tree.order[at]!]!;
      if (own === own) total = join(op, total, op === "count" ? 1 : own);
    }
  }
  return total;
};
