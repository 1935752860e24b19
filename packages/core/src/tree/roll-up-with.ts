import { eachCycle, levelsOf } from "./roll-up.ts";
import type { Tree, TreeId } from "./tree.ts";

/** How values of any type are put together: `combine` is associative, and `empty` with anything is that. */
export interface Monoid<T> {
  readonly empty: T;
  readonly combine: (before: T, after: T) => T;
}

/**
 * `rollUp` for values of any type, by node number. `combine` gets a node before what is below it and siblings in their
 * order, so it need not be commutative. O(n) calls of it.
 */
export const rollUpWith = <Id extends TreeId, T>(
  tree: Tree<Id>,
  values: ArrayLike<T>,
  { empty, combine }: Monoid<T>,
): readonly T[] => {
  const { order, level, count, slots } = tree;
  const totals = Array.from({ length: slots }, () => empty);
  const below = Array.from({ length: levelsOf(tree) }, () => empty);
  for (let at = count - 1; at >= 0; at -= 1) {
    const node = order[at]!;
    const depth = level[at]!;
    const total = combine(values[node] as T, below[depth + 1] as T);
    below[depth + 1] = empty;
    below[depth] = combine(total, below[depth] as T);
    totals[node] = total;
  }
  eachCycle(tree, (members) => {
    let whole = empty;
    for (const member of members) whole = combine(whole, totals[member] as T);
    for (const member of members) totals[member] = whole;
  });
  return totals;
};
