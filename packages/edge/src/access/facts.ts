import type {
  AccessFacts,
  AccessGroup,
  AccessTerritory,
  Deny,
  TerritoryReach,
} from "@ennead/core/access";
import type { CompanyId, UserId } from "@ennead/core/kernel";

import type { Snapshot } from "./snapshot.ts";

/** What of a snapshot decides; who administers is decided by users and sets alone. */
type Facts = Pick<Snapshot, "users" | "sets"> & Partial<Pick<Snapshot, "groups" | "denies">>;

/** The territory tree, and who may do what in it. */
export interface Territories {
  readonly tree: readonly AccessTerritory[];
  readonly reach: ReadonlyMap<UserId, readonly TerritoryReach[]>;
}

/** What holds where no room gives territories. */
export const noTerritories: Territories = { tree: [], reach: new Map() };

/** A snapshot as the facts that core decides by; shares are read with the records they are of. */
export const factsOf = (
  company: CompanyId,
  { users, sets, groups, denies }: Facts,
  objects: AccessFacts["objects"],
  { tree, reach }: Territories = noTerritories,
): AccessFacts => ({
  company,
  objects,
  sets: [...sets.values()].map((set) => ({ ...set, company })),
  users: [...users.values()].map(({ id, active, managerId, sets: held }) => ({
    id,
    company,
    active,
    manager: managerId,
    sets: held,
    territories: reach.get(id) ?? [],
  })),
  territories: tree,
  groups: [...(groups?.values() ?? [])].map(({ id, members }) => ({
    id,
    company,
    members: members as AccessGroup["members"],
  })),
  denies: (denies ?? []).map(({ who, action, object, recordId, reason }) => ({
    company,
    who: who as Deny["who"],
    action: action as Deny["action"],
    reason,
    ...(object === null ? {} : { object }),
    ...(recordId === null ? {} : { record: recordId }),
  })),
});

/** Names of the roles among the sets a user holds, in order. */
export const rolesOf = ({ sets }: Pick<Snapshot, "sets">, held: readonly string[]): string[] =>
  held
    .flatMap((id) => {
      const set = sets.get(id);
      return set?.role === true ? [set.name] : [];
    })
    .toSorted();
