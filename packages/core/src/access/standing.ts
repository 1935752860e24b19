import { inRanges, mergeRanges, type Range } from "../tree/index.ts";
import type { AccessUser, Deny, TerritoryReach } from "./facts.ts";
import { placeOf, placesAbove, rangeBelow, type Hierarchy } from "./hierarchy.ts";

/** Where one user stands among the others: whom he is above, what reaches him, what is denied to him. */
export interface Standing {
  /** Places in the tree of managers of himself and all below him. */
  readonly below: Range;
  /** All by which shares reach him: himself, his groups, his roles, his territories, the company. */
  readonly targets: ReadonlySet<string>;
  /** Places of territories he may read in, and of those he may edit in. */
  readonly reads: readonly Range[];
  readonly edits: readonly Range[];
  /** Denies that cover him, in the order of the list. */
  readonly denies: readonly Deny[];
}

/** Places in the territory tree that assignments reach. */
const reachOf = (territories: Hierarchy, assigned: readonly TerritoryReach[]): readonly Range[] => {
  const ranges: Range[] = [];
  for (const { id, down, up } of assigned) {
    const at = placeOf(territories, id);
    if (at < 0) continue;
    ranges.push({ start: at, end: at + 1 });
    if (down) ranges.push(rangeBelow(territories, id));
    if (up)
      for (const above of placesAbove(territories, id))
        ranges.push({ start: above, end: above + 1 });
  }
  return mergeRanges(ranges);
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
    if (placeOf(territories, territory) >= 0) targets.add(`territory:${territory}`);
  }
  const editable = assigned.filter(({ access }) => access === "edit");
  return {
    below: rangeBelow(managers, id),
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
  const at = placeOf(territories, territory);
  if (at < 0) return 0;
  return inRanges(edits, at) ? 2 : inRanges(reads, at) ? 1 : 0;
};
