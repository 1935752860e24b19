import { mergeRanges, type Range } from "../tree/index.ts";
import type { AccessUser, Deny, TerritoryReach } from "./facts.ts";
import { placeOf, placesAbove, rangeBelow, type Hierarchy } from "./hierarchy.ts";
import { flattened, type Spans } from "./spans.ts";

/** Where one user stands among the others: whom he is above, what reaches him, what is denied to him. */
export interface Standing {
  /** Places in the tree of managers of himself and all below him: from the first up to, but without, the last. */
  readonly from: number;
  readonly to: number;
  /** All by which shares reach him: himself, his groups, his roles, his territories, the company. */
  readonly targets: ReadonlySet<string>;
  /** Places of territories he may read in, and of those he may edit in. */
  readonly reads: Spans;
  readonly edits: Spans;
  /** Denies that cover him, in the order of the list. */
  readonly denies: readonly Deny[];
}

/** Places in the territory tree that assignments reach. */
const reachOf = (territories: Hierarchy, assigned: readonly TerritoryReach[]): Spans => {
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
  return flattened(mergeRanges(ranges));
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
  const below = rangeBelow(managers, id);
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
    from: below.start,
    to: below.end,
    targets,
    reads: assigned.length === 0 ? nothing : reachOf(territories, assigned),
    edits: editable.length === 0 ? nothing : reachOf(territories, editable),
    denies: own,
  };
};
