import type { AxisNode, AxisTree, Member, Sort } from "@ennead/core/pivot";

/** A member of a path; the rest of a top list is named so, apart from a member that reads "Others" and from the empty one. */
export type PathMember = NonNullable<Extract<Sort, { by: "value" }>["path"]>[number];

const others = { others: true } as const;

/** The path of a node as specs and views write it, the outermost member first. */
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
