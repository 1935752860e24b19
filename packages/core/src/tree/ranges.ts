import type { Range, Tree, TreeId } from "./tree.ts";

/** The same positions as few ranges as can be: sorted, apart, none empty; what touches is joined. O(k log k). */
export const mergeRanges = (ranges: readonly Range[]): readonly Range[] => {
  const merged: { start: number; end: number }[] = [];
  for (const { start, end } of ranges.toSorted((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (end <= start) continue;
    if (last === undefined || last.end < start) merged.push({ start, end });
    else if (last.end < end) last.end = end;
  }
  return merged;
};

/** The positions that are in both. O(k log k). */
export const intersectRanges = (a: readonly Range[], b: readonly Range[]): readonly Range[] => {
  const [one, other] = [mergeRanges(a), mergeRanges(b)];
  const common: Range[] = [];
  let [i, j] = [0, 0];
  while (i < one.length && j < other.length) {
    const [left, right] = [one[i]!, other[j]!];
    const start = Math.max(left.start, right.start);
    const end = Math.min(left.end, right.end);
    if (start < end) common.push({ start, end });
    if (left.end < right.end) i += 1;
    else j += 1;
  }
  return common;
};

/** The positions of `from` that are not in `taken`. O(k log k). */
export const subtractRanges = (
  from: readonly Range[],
  taken: readonly Range[],
): readonly Range[] => {
  const holes = mergeRanges(taken);
  const left: Range[] = [];
  let hole = 0;
  for (const { start, end } of mergeRanges(from)) {
    let at = start;
    while (hole < holes.length && holes[hole]!.end <= at) hole += 1;
    for (let next = hole; next < holes.length && holes[next]!.start < end; next += 1) {
      if (at < holes[next]!.start) left.push({ start: at, end: holes[next]!.start });
      at = holes[next]!.end;
    }
    if (at < end) left.push({ start: at, end });
  }
  return left;
};

/** Whether a position is in one of merged ranges. O(log k). */
export const inRanges = (merged: readonly Range[], position: number): boolean => {
  let [low, high] = [0, merged.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (merged[middle]!.end <= position) low = middle + 1;
    else high = middle;
  }
  return low < merged.length && merged[low]!.start <= position;
};

/** The ids at positions, range by range. O(what is answered). */
export const idsIn = <Id extends TreeId>(
  tree: Tree<Id>,
  ranges: readonly Range[],
): readonly Id[] => {
  const found: Id[] = [];
  for (const { start, end } of ranges) {
    const last = Math.min(end, tree.count);
    for (let at = Math.max(0, start); at < last; at += 1)
      found.push(tree.ids[tree.order[at]!] as Id);
  }
  return found;
};
