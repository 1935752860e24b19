import {
  ancestorsOf,
  childrenOf,
  idsIn,
  isAncestorOrSelf,
  levelOf,
  parentOf,
  pathOf,
  positionOf,
  rangeOf,
  rootsOf,
  type Tree,
} from "@ennead/core/tree";
import { expect } from "vitest";

import {
  naiveAncestors,
  naiveLevel,
  naiveOnCycle,
  naiveReaches,
  naiveSubtree,
  type Naive,
} from "./naive.ts";

/** Children with those on a cycle first, as positions have them; among themselves members keep no promised order. */
const childrenAs = (naive: Naive, id: string): { members: string[]; others: string[] } => {
  const all = naive.children.get(id) ?? [];
  return {
    members: all.filter((child) => naiveOnCycle(naive, child)),
    others: all.filter((child) => !naiveOnCycle(naive, child)),
  };
};

/** Every answer about every node and pair of nodes equals that of the walks. */
export const expectSame = (tree: Tree, naive: Naive): void => {
  const ids = [...naive.parents.keys()];
  expect(tree.count).toBe(ids.length);
  for (const id of ids) {
    expect(parentOf(tree, id)).toBe(naive.parents.get(id));
    expect(ancestorsOf(tree, id)).toEqual(naiveAncestors(naive, id));
    expect(pathOf(tree, id)).toEqual([id, ...naiveAncestors(naive, id)].toReversed());
    expect(levelOf(tree, id)).toBe(naiveLevel(naive, id));
    const { members, others } = childrenAs(naive, id);
    expect(childrenOf(tree, id)).toEqual([...members, ...others]);
    const range = rangeOf(tree, id) ?? { start: 0, end: 0 };
    expect(idsIn(tree, [range]).toSorted()).toEqual(naiveSubtree(naive, id).toSorted());
    expect(positionOf(tree, id)).toBe(range.start);
    for (const other of ids) {
      if (isAncestorOrSelf(tree, id, other) === naiveReaches(naive, id, other)) continue;
      expect.fail(`${id} reaches ${other}: ${String(naiveReaches(naive, id, other))} by walking`);
    }
  }
  const cyclic = ids.filter((id) => naiveOnCycle(naive, id));
  const roots = rootsOf(tree);
  expect(roots.filter((id) => !cyclic.includes(id))).toEqual(naive.children.get(null));
  expect(roots.filter((id) => cyclic.includes(id)).toSorted()).toEqual(cyclic.toSorted());
};
