import type { AxisCoder } from "./axis-coder.ts";
import type { Level } from "./level.ts";

/**
 * The tree of an axis in ascending label order: preorder, node 0 the total. `member` is a position in the level, its
 * size for the empty member and one more for Others; `key` the mixed radix of the members down to the node, exact while it fits a table of all
 * groups; `rank` counts siblings; `leafNode` finds the node of a leaf number of the scan.
 */
export interface Axis {
  readonly levels: readonly Level[];
  readonly nodes: number;
  readonly parent: Int32Array;
  readonly depth: Int32Array;
  readonly member: Int32Array;
  readonly key: Float64Array;
  readonly size: Int32Array;
  readonly rank: Int32Array;
  readonly leafNode: Int32Array;
}

/** Members in ascending label order: by the kept order of all members, unless most of them do not occur. */
const ascending = ({ size, ranks, compare }: Level, members: readonly number[]): Int32Array => {
  if (ranks === undefined || size > 4 * members.length) {
    return Int32Array.from(members).toSorted(compare);
  }
  const places = ranks();
  const byPlace = new Int32Array(size).fill(-1);
  for (const member of members) byPlace[places[member]!] = member;
  return byPlace.filter((member) => member >= 0);
};

/** For each member of a level that occurs, its place in ascending label order; the empty member follows, Others is last. */
const presentRanks = (level: Level, members: Int32Array): Int32Array => {
  const ranks = new Int32Array(level.size + 2).fill(-1);
  const present: number[] = [];
  for (const member of members) {
    if (ranks[member] !== -1) continue;
    ranks[member] = 0;
    if (member < level.size) present.push(member);
  }
  ascending(level, present).forEach((member, rank) => (ranks[member] = rank));
  ranks[level.size] = present.length;
  ranks[level.size + 1] = present.length + 1;
  return ranks;
};

/** Leaf numbers in label order of their paths. */
const sortedLeaves = (ranks: readonly Int32Array[], leaves: number): Int32Array => {
  const order = Int32Array.from({ length: leaves }, (_, leaf) => leaf);
  const [first, ...more] = ranks;
  if (first === undefined) return order;
  if (more.length === 0) {
    // Ranks of one level differ, and there are two more than leaves: the empty member's and that of Others.
    const byRank = new Int32Array(leaves + 2).fill(-1);
    for (let leaf = 0; leaf < leaves; leaf += 1) byRank[first[leaf]!] = leaf;
    return byRank.filter((leaf) => leaf >= 0);
  }
  const compare = (a: number, b: number): number => {
    for (const rank of ranks) {
      const difference = rank[a]! - rank[b]!;
      if (difference !== 0) return difference;
    }
    return 0;
  };
  return order.toSorted(compare);
};

/** Builds the tree of an axis from the keys of its leaves, each given once. */
export const buildAxis = (coder: AxisCoder, keys: Float64Array): Axis => {
  const { levels } = coder;
  const leaves = keys.length;
  const members = coder.decode(keys);
  const ranks = levels.map((level, at) => {
    const column = members[at]!;
    const byMember = presentRanks(level, column);
    return column.map((member) => byMember[member]!);
  });
  const order = sortedLeaves(ranks, leaves);
  const most = leaves * levels.length + 1;
  const [parent, depth, member] = [
    new Int32Array(most),
    new Int32Array(most),
    new Int32Array(most),
  ];
  const [size, rank, children] = [
    new Int32Array(most).fill(1),
    new Int32Array(most),
    new Int32Array(most),
  ];
  const key = new Float64Array(most);
  parent[0] = -1;
  member[0] = -1;
  const leafNode = new Int32Array(leaves);
  const open = new Int32Array(levels.length + 1);
  let nodes = 1;
  let previous = -1;
  for (const leaf of order) {
    let same = 0;
    if (previous >= 0) {
      while (same < levels.length && members[same]![leaf] === members[same]![previous]) same += 1;
    }
    for (let at = same; at < levels.length; at += 1) {
      const above = open[at]!;
      parent[nodes] = above;
      depth[nodes] = at + 1;
      member[nodes] = members[at]![leaf]!;
      key[nodes] = key[above]! * levels[at]!.cardinality + member[nodes]!;
      rank[nodes] = children[above]!;
      children[above]! += 1;
      open[at + 1] = nodes;
      nodes += 1;
    }
    leafNode[leaf] = open[levels.length]!;
    previous = leaf;
  }
  for (let node = nodes - 1; node > 0; node -= 1) size[parent[node]!]! += size[node]!;
  return {
    levels,
    nodes,
    parent: parent.slice(0, nodes),
    depth: depth.slice(0, nodes),
    member: member.slice(0, nodes),
    key: key.slice(0, nodes),
    size: size.slice(0, nodes),
    rank: rank.slice(0, nodes),
    leafNode,
  };
};
