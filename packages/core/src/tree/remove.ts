import { err, fault, ok, shown, type Result } from "../kernel/index.ts";
import { belowOf, onCycle } from "./cycle.ts";
import { rearrange } from "./rearrange.ts";
import { closeGap, rejump, relevel, resize } from "./shift.ts";
import { nodeOf, type EditableTree, type TreeId } from "./tree.ts";
import { childNodes } from "./walk.ts";

/** What becomes of those below: removed too, or lifted to the parent, into the node's place and in their order. */
export type RemoveMode = "subtree" | "lift";

const release = <Id extends TreeId>(tree: EditableTree<Id>, nodes: Int32Array): readonly Id[] => {
  const ids: Id[] = [];
  for (const node of nodes) {
    const id = tree.ids[node] as Id;
    ids.push(id);
    tree.added.delete(id);
    tree.pos[node] = -1;
    tree.parent[node] = -1;
    tree.free.push(node);
  }
  return ids;
};

const removeSubtree = <Id extends TreeId>(tree: EditableTree<Id>, node: number): readonly Id[] => {
  const [start, size] = [tree.pos[node]!, tree.size[node]!];
  if (onCycle(tree, node)) tree.cycles -= 1;
  else resize(tree, tree.parent[node]!, -size);
  const ids = release(tree, tree.order.slice(start, start + size));
  closeGap(tree, start, size);
  return ids;
};

/** Lifts the children of a node that is not on a cycle: they stand there already, one level too deep. */
const liftPlain = <Id extends TreeId>(tree: EditableTree<Id>, node: number): void => {
  const [start, size, above] = [tree.pos[node]!, tree.size[node]!, tree.parent[node]!];
  for (const child of childNodes(tree, node)) tree.parent[child] = above;
  resize(tree, above, -1);
  relevel(tree, start + 1, start + size, -1);
  closeGap(tree, start, 1);
  rejump(tree, start, start + size - 1);
};

/** Everything around a cycle without one member: the other members, what hung below that one, the rest. */
const withoutMember = <Id extends TreeId>(tree: EditableTree<Id>, node: number): Int32Array => {
  const { order, parent, pos, size } = tree;
  const [start, end] = [pos[node]!, pos[node]! + size[node]!];
  const below = belowOf(tree, node);
  const nodes = new Int32Array(end - start - 1);
  let filled = 0;
  for (let at = start; at < below; at += 1) {
    if (order[at] !== node) nodes[filled++] = order[at]!;
  }
  for (const lifted of [true, false]) {
    for (let at = below; at < end;) {
      const next = at + size[order[at]!]!;
      if ((parent[order[at]!] === node) === lifted) {
        nodes.set(order.subarray(at, next), filled);
        filled += next - at;
      }
      at = next;
    }
  }
  return nodes;
};

/** Closes a cycle around the member that is taken out; below one that was its own parent, children become roots. */
const liftMember = <Id extends TreeId>(tree: EditableTree<Id>, node: number): void => {
  const [start, size, above] = [tree.pos[node]!, tree.size[node]!, tree.parent[node]!];
  const nodes = withoutMember(tree, node);
  for (const child of childNodes(tree, node)) tree.parent[child] = above === node ? -1 : above;
  closeGap(tree, start, 1);
  rearrange(tree, nodes, start);
  rejump(tree, start, start + size - 1);
};

const lift = <Id extends TreeId>(tree: EditableTree<Id>, node: number): readonly Id[] => {
  if (onCycle(tree, node)) liftMember(tree, node);
  else liftPlain(tree, node);
  return release(tree, Int32Array.of(node));
};

/**
 * Removes a node, in place, and answers the ids that are gone, in preorder; `tree/unknown-node` changes nothing. The
 * subtree of a member of a cycle is the cycle with all below it. O(positions behind it + level).
 */
export const removeNode = <Id extends TreeId>(
  tree: EditableTree<Id>,
  id: Id,
  mode: RemoveMode,
): Result<readonly Id[]> => {
  const node = nodeOf(tree, id);
  if (node < 0) return err(fault("tree/unknown-node", `There is no ${shown(id)}.`, ["id"]));
  return ok(mode === "lift" ? lift(tree, node) : removeSubtree(tree, node));
};
