import { err, fault, ok, shown, type Fault, type Result } from "../kernel/index.ts";
import { arrange } from "./arrange.ts";
import type { NodeIndex, Tree, TreeId } from "./tree.ts";

/** A node as rows tell it; `parent` null makes a root. */
export interface TreeRow<Id extends TreeId = string> {
  readonly id: Id;
  readonly parent: Id | null;
}

const unknown = -2;

const listed = (ids: readonly TreeId[]): string => {
  const some = ids.slice(0, 5).map((id) => shown(id));
  return ids.length > some.length ? `${some.join(", ")} and others` : some.join(", ");
};

const cycleFault = <Id extends TreeId>(ids: readonly Id[], members: readonly number[]): Fault => {
  const [row = 0] = members;
  const names = members.map((member) => ids[member] as Id);
  if (members.length > 1) {
    const message = `${listed(names)} are each other's parents; one of them needs another.`;
    return fault("tree/cycle", message, [row, "parent"], { ids: names });
  }
  const message = `${listed(names)} is its own parent; it needs another or none.`;
  return fault("tree/self-parent", message, [row, "parent"], { id: names[0] ?? null });
};

/** Arranges parents and turns those nobody knows into roots. `parentId` names them. */
const treeOf = <Id extends TreeId>(
  ids: readonly Id[],
  parent: Int32Array,
  index: NodeIndex<Id>,
  parentId: (row: number) => TreeId,
): Tree<Id> => {
  const faults: Fault[] = [];
  for (let row = 0; row < parent.length; row += 1) {
    if (parent[row] !== unknown) continue;
    parent[row] = -1;
    const [id, above] = [ids[row] as Id, parentId(row)];
    const message = `The parent ${shown(above)} of ${shown(id)} is not there; it counts as a root.`;
    faults.push(fault("tree/unknown-parent", message, [row, "parent"], { id, parent: above }));
  }
  const { cycles, ...layout } = arrange(parent);
  for (const members of cycles) faults.push(cycleFault(ids, members));
  const count = parent.length;
  const memo = { jumps: null };
  return {
    count,
    slots: count,
    ids,
    parent,
    ...layout,
    cycles: cycles.length,
    faults,
    index,
    memo,
  };
};

const duplicateFault = <Id extends TreeId>(rows: readonly TreeRow<Id>[]): Fault => {
  const seen = new Set<Id>();
  const twice = new Set<Id>();
  let first = -1;
  for (const [row, { id }] of rows.entries()) {
    if (seen.has(id) && !twice.has(id)) {
      twice.add(id);
      if (first < 0) first = row;
    }
    seen.add(id);
  }
  const ids = [...twice];
  return fault("tree/duplicate-id", `${listed(ids)} occurs more than once.`, [first, "id"], {
    ids,
  });
};

/**
 * Builds a tree from rows in any order; siblings and roots keep the order of the rows. Rows with an unknown parent
 * become roots, cycles stand at the end; both are named in `faults`. An id that occurs twice is refused:
 * `tree/duplicate-id` with all such ids. O(n), without recursion.
 */
export const buildTree = <Id extends TreeId = string>(
  rows: readonly TreeRow<Id>[],
): Result<Tree<Id>> => {
  const count = rows.length;
  const index = new Map<Id, number>();
  const ids = rows.map(({ id }) => id);
  for (let row = 0; row < count; row += 1) index.set(ids[row]!, row);
  if (index.size < count) return err(duplicateFault(rows));
  const parent = new Int32Array(count);
  // Rows of siblings often stand together, and a look into a large map costs more than all else.
  let [lastId, last]: [Id | null, number] = [null, -1];
  for (let row = 0; row < count; row += 1) {
    const above = rows[row]!.parent;
    if (above !== lastId)
      [lastId, last] = [above, above === null ? -1 : (index.get(above) ?? unknown)];
    parent[row] = last;
  }
  return ok(treeOf(ids, parent, index, (row) => rows[row]?.parent ?? ""));
};

/**
 * Builds a tree whose ids are the numbers of its rows: `parents[row]` is the row of the parent, a negative number for a
 * root. Parents beyond the last row are unknown. O(n).
 */
export const treeFromParents = (parents: ArrayLike<number>): Tree<number> => {
  const count = parents.length;
  const ids = Array.from<number>({ length: count });
  const parent = new Int32Array(count);
  for (let row = 0; row < count; row += 1) {
    ids[row] = row;
    const above = parents[row]!;
    if (above < 0) parent[row] = -1;
    else parent[row] = above < count && Number.isInteger(above) ? above : unknown;
  }
  const index = { get: (id: number): number | undefined => (id < count ? id : undefined) };
  return treeOf(ids, parent, index, (row) => parents[row] ?? -1);
};
