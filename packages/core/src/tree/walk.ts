import { belowOf, membersAt, onCycle } from "./cycle.ts";
import { nodeOf, type Tree, type TreeId } from "./tree.ts";

const named = <Id extends TreeId>({ ids }: Tree<Id>, nodes: readonly number[]): readonly Id[] =>
  nodes.map((node) => ids[node] as Id);

/** The id of the parent as the rows gave it; null for roots and unknown nodes. O(1). */
export const parentOf = <Id extends TreeId>(tree: Tree<Id>, id: Id): Id | null => {
  const node = nodeOf(tree, id);
  const above = node < 0 ? -1 : tree.parent[node]!;
  return above < 0 ? null : (tree.ids[above] as Id);
};

/** How many nodes stand above: 0 for roots and for members of a cycle; undefined if the node is unknown. O(1). */
export const levelOf = <Id extends TreeId>(tree: Tree<Id>, id: Id): number | undefined => {
  const node = nodeOf(tree, id);
  return node < 0 ? undefined : tree.level[tree.pos[node]!];
};

const nodesAbove = <Id extends TreeId>(tree: Tree<Id>, node: number): readonly number[] => {
  const above: number[] = [];
  let at = node;
  while (at >= 0 && !onCycle(tree, at)) {
    at = tree.parent[at]!;
    if (at >= 0) above.push(at);
  }
  // Once around the cycle, up to the member where it was entered or the node itself.
  if (at >= 0) {
    for (let next = tree.parent[at]!; next !== at; next = tree.parent[next]!) above.push(next);
  }
  return above;
};

/** All above a node, nearest first, each once; for a member of a cycle the other members. Unknown: none. O(level). */
export const ancestorsOf = <Id extends TreeId>(tree: Tree<Id>, id: Id): readonly Id[] => {
  const node = nodeOf(tree, id);
  return node < 0 ? [] : named(tree, nodesAbove(tree, node));
};

/** From the root down to the node itself. Unknown: empty. O(level). */
export const pathOf = <Id extends TreeId>(tree: Tree<Id>, id: Id): readonly Id[] => {
  const node = nodeOf(tree, id);
  return node < 0 ? [] : named(tree, [node, ...nodesAbove(tree, node)].toReversed());
};

/** The nodes right below a node, in sibling order; all of a cycle's members when `node` is on one. */
export const childNodes = <Id extends TreeId>(tree: Tree<Id>, node: number): readonly number[] => {
  const { order, parent, pos, size } = tree;
  const looped = onCycle(tree, node);
  const children = looped ? membersAt(tree, pos[node]!).filter((one) => parent[one] === node) : [];
  const end = pos[node]! + size[node]!;
  for (let at = belowOf(tree, node); at < end; at += size[order[at]!]!) {
    if (!looped || parent[order[at]!] === node) children.push(order[at]!);
  }
  return children;
};

/** The children of a node in sibling order. Unknown: none. O(children), on a cycle O(those of all its members). */
export const childrenOf = <Id extends TreeId>(tree: Tree<Id>, id: Id): readonly Id[] => {
  const node = nodeOf(tree, id);
  return node < 0 ? [] : named(tree, childNodes(tree, node));
};

/** The roots and the members of cycles, in order: every node with level 0. O(roots). */
export const rootsOf = <Id extends TreeId>(tree: Tree<Id>): readonly Id[] => {
  const roots: number[] = [];
  for (let at = 0; at < tree.count; at += tree.size[tree.order[at]!]!) {
    for (const root of membersAt(tree, at)) roots.push(root);
  }
  return named(tree, roots);
};
