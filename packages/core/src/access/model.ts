import type { CompanyId, UserId } from "../kernel/index.ts";
import type { AccessFacts, AccessObject, AccessUser, Deny } from "./facts.ts";
import { coveringGroups } from "./groups.ts";
import { hierarchyOf, type Hierarchy } from "./hierarchy.ts";
import { objectGrants, type ObjectGrant } from "./object-grant.ts";
import type { RecordShare, Share } from "./share.ts";
import { standingOf, type Standing } from "./standing.ts";

/** What one user holds, and where he stands. One flat object: a check looks at most of it. */
export interface UserGrant extends Standing {
  readonly id: UserId;
  readonly active: boolean;
  readonly system: ReadonlySet<string>;
  readonly objects: ReadonlyMap<string, ObjectGrant>;
}

/** Access facts made ready for questions. Build it once per permission stamp with `compile`; it never changes. */
export interface AccessModel {
  readonly company: CompanyId;
  readonly objects: ReadonlyMap<string, AccessObject>;
  readonly users: ReadonlyMap<UserId, UserGrant>;
  readonly denies: readonly Deny[];
  readonly managers: Hierarchy;
  readonly territories: Hierarchy;
  /** Shares of the facts by object and record. */
  readonly shares: ReadonlyMap<string, ReadonlyMap<string, readonly RecordShare[]>>;
  /** What it was made of; explanations name people and rules by it. */
  readonly facts: AccessFacts;
}

type Held = Pick<UserGrant, "system" | "objects">;

/** What each list of sets gives. Many users hold the same sets: their grants are one value. */
const heldBy = (
  facts: AccessFacts,
  objects: ReadonlyMap<string, AccessObject>,
): ((ids: readonly string[]) => Held) => {
  const sets = new Map(
    facts.sets.filter(({ company }) => company === facts.company).map((set) => [set.id, set]),
  );
  const shared = new Map<string, Held>();
  return (ids) => {
    const key = JSON.stringify(ids);
    const known = shared.get(key);
    if (known !== undefined) return known;
    const held = [...new Set(ids)].flatMap((id) => sets.get(id) ?? []);
    const made = {
      system: new Set(held.flatMap(({ system }) => system)),
      objects: objectGrants(held, objects),
    };
    shared.set(key, made);
    return made;
  };
};

const sharesBy = (shares: readonly Share[], company: CompanyId): AccessModel["shares"] => {
  const by = new Map<string, Map<string, Share[]>>();
  for (const share of shares) {
    if (share.company !== company) continue;
    let records = by.get(share.object);
    if (records === undefined) by.set(share.object, (records = new Map()));
    const known = records.get(share.record);
    if (known === undefined) records.set(share.record, [share]);
    else known.push(share);
  }
  return by;
};

const placesByWho = (denies: readonly Deny[]): ReadonlyMap<string, readonly number[]> => {
  const by = new Map<string, number[]>();
  for (const [place, { who }] of denies.entries()) {
    const known = by.get(who);
    if (known === undefined) by.set(who, [place]);
    else known.push(place);
  }
  return by;
};

/**
 * Closes facts into a model. What is of another company, and what names something unknown, counts nothing: sets, users,
 * groups, territories, shares, denies. Trees and groups may run in circles: members of one are above and below each other.
 */
export const compile = (facts: AccessFacts): AccessModel => {
  const { company } = facts;
  const isOwn = (one: { readonly company: CompanyId }): boolean => one.company === company;
  const objects = new Map(Object.entries(facts.objects));
  const people = facts.users.filter(isOwn);
  const denies = (facts.denies ?? []).filter(isOwn);
  const managers = hierarchyOf(people.map(({ id, manager = null }) => ({ id, parent: manager })));
  const territories = hierarchyOf((facts.territories ?? []).filter(isOwn));
  const held = heldBy(facts, objects);
  const surroundings = {
    managers,
    territories,
    groupsOf: coveringGroups((facts.groups ?? []).filter(isOwn)),
    roles: new Set(facts.sets.filter((set) => isOwn(set) && set.role === true).map(({ id }) => id)),
    denies: placesByWho(denies),
    denyList: denies,
  };
  const grantOf = (user: AccessUser): UserGrant => ({
    id: user.id,
    active: user.active,
    ...held(user.sets),
    ...standingOf(user, surroundings),
  });
  return {
    company,
    objects,
    users: new Map(people.map((user) => [user.id, grantOf(user)])),
    denies,
    managers,
    territories,
    shares: sharesBy(facts.shares ?? [], company),
    facts,
  };
};

/** All by which shares reach a user, in order: himself, his groups, roles and territories, the company. */
export const targetsOf = (model: AccessModel, user: UserId): readonly string[] =>
  [...(model.users.get(user)?.targets ?? [])].toSorted();
