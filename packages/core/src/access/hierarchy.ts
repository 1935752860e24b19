/**
 * A forest in preorder: each node has a position of its own, and all below it stand in one range behind it. Members of a
 * circle in bad data have one range that holds all of them and all below: each is above and below each.
 */
export interface Hierarchy {
  /** Position by id. */
  readonly positions: ReadonlyMap<string, number>;
  /** Id by position. */
  readonly ids: readonly string[];
  /** By position: where its range begins and where the next begins. */
  readonly starts: Int32Array;
  readonly ends: Int32Array;
  /** By position: position of the parent, or -1. */
  readonly parents: Int32Array;
}

interface HierarchyRow {
  readonly id: string;
  readonly parent: string | null;
}

/** Marks every node that stands on a circle with the lowest index on it; others have -1. */
const circlesOf = (parents: Int32Array): Int32Array => {
  const circle = new Int32Array(parents.length).fill(-1);
  const seen = new Int32Array(parents.length).fill(-1);
  for (let from = 0; from < parents.length; from += 1) {
    let at = from;
    while (at >= 0 && seen[at] === -1) {
      seen[at] = from;
      at = parents[at] ?? -1;
    }
    if (at < 0 || seen[at] !== from || circle[at] !== -1) continue;
    for (let on = at; circle[on] === -1; on = parents[on] ?? -1) circle[on] = at;
  }
  return circle;
};

/** Lays rows out as a forest. A parent that is not there makes a root; of rows with one id the first counts. */
export const layOut = (rows: readonly HierarchyRow[]): Hierarchy => {
  const index = new Map<string, number>();
  for (const { id } of rows) if (!index.has(id)) index.set(id, index.size);
  const names = [...index.keys()];
  const count = names.length;
  const parents = new Int32Array(count).fill(-2);
  for (const { id, parent } of rows) {
    const at = index.get(id) ?? 0;
    if (parents[at] === -2) parents[at] = parent === null ? -1 : (index.get(parent) ?? -1);
  }
  const circle = circlesOf(parents);
  const first = new Int32Array(count).fill(-1);
  const next = new Int32Array(count).fill(-1);
  const roots: number[] = [];
  for (let at = count - 1; at >= 0; at -= 1) {
    const parent = parents[at] ?? -1;
    if (circle[at] === at || parent < 0) roots.push(at);
    else if (circle[at] === -1) {
      next[at] = first[parent] ?? -1;
      first[parent] = at;
    }
  }
  const positions = new Map<string, number>();
  const ids: string[] = [];
  const [starts, ends] = [new Int32Array(count), new Int32Array(count)];
  const place = (at: number, start: number): void => {
    starts[ids.length] = start;
    positions.set(names[at] ?? "", ids.length);
    ids.push(names[at] ?? "");
  };
  /** Places all below a node and answers where they end. */
  const placeBelow = (top: number): void => {
    const path: number[] = [];
    let at = first[top] ?? -1;
    while (at >= 0 || path.length > 0) {
      if (at >= 0) {
        path.push(ids.length, at);
        place(at, ids.length);
        at = first[at] ?? -1;
        continue;
      }
      const left = path.pop() ?? -1;
      ends[path.pop() ?? 0] = ids.length;
      at = next[left] ?? -1;
    }
  };
  for (let root = roots.length - 1; root >= 0; root -= 1) {
    const top = roots[root] ?? 0;
    const start = ids.length;
    const members = [top];
    if (circle[top] === top) {
      for (let at = parents[top] ?? top; at !== top; at = parents[at] ?? top) members.push(at);
    }
    for (const member of members) place(member, start);
    for (const member of members) placeBelow(member);
    ends.fill(ids.length, start, start + members.length);
  }
  const places = new Int32Array(count);
  for (const [at, name] of names.entries()) places[at] = positions.get(name) ?? -1;
  const above = new Int32Array(count).fill(-1);
  for (let at = 0; at < count; at += 1) {
    const parent = parents[at] ?? -1;
    if (parent >= 0) above[places[at] ?? 0] = places[parent] ?? -1;
  }
  return { positions, ids, starts, ends, parents: above };
};

/** Positions above one, from the nearest up, until a root or until one repeats. */
export const positionsAbove = ({ parents }: Hierarchy, position: number): number[] => {
  const above: number[] = [];
  const seen = new Set<number>();
  for (let at = parents[position] ?? -1; at >= 0 && !seen.has(at); at = parents[at] ?? -1) {
    seen.add(at);
    above.push(at);
  }
  return above;
};
