import type { AccessUser, Deny, TerritoryReach } from "./facts.ts";
import { positionsAbove, type Hierarchy } from "./hierarchy.ts";
import { isInRanges, mergedRanges, type Ranges } from "./ranges.ts";

/** Where one user stands among the others: whom he is above, what reaches him, what is denied to him. */
export interface Standing {
  /** Positions in the tree of managers of himself and all below him; empty for nobody. */
  readonly below: readonly [number, number];
  /** All by which shares reach him: himself, his groups, his roles, his territories, the company. */
  readonly targets: ReadonlySet<string>;
  /** Positions of territories he may read in, and of those he may edit in. */
  readonly reads: Ranges;
  readonly edits: Ranges;
  /** Denies that cover him, in the order of the list. */
  readonly denies: readonly Deny[];
}

/** Positions in the territory tree that assignments of at least one level reach. */
const reachOf = (territories: Hierarchy, assigned: readonly TerritoryReach[]): Ranges => {
  const ranges: (readonly [number, number])[] = [];
  for (const { id, down, up } of assigned) {
    const at = territories.positions.get(id);
    if (at === undefined) continue;
    ranges.push([at, at + 1]);
    if (down) ranges.push([territories.starts[at] ?? 0, territories.ends[at] ?? 0]);
    if (up) for (const above of positionsAbove(territories, at)) ranges.push([above, above + 1]);
  }
  return mergedRanges(ranges);
};

/** What is looked up for every user of a company in turn. */
export interface Surroundings {
  readonly managers: Hierarchy;
  readonly territories: Hierarchy;
  /** Ids of the groups that hold a member, directly or through others. */
  readonly groupsOf: (member: string) => readonly string[];
  /** Ids of the sets that are roles. */
  readonly roles: ReadonlySet<string>;
  /** Denies by whom they name, with their places in the list. */
  readonly denies: ReadonlyMap<string, readonly number[]>;
  readonly denyList: readonly Deny[];
}

const nothing: readonly never[] = [];

/** Puts one user into his place. */
export const standingOf = (
  { id, sets, territories: assigned = nothing }: AccessUser,
  { managers, territories, groupsOf, roles, denies, denyList }: Surroundings,
): Standing => {
  const at = managers.positions.get(id) ?? -1;
  const targets = new Set<string>(["company", `user:${id}`]);
  for (const group of groupsOf(`user:${id}`)) targets.add(`group:${group}`);
  let own: readonly Deny[] = denyList.length === 0 ? denyList : nothing;
  if (denyList.length > 0) {
    // Who is denied something is named as a share names whom it is for; roles and territories are added below.
    const places = [...targets].flatMap((target) => denies.get(target) ?? nothing);
    const all = [...(denies.get("all") ?? nothing), ...places].toSorted((a, b) => a - b);
    own = all.flatMap((place) => denyList[place] ?? nothing);
  }
  for (const set of sets) if (roles.has(set)) targets.add(`role:${set}`);
  for (const { id: territory } of assigned) {
    if (territories.positions.has(territory)) targets.add(`territory:${territory}`);
  }
  const editable = assigned.filter(({ access }) => access === "edit");
  return {
    below: at < 0 ? [0, 0] : [managers.starts[at] ?? 0, managers.ends[at] ?? 0],
    targets,
    reads: assigned.length === 0 ? nothing : reachOf(territories, assigned),
    edits: editable.length === 0 ? nothing : reachOf(territories, editable),
    denies: own,
  };
};

/** Whether a user's territories reach a territory: 2 to edit there, 1 to read. */
export const territoryLevel = (
  { reads, edits }: Standing,
  territories: Hierarchy,
  territory: string | null | undefined,
): 0 | 1 | 2 => {
  if (territory === null || territory === undefined || reads.length === 0) return 0;
  const at = territories.positions.get(territory);
  if (at === undefined) return 0;
  return isInRanges(edits, at) ? 2 : isInRanges(reads, at) ? 1 : 0;
};
