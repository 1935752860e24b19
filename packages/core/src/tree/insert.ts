import { err, fault, ok, shown, type Fault, type Result } from "../kernel/index.ts";
import { checkParent, checkPlace, landingOf, levelBelow, parentNode, type Place } from "./place.ts";
import { openGap, rejump, resize } from "./shift.ts";
import { nodeOf, type EditableTree, type Tree, type TreeId } from "./tree.ts";

/** Why an insert cannot be, or null: `tree/duplicate-id`, `tree/unknown-parent`, `tree/bad-place`, `tree/too-deep`. O(1). */
export const checkInsert = <Id extends TreeId>(
  tree: Tree<Id>,
  id: Id,
  place: Place<Id>,
): Fault | null => {
  if (nodeOf(tree, id) >= 0) {
    return fault("tree/duplicate-id", `There is a ${shown(id)} already.`, ["id"], { ids: [id] });
  }
  return checkParent(tree, place.parent) ?? checkPlace(tree, place, () => 0);
};

const longer = (array: Int32Array, length: number): Int32Array => {
  const copy = new Int32Array(length);
  copy.set(array);
  return copy;
};

/** Room for one more node number; doubled, so that many inserts copy little. */
const makeRoom = <Id extends TreeId>(tree: EditableTree<Id>): void => {
  if (tree.slots < tree.parent.length) return;
  const length = Math.max(16, 2 * tree.slots);
  for (const name of ["parent", "pos", "size", "order", "level"] as const) {
    tree[name] = longer(tree[name], length);
  }
  if (tree.memo.jumps !== null) tree.memo.jumps = longer(tree.memo.jumps, length);
};

/**
 * Inserts a node without children, in place, and answers its node number: one that a removed node left, else a new one.
 * A refused insert changes nothing (faults: `checkInsert`). O(positions behind it + level).
 */
export const insertNode = <Id extends TreeId>(
  tree: EditableTree<Id>,
  id: Id,
  place: Place<Id>,
): Result<number> => {
  const refused = checkInsert(tree, id, place);
  if (refused !== null) return err(refused);
  const above = parentNode(tree, place.parent);
  const landing = landingOf(tree, above, place.at, -1);
  let node = tree.free.pop();
  if (node === undefined) {
    makeRoom(tree);
    node = tree.slots;
    tree.slots += 1;
  }
  resize(tree, above, 1);
  openGap(tree, landing);
  tree.ids[node] = id;
  tree.added.set(id, node);
  tree.parent[node] = above;
  tree.pos[node] = landing;
  tree.size[node] = 1;
  tree.order[landing] = node;
  tree.level[landing] = levelBelow(tree, above);
  rejump(tree, landing, landing + 1);
  return ok(node);
};
