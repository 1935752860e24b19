// A forest as parents and sibling lists, walked one step at a time: slow and plain to see.
import type { TreeRow } from "@ennead/core/tree";

export interface Naive {
  /** A parent nobody knows is null here. */
  readonly parents: Map<string, string | null>;
  /** Children in order. Under null stand the roots, and for each cycle one of its members. */
  readonly children: Map<string | null, string[]>;
}

/** Nearest first, once around a cycle, without the node itself. */
export const naiveAncestors = ({ parents }: Naive, id: string): string[] => {
  const found: string[] = [];
  let at = parents.get(id) ?? null;
  while (at !== null && at !== id && !found.includes(at)) {
    found.push(at);
    at = parents.get(at) ?? null;
  }
  return found;
};

/** Whether a walk up from `b` comes to `a`, or begins there. */
export const naiveReaches = (naive: Naive, a: string, b: string): boolean =>
  a === b || naiveAncestors(naive, b).includes(a);

export const naiveSubtree = (naive: Naive, id: string): string[] =>
  [...naive.parents.keys()].filter((other) => naiveReaches(naive, id, other));

/** The members of the cycle a node is on; none for others. */
export const naiveCycle = (naive: Naive, id: string): string[] => {
  const above = naiveAncestors(naive, id);
  return naive.parents.get(above.at(-1) ?? id) === id ? [id, ...above] : [];
};

export const naiveLevel = (naive: Naive, id: string): number => {
  if (naiveCycle(naive, id).length > 0) return 0;
  const above = naive.parents.get(id) ?? null;
  return above === null ? 0 : 1 + naiveLevel(naive, above);
};

/** One name for a node, the same for all members of a cycle. */
export const naiveName = (naive: Naive, id: string): string =>
  naiveCycle(naive, id).toSorted()[0] ?? id;

export const naiveLca = (naive: Naive, a: string, b: string): string | null => {
  const found = [a, ...naiveAncestors(naive, a)].find((one) => naiveReaches(naive, one, b));
  return found === undefined ? null : naiveName(naive, found);
};

export const naiveOf = (rows: readonly TreeRow[]): Naive => {
  const known = new Set(rows.map(({ id }) => id));
  const naive: Naive = {
    parents: new Map(),
    children: new Map<string | null, string[]>([[null, []]]),
  };
  for (const { id } of rows) naive.children.set(id, []);
  for (const { id, parent } of rows) {
    const above = parent !== null && known.has(parent) ? parent : null;
    naive.parents.set(id, above);
    naive.children.get(above)?.push(id);
  }
  const named = new Set<string>();
  for (const { id } of rows) {
    const members = naiveCycle(naive, id);
    if (members.length === 0 || named.has(id)) continue;
    for (const member of members) named.add(member);
    naive.children.get(null)?.push(id);
  }
  // Members stand before what hangs below them.
  for (const id of named) {
    const all = naive.children.get(id) ?? [];
    naive.children.set(id, [
      ...all.filter((child) => named.has(child)),
      ...all.filter((child) => !named.has(child)),
    ]);
  }
  return naive;
};
