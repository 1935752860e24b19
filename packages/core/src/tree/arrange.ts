import { findCycles } from "./find-cycles.ts";
import { linksOf, placeSubtree, type Layout, type Links } from "./layout.ts";

/** A forest with its places, and the cycles that were in it. */
export interface Arranged extends Layout {
  readonly cycles: readonly (readonly number[])[];
}

/** Members take positions from `start` on and share the first; what hangs below each follows, member by member. */
const placeCycle = (
  links: Links,
  parent: Int32Array,
  layout: Layout,
  members: readonly number[],
  start: number,
): number => {
  const { pos, size, order, level } = layout;
  let at = start;
  for (const member of members) {
    pos[member] = start;
    order[at] = member;
    level[at] = 0;
    at += 1;
  }
  for (const member of members) {
    for (let child = links.first[member]!; child >= 0; child = links.next[child]!) {
      if (pos[child]! >= 0) continue;
      at = placeSubtree(links, parent, layout, child, at, 1);
    }
  }
  for (const member of members) size[member] = at - start;
  return at;
};

/**
 * Puts nodes with these parents (-1 for roots) into preorder; siblings and roots keep the order of their numbers. Cycles
 * and what hangs below them come after all roots. No recursion, no stack. O(n).
 */
export const arrange = (parent: Int32Array): Arranged => {
  const count = parent.length;
  const links = linksOf(parent);
  const layout: Layout = {
    pos: new Int32Array(count).fill(-1),
    size: new Int32Array(count),
    order: new Int32Array(count),
    level: new Int32Array(count),
  };
  let at = 0;
  for (let root = links.first[count]!; root >= 0; root = links.next[root]!) {
    at = placeSubtree(links, parent, layout, root, at, 0);
  }
  const cycles = at === count ? [] : findCycles(parent, layout.pos);
  for (const members of cycles) at = placeCycle(links, parent, layout, members, at);
  return { ...layout, cycles };
};
