import type { AxisNode, AxisTree, Member, PathMember } from "@ennead/core/pivot";

export type { PathMember };

const others = { others: true } as const;

/**
 * The path of a node as specs and views write it, the outermost member first. The core has the same; this one is here so
 * that the table does not wait for the engine.
 */
export const pathOf = (tree: AxisTree, node: AxisNode): readonly PathMember[] => {
  const path: PathMember[] = [];
  let at: AxisNode | undefined = node;
  while (at !== undefined && at.level > 0) {
    const member: Member = at.path.at(-1) ?? null;
    path.unshift(at.kind === "others" ? others : member);
    at = tree.nodes[at.parent];
  }
  return path;
};

export const samePath = (a: readonly PathMember[], b: readonly PathMember[]): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

/** The node at a path; undefined where there is none. */
export const nodeAt = (tree: AxisTree, path: readonly PathMember[]): AxisNode | undefined =>
  tree.nodes.find((node) => node.level === path.length && samePath(pathOf(tree, node), path));
