import {
  ancestorsOf,
  childrenOf,
  distanceOf,
  idsIn,
  isAncestorOrSelf,
  lcaOf,
  levelOf,
  nodeOf,
  parentOf,
  pathOf,
  positionOf,
  rangeOf,
  rollUp,
  rootsOf,
  type Tree,
} from "@ennead/core/tree";
import { expect } from "vitest";

import {
  naiveAncestors,
  naiveCycle,
  naiveLca,
  naiveLevel,
  naiveName,
  naiveReaches,
  naiveSubtree,
  type Naive,
} from "./naive.ts";

/** A value of its own for each id, so that wrong totals show. */
const valueOf = (id: string): number =>
  [...id].reduce((sum, one) => 31 * sum + one.charCodeAt(0), 7);

const totalsOf = (tree: Tree, ids: readonly string[]): Float64Array => {
  const values = new Float64Array(tree.slots);
  for (const id of ids) values[nodeOf(tree, id)] = valueOf(id);
  return rollUp(tree, values);
};

const distance = (naive: Naive, a: string, b: string): number | null => {
  const common = naiveLca(naive, a, b);
  if (common === null) return null;
  return naiveLevel(naive, a) + naiveLevel(naive, b) - 2 * naiveLevel(naive, common);
};

/** What holds of every pair of nodes. */
const expectSamePairs = (tree: Tree, naive: Naive, ids: readonly string[]): void => {
  for (const a of ids) {
    for (const b of ids) {
      const common = lcaOf(tree, a, b);
      const got = [
        isAncestorOrSelf(tree, a, b),
        common === null ? null : naiveName(naive, common),
        distanceOf(tree, a, b),
      ];
      const wanted = [naiveReaches(naive, a, b), naiveLca(naive, a, b), distance(naive, a, b)];
      if (got.every((one, at) => one === wanted[at])) continue;
      expect({ a, b, got }).toEqual({ a, b, got: wanted });
    }
  }
};

/** How many cycles there are. */
const cyclesOf = (naive: Naive, ids: readonly string[]): number =>
  new Set(ids.filter((id) => naiveCycle(naive, id).length > 0).map((id) => naiveName(naive, id)))
    .size;

/** Every answer about every node and pair of nodes equals that of the walks. */
export const expectSame = (tree: Tree, naive: Naive): void => {
  const ids = [...naive.parents.keys()];
  const totals = totalsOf(tree, ids);
  const top = new Set(rootsOf(tree).map((id) => naiveName(naive, id)));
  const got = ids.map((id) => {
    const range = rangeOf(tree, id) ?? { start: -1, end: -1 };
    return [
      parentOf(tree, id),
      ancestorsOf(tree, id),
      pathOf(tree, id),
      levelOf(tree, id),
      childrenOf(tree, id),
      idsIn(tree, [range]).toSorted(),
      positionOf(tree, id) === range.start,
      totals[nodeOf(tree, id)],
    ];
  });
  const wanted = ids.map((id) => {
    const above = naiveAncestors(naive, id);
    const subtree = naiveSubtree(naive, id).toSorted();
    return [
      naive.parents.get(id),
      above,
      [id, ...above].toReversed(),
      naiveLevel(naive, id),
      naive.children.get(id),
      subtree,
      true,
      subtree.reduce((sum, one) => sum + valueOf(one), 0),
    ];
  });
  expect(got).toEqual(wanted);
  expect([tree.count, tree.cycles]).toEqual([ids.length, cyclesOf(naive, ids)]);
  expect([...top]).toEqual((naive.children.get(null) ?? []).map((id) => naiveName(naive, id)));
  expectSamePairs(tree, naive, ids);
};
