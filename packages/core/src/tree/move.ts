import { err, fault, ok, shown, type Fault, type Result } from "../kernel/index.ts";
import { onCycle } from "./cycle.ts";
import {
  checkParent,
  checkPlace,
  landingOf,
  levelBelow,
  parentNode,
  placeOf,
  type Place,
} from "./place.ts";
import { rearrange } from "./rearrange.ts";
import { moveBlock, rejump, relevel, resize } from "./shift.ts";
import { nodeOf, type EditableTree, type Tree, type TreeId } from "./tree.ts";
import { reaches } from "./within.ts";

/** What a move did. `from` as a place takes it back, unless the node was on a cycle. */
export interface Moved<Id extends TreeId = string> {
  readonly id: Id;
  /** False if the node already stood there; nothing was written. */
  readonly changed: boolean;
  readonly from: { readonly parent: Id | null; readonly at: number };
  readonly to: { readonly parent: Id | null; readonly at: number };
  /** How many nodes moved, the node itself included. */
  readonly nodes: number;
}

/** Levels below the top of a subtree. O(size). */
const heightOf = <Id extends TreeId>(tree: Tree<Id>, node: number): number => {
  const start = tree.pos[node]!;
  const top = tree.level[start]!;
  let deepest = top;
  for (let at = start; at < start + tree.size[node]!; at += 1) {
    if (tree.level[at]! > deepest) deepest = tree.level[at]!;
  }
  return deepest - top;
};

/**
 * Why a move cannot be, or null. In this order: `tree/self-parent`, `tree/unknown-parent`, `tree/unknown-node`,
 * `tree/cycle` (the new parent lies below the node), `tree/bad-place`, `tree/too-deep`. O(1); with a `maxLevel` O(size).
 */
export const checkMove = <Id extends TreeId>(
  tree: Tree<Id>,
  id: Id,
  place: Place<Id>,
): Fault | null => {
  if (place.parent === id) {
    return fault("tree/self-parent", `${shown(id)} cannot stand under itself.`, ["parent"]);
  }
  const unknownParent = checkParent(tree, place.parent);
  if (unknownParent !== null) return unknownParent;
  const node = nodeOf(tree, id);
  if (node < 0) return fault("tree/unknown-node", `There is no ${shown(id)}.`, ["id"]);
  const above = parentNode(tree, place.parent);
  if (above >= 0 && reaches(tree, node, above)) {
    return fault("tree/cycle", `${shown(place.parent)} stands below ${shown(id)}.`, ["parent"], {
      ids: [id, place.parent],
    });
  }
  return checkPlace(tree, place, () => heightOf(tree, node));
};

/** Makes a member of a cycle the root of all that hangs together with it. */
const untangle = <Id extends TreeId>(tree: EditableTree<Id>, node: number): void => {
  const start = tree.pos[node]!;
  const nodes = tree.order.slice(start, start + tree.size[node]!);
  tree.parent[node] = -1;
  rearrange(tree, nodes, start);
};

/**
 * Moves a node with all below it, in place; a refused move changes nothing (faults: `checkMove`). The inner order stays.
 * Moving a member out of its cycle ends the cycle. O(positions between the old and the new place + level), and O(size)
 * when the level changes.
 */
export const moveNode = <Id extends TreeId>(
  tree: EditableTree<Id>,
  id: Id,
  place: Place<Id>,
): Result<Moved<Id>> => {
  const refused = checkMove(tree, id, place);
  if (refused !== null) return err(refused);
  const node = nodeOf(tree, id);
  const above = parentNode(tree, place.parent);
  const before = tree.parent[node]!;
  const from = { parent: before < 0 ? null : (tree.ids[before] as Id), at: placeOf(tree, node) };
  const looped = onCycle(tree, node);
  if (looped) untangle(tree, node);
  const [start, nodes] = [tree.pos[node]!, tree.size[node]!];
  const landing = landingOf(tree, above, place.at, node);
  const stays = landing === start || landing === start + nodes;
  const changed = looped || above !== before || !stays;
  if (changed) {
    if (above !== before && !looped) resize(tree, before, -nodes);
    if (above !== before) resize(tree, above, nodes);
    tree.parent[node] = above;
    const deeper = levelBelow(tree, above) - tree.level[start]!;
    const arrived = stays ? start : moveBlock(tree, start, nodes, landing);
    relevel(tree, arrived, arrived + nodes, deeper);
    rejump(tree, arrived, arrived + nodes);
  }
  const to = { parent: place.parent, at: changed ? placeOf(tree, node) : from.at };
  return ok({ id, changed, from, to, nodes });
};
