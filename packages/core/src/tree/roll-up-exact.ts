import { err, fault, ok, type Result } from "../kernel/index.ts";
import { eachCycle, levelsOf } from "./roll-up.ts";
import type { Tree, TreeId } from "./tree.ts";

/**
 * Sums of scaled integers (minor units, for one), by node number, exact over the whole range of 64 bits. A sum beyond it
 * is `tree/out-of-range` with the node's id. O(n); about ten times as long as `rollUp`.
 */
export const rollUpExact = <Id extends TreeId>(
  tree: Tree<Id>,
  values: ArrayLike<bigint>,
): Result<BigInt64Array> => {
  const { order, level, count, slots } = tree;
  const totals = new BigInt64Array(slots);
  const below = Array.from({ length: levelsOf(tree) }, () => 0n);
  let beyond = -1;
  const put = (node: number, total: bigint): void => {
    if (BigInt.asIntN(64, total) !== total) beyond = node;
    totals[node] = total;
  };
  for (let at = count - 1; at >= 0; at -= 1) {
    const node = order[at]!;
    const depth = level[at]!;
    const total = values[node]! + below[depth + 1]!;
    below[depth + 1] = 0n;
    below[depth]! += total;
    put(node, total);
  }
  eachCycle(tree, (members) => {
    let whole = 0n;
    for (const member of members) whole += totals[member]!;
    for (const member of members) put(member, whole);
  });
  if (beyond < 0) return ok(totals);
  const message = "A total passes the range of 64-bit integers; use a coarser unit.";
  return err(fault("tree/out-of-range", message, undefined, { id: tree.ids[beyond] ?? null }));
};
