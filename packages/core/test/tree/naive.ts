// A forest as parents and sibling lists, walked one step at a time: slow and plain to see.
import type { TreeRow } from "@ennead/core/tree";

export interface Naive {
  /** In insertion order; a parent nobody knows is null here. */
  readonly parents: Map<string, string | null>;
  /** Children in sibling order; the list of roots and of cycles is under null. */
  readonly children: Map<string | null, string[]>;
}

export const naiveOf = (rows: readonly TreeRow[]): Naive => {
  const known = new Set(rows.map(({ id }) => id));
  const parents = new Map<string, string | null>();
  const children = new Map<string | null, string[]>([[null, []]]);
  for (const { id } of rows) children.set(id, []);
  for (const { id, parent } of rows) {
    const above = parent !== null && known.has(parent) ? parent : null;
    parents.set(id, above);
    children.get(above)?.push(id);
  }
  return { parents, children };
};

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

/** Whether a walk up from the node comes back to it. */
export const naiveOnCycle = (naive: Naive, id: string): boolean => {
  const top = naiveAncestors(naive, id).at(-1) ?? id;
  return naive.parents.get(top) === id;
};

export const naiveLevel = (naive: Naive, id: string): number => {
  if (naiveOnCycle(naive, id)) return 0;
  const above = naive.parents.get(id) ?? null;
  return above === null ? 0 : 1 + naiveLevel(naive, above);
};
