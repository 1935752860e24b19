import type { Dim } from "@ennead/core/pivot";

import { compareMembers, type NaiveMember } from "./members.ts";
import { keyOf, type Path, type Row } from "./types.ts";

/** A record with its members on both axes. */
export interface Placed {
  readonly row: Row;
  readonly rows: readonly NaiveMember[];
  readonly cols: readonly NaiveMember[];
}

export type Axis = "rows" | "cols";

/** A node of an axis by its members. */
export interface Node {
  readonly path: Path;
  readonly members: readonly NaiveMember[];
}

export const nodeOf = (members: readonly NaiveMember[]): Node => ({
  members,
  path: members.map(({ member, others }) => (others === true ? { others } : member)),
});

/** All nodes that these records lead to, by path. */
export const nodesOf = (placed: readonly Placed[], axis: Axis): Map<string, Node> => {
  const found = new Map<string, Node>([["[]", nodeOf([])]]);
  for (const one of placed) {
    for (let depth = 1; depth <= one[axis].length; depth += 1) {
      const node = nodeOf(one[axis].slice(0, depth));
      found.set(keyOf(node.path), node);
    }
  }
  return found;
};

export const isUnder = (node: Node, members: readonly NaiveMember[]): boolean =>
  keyOf(nodeOf(members.slice(0, node.path.length)).path) === keyOf(node.path);

export const childrenOf = (nodes: ReadonlyMap<string, Node>, parent: Node): Node[] =>
  [...nodes.values()].filter(
    (node) => node.path.length === parent.path.length + 1 && isUnder(parent, node.members),
  );

export const lastOf = (node: Node): NaiveMember => {
  const last = node.members.at(-1);
  if (last === undefined) throw new Error("the total has no member");
  return last;
};

/** Members of a level with each member once. */
export const distinctMembers = (members: readonly NaiveMember[]): NaiveMember[] => [
  ...new Map(members.map((one) => [JSON.stringify(one.member), one])).values(),
];

/** Adds the members of each level's universe below every parent. */
export const filled = (
  nodes: ReadonlyMap<string, Node>,
  dims: readonly Dim[],
  universe: (level: number, parent: Node) => readonly NaiveMember[],
): Map<string, Node> => {
  const all = new Map(nodes);
  dims.forEach((dim, level) => {
    if (dim.fill === undefined || dim.top !== undefined) return;
    for (const parent of Array.from(all.values())) {
      if (parent.path.length !== level) continue;
      for (const member of universe(level, parent)) {
        const node = nodeOf([...parent.members, member]);
        if (!all.has(keyOf(node.path))) all.set(keyOf(node.path), node);
      }
    }
  });
  return all;
};

const isLast = ({ tier }: NaiveMember): boolean => tier >= 1e9;

/** Ascending label order; the empty member is last in both directions, Others after it. */
export const byLabel = (a: Node, b: Node, dir: 1 | -1 = 1): number => {
  const [x, y] = [lastOf(a), lastOf(b)];
  const order = compareMembers(x, y);
  return isLast(x) || isLast(y) ? order : dir * order;
};
