import type { Tree, TreeId } from "./tree.ts";

type Places = Pick<Tree, "parent" | "pos" | "order" | "count">;

/** Whether a node lies on a cycle: only there a parent has the position of its child. O(1). */
export const onCycle = ({ parent, pos }: Pick<Tree, "parent" | "pos">, node: number): boolean => {
  const above = parent[node]!;
  return above >= 0 && pos[above] === pos[node];
};

/** The members of the cycle that begins at a position, in order: they take that position and those right after it. */
export const membersAt = ({ order, pos, count }: Places, position: number): readonly number[] => {
  const members: number[] = [];
  for (let at = position; at < count && pos[order[at]!] === position; at += 1) {
    members.push(order[at]!);
  }
  return members;
};

/** The first position below a node: after itself, or after all members of its cycle. */
export const belowOf = <Id extends TreeId>(tree: Tree<Id>, node: number): number => {
  const { order, pos, count } = tree;
  const first = pos[node]!;
  let at = first + 1;
  while (at < count && pos[order[at]!] === first) at += 1;
  return at;
};
