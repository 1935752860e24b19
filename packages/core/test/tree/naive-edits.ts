// The edits of the naive forest: lists are spliced, nothing is kept up beside them.
import type { Place, RemoveMode } from "@ennead/core/tree";

import { naiveCycle, naiveLevel, naiveReaches, naiveSubtree, type Naive } from "./naive.ts";

/** What the edit is refused with, or null after it was made. */
type Outcome = string | null;

const list = (naive: Naive, id: string | null): string[] => naive.children.get(id) ?? [];

const drop = (naive: Naive, from: string | null, id: string): void => {
  naive.children.set(
    from,
    list(naive, from).filter((one) => one !== id),
  );
};

/** `at` does not count children that are on a cycle with their parent; those come first. */
const put = (naive: Naive, parent: string | null, id: string, at = Infinity): void => {
  const looped = parent !== null && naiveCycle(naive, parent).length > 0 ? 1 : 0;
  list(naive, parent).splice(at + looped, 0, id);
};

const badPlace = ({ at }: Place): boolean => at !== undefined && !(Number.isInteger(at) && at >= 0);

const depthOf = (naive: Naive, { parent }: Place): number =>
  parent === null ? 0 : naiveLevel(naive, parent) + 1;

/** Takes the place of a cycle at the top from whoever holds it. */
const leaveTop = (naive: Naive, members: readonly string[]): number => {
  const top = list(naive, null);
  const at = top.findIndex((one) => members.includes(one));
  top.splice(at, 1);
  return at;
};

export const naiveMove = (naive: Naive, id: string, place: Place): Outcome => {
  const { parent, at, maxLevel = Infinity } = place;
  if (parent === id) return "tree/self-parent";
  if (parent !== null && !naive.parents.has(parent)) return "tree/unknown-parent";
  if (!naive.parents.has(id)) return "tree/unknown-node";
  if (parent !== null && naiveReaches(naive, id, parent)) return "tree/cycle";
  if (badPlace(place)) return "tree/bad-place";
  const subtree = naiveSubtree(naive, id);
  const deepest = Math.max(...subtree.map((one) => naiveLevel(naive, one)));
  const members = naiveCycle(naive, id);
  if (members.length === 0) {
    if (depthOf(naive, place) + deepest - naiveLevel(naive, id) > maxLevel) return "tree/too-deep";
    drop(naive, naive.parents.get(id) ?? null, id);
  } else {
    if (depthOf(naive, place) + deepest > maxLevel) return "tree/too-deep";
    leaveTop(naive, members);
    drop(naive, naive.parents.get(id) ?? null, id);
  }
  naive.parents.set(id, parent);
  put(naive, parent, id, at);
  return null;
};

export const naiveInsert = (naive: Naive, id: string, place: Place): Outcome => {
  const { parent, at, maxLevel = Infinity } = place;
  if (naive.parents.has(id)) return "tree/duplicate-id";
  if (parent !== null && !naive.parents.has(parent)) return "tree/unknown-parent";
  if (badPlace(place)) return "tree/bad-place";
  if (depthOf(naive, place) > maxLevel) return "tree/too-deep";
  naive.parents.set(id, parent);
  naive.children.set(id, []);
  put(naive, parent, id, at);
  return null;
};

const forget = (naive: Naive, ids: readonly string[]): void => {
  for (const id of ids) {
    naive.parents.delete(id);
    naive.children.delete(id);
  }
};

export const naiveRemoveSubtree = (naive: Naive, id: string): Outcome => {
  if (!naive.parents.has(id)) return "tree/unknown-node";
  const members = naiveCycle(naive, id);
  if (members.length > 0) leaveTop(naive, members);
  else drop(naive, naive.parents.get(id) ?? null, id);
  forget(naive, naiveSubtree(naive, id));
  return null;
};

export const naiveLift = (naive: Naive, id: string): Outcome => {
  if (!naive.parents.has(id)) return "tree/unknown-node";
  const above = naive.parents.get(id) ?? null;
  const members = naiveCycle(naive, id);
  const children = list(naive, id).filter((one) => one !== id);
  const parent = above === id ? null : above;
  for (const child of children) naive.parents.set(child, parent);
  if (members.length === 0 || above === id) {
    const siblings = list(naive, parent);
    siblings.splice(siblings.indexOf(id), 1, ...children);
  } else {
    const top = list(naive, null);
    const [at, next] = [top.indexOf(id), members.find((one) => one !== id) ?? ""];
    if (at >= 0) top.splice(at, 1, next);
    drop(naive, above, id);
    naive.children.set(above, [...children, ...list(naive, above)]);
  }
  forget(naive, [id]);
  return null;
};

export const naiveRemove = (naive: Naive, id: string, mode: RemoveMode): Outcome =>
  mode === "lift" ? naiveLift(naive, id) : naiveRemoveSubtree(naive, id);
