import {
  actionBit,
  actions,
  everyAction,
  fieldRank,
  lowestLevel,
  rightsFor,
  type FieldLevel,
  type ObjectRight,
} from "./actions.ts";
import type { AccessObject, FieldInput, PermissionSet } from "./facts.ts";
import { obligationsOf, type Obligations } from "./obligations.ts";

/** What all sets of one user give on one object together. */
export interface ObjectGrant {
  readonly rights: ReadonlySet<ObjectRight>;
  /** The actions that the rights give, as bits. */
  readonly gives: number;
  /** The level that rights over all records give: 3 modifyAll, 1 viewAll. */
  readonly wide: 0 | 1 | 3;
  /** The level that the org-wide default of the object opens. */
  readonly open: 0 | 1 | 2;
  /** The actions that the credential lets through, as bits; all unless it is narrowed. */
  readonly only: number;
  /** Best level over the sets that show the object; fields of the object that no such set narrows are `edit`. */
  readonly fields: ReadonlyMap<string, FieldLevel>;
  /** By action; undefined where nothing is asked, which is the usual case. */
  readonly obligations: Partial<Readonly<Record<string, Obligations>>> | undefined;
}

const own = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;

const gives = (set: PermissionSet, object: string, enough: readonly ObjectRight[]): boolean =>
  own(set.objects, object)?.some((right) => enough.includes(right)) === true;

const fieldsOf = (
  showing: readonly PermissionSet[],
  name: string,
  fields: readonly string[],
): Map<string, FieldLevel> =>
  new Map(
    fields.map((field) => {
      let best: FieldLevel = "none";
      for (const set of showing) {
        const level = own(own(set.fields, name) ?? {}, field) ?? "edit";
        if ((fieldRank[level] ?? 0) > fieldRank[best]) best = level;
      }
      return [field, best];
    }),
  );

const obligationsBy = (
  sets: readonly PermissionSet[],
  name: string,
): ObjectGrant["obligations"] => {
  if (!sets.some(({ obligations }) => obligations !== undefined)) return undefined;
  const found = actions.flatMap((action) => {
    const named = sets.filter((set) => gives(set, name, rightsFor[action]));
    // Where no set gives `export`, a system permission of a room may let out what may be read.
    const giving =
      named.length === 0 && action === "export"
        ? sets.filter((set) => gives(set, name, rightsFor.read))
        : named;
    const asked = obligationsOf(
      action,
      giving.map((set) => (set.obligations === undefined ? undefined : own(set.obligations, name))),
    );
    return asked === undefined ? [] : [[action, asked] as const];
  });
  return found.length === 0 ? undefined : Object.fromEntries(found);
};

/** Fields that are shown masked are an obligation of whoever shows or exports them. */
const withMask = (grant: ObjectGrant): ObjectGrant => {
  const mask = [...grant.fields].flatMap(([name, level]) => (level === "mask" ? [name] : []));
  if (mask.length === 0) return grant;
  const { read, export: exported, ...others } = grant.obligations ?? {};
  return {
    ...grant,
    obligations: { ...others, read: { ...read, mask }, export: { ...exported, mask } },
  };
};

const grantOf = (
  sets: readonly PermissionSet[],
  name: string,
  object: AccessObject,
): ObjectGrant => {
  const rights = new Set(sets.flatMap((set) => own(set.objects, name) ?? []));
  let bits = 0;
  for (const action of actions) {
    if (rightsFor[action].some((right) => rights.has(right))) bits |= actionBit[action];
  }
  const showing = sets.filter((set) => gives(set, name, rightsFor.read));
  return {
    rights,
    gives: bits,
    wide: rights.has("modifyAll") ? 3 : rights.has("viewAll") ? 1 : 0,
    open: object.default === "edit" ? 2 : object.default === "read" ? 1 : 0,
    only: everyAction,
    fields: fieldsOf(showing, name, object.fields),
    obligations: obligationsBy(sets, name),
  };
};

/** The lowest level over all that a field is computed from, however deep. A circle adds nothing. */
const computedLevel = (
  grants: ReadonlyMap<string, ObjectGrant>,
  objects: ReadonlyMap<string, AccessObject>,
  object: string,
  field: string,
): FieldLevel => {
  let level: FieldLevel = "edit";
  const seen = new Set<string>();
  const waiting: (readonly [string, string])[] = [[object, field]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [of, name] = next;
    const key = JSON.stringify(next);
    if (seen.has(key)) continue;
    seen.add(key);
    level = lowestLevel(level, grants.get(of)?.fields.get(name) ?? "none");
    const inputs: readonly FieldInput[] = own(objects.get(of)?.computed ?? {}, name) ?? [];
    for (const input of inputs) {
      waiting.push(typeof input === "string" ? [of, input] : [input.object, input.field]);
    }
  }
  return level;
};

/** What sets held together give on every object. */
export const objectGrants = (
  sets: readonly PermissionSet[],
  objects: ReadonlyMap<string, AccessObject>,
): ReadonlyMap<string, ObjectGrant> => {
  const grants = new Map<string, ObjectGrant>();
  for (const [name, object] of objects) grants.set(name, grantOf(sets, name, object));
  const closed = new Map(grants);
  for (const [name, { computed }] of objects) {
    const grant = grants.get(name);
    if (grant === undefined) continue;
    const fields = new Map(grant.fields);
    for (const field of Object.keys(computed ?? {})) {
      if (fields.has(field)) fields.set(field, computedLevel(grants, objects, name, field));
    }
    closed.set(name, withMask({ ...grant, fields }));
  }
  return closed;
};
