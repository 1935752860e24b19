import type { CompanyId, UserId } from "../kernel/index.ts";
import type { Action, FieldLevel, ObjectRight } from "./actions.ts";
import type { AccessFacts, AccessObject, Deny, PermissionSet } from "./facts.ts";

/** What all sets of one user give on one object together. */
export interface ObjectGrant {
  readonly rights: ReadonlySet<ObjectRight>;
  /** Best level over the sets that show the object; fields of the object that no such set narrows are `edit`. */
  readonly fields: ReadonlyMap<string, FieldLevel>;
  /** The actions that the credential lets through; all unless given. */
  readonly only?: ReadonlySet<Action>;
}

/** What one user holds. */
export interface UserGrant {
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
}

const rank: Readonly<Record<FieldLevel, number>> = { none: 0, read: 1, edit: 2 };

const shows: ReadonlySet<ObjectRight> = new Set(["read", "viewAll", "modifyAll"]);

const own = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;

const grantOf = (
  sets: readonly PermissionSet[],
  name: string,
  object: AccessObject,
): ObjectGrant => {
  const rights = new Set(sets.flatMap((set) => own(set.objects, name) ?? []));
  const showing = sets.filter((set) =>
    (own(set.objects, name) ?? []).some((right) => shows.has(right)),
  );
  const fields = new Map<string, FieldLevel>();
  for (const field of object.fields) {
    let best: FieldLevel = "none";
    for (const set of showing) {
      const level = own(own(set.fields, name) ?? {}, field) ?? "edit";
      if (rank[level] > rank[best]) best = level;
    }
    fields.set(field, best);
  }
  return { rights, fields };
};

/** Closes facts into a model. Sets of another company, unknown sets and unknown objects count nothing. */
export const compile = (facts: AccessFacts): AccessModel => {
  const sets = new Map(
    facts.sets.filter(({ company }) => company === facts.company).map((set) => [set.id, set]),
  );
  const objects = new Map(Object.entries(facts.objects));
  // Many users hold the same sets: their grants are one value.
  const shared = new Map<string, Omit<UserGrant, "id" | "active">>();
  const grantsOf = (ids: readonly string[]): Omit<UserGrant, "id" | "active"> => {
    const key = JSON.stringify([...new Set(ids)].toSorted());
    const known = shared.get(key);
    if (known !== undefined) return known;
    const held = ids.flatMap((id) => sets.get(id) ?? []);
    const made = {
      system: new Set(held.flatMap(({ system }) => system)),
      objects: new Map(
        [...objects].map(([name, object]) => [name, grantOf(held, name, object)] as const),
      ),
    };
    shared.set(key, made);
    return made;
  };
  return {
    company: facts.company,
    objects,
    users: new Map(
      facts.users
        .filter(({ company }) => company === facts.company)
        .map(({ id, active, sets: ids }) => [id, { id, active, ...grantsOf(ids) }]),
    ),
    denies: (facts.denies ?? []).filter(({ company }) => company === facts.company),
  };
};
