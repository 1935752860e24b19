import { checkSet, type SetDefinition } from "@ennead/core/access";
import { err, fault, ok, type Fault, type Result, type UserId } from "@ennead/core/kernel";

import type { State } from "./directory.ts";
import type { Snapshot, StoredSet } from "./snapshot.ts";

/** What a set may speak of. */
export interface Known {
  readonly objects: State["objects"];
  readonly permissions: ReadonlySet<string>;
}

const setFaults = (state: Snapshot, known: Known, set: StoredSet): Fault[] => {
  const checked = checkSet(set, known.objects, known.permissions);
  const faults = checked.ok ? [] : [...checked.error];
  if ([...state.sets.values()].some(({ id, name }) => id !== set.id && name === set.name)) {
    faults.push(fault("access/duplicate-set", "Another set has this name.", ["name"]));
  }
  return faults;
};

const stored = (
  definition: SetDefinition,
  id: string,
  version: number,
  obligations: StoredSet["obligations"] = {},
): StoredSet => ({
  id,
  version,
  name: definition.name,
  role: definition.role ?? false,
  objects: definition.objects,
  fields: definition.fields,
  system: [...new Set(definition.system)].toSorted(),
  obligations: definition.obligations ?? obligations,
});

/** A new set of the given id, or why there can be none. */
export const newSetOf = (
  state: Snapshot,
  known: Known,
  id: string,
  definition: SetDefinition,
): Result<StoredSet, Fault[]> => {
  const set = stored(definition, id, 1);
  const faults = setFaults(state, known, set);
  return faults.length === 0 ? ok(set) : err(faults);
};

const isHeldBy = (state: Snapshot, user: UserId, set: StoredSet): boolean =>
  state.users.get(user)?.sets.includes(set.id) ?? false;

/** The set after it was replaced, or why it is refused; nobody changes a set he holds himself: `access/self-grant`. */
export const replacedSet = (
  state: Snapshot,
  known: Known,
  actor: UserId,
  before: StoredSet,
  definition: SetDefinition,
): Result<StoredSet, Fault[]> => {
  // Whoever does not speak of obligations takes none away.
  const set = stored(definition, before.id, before.version + 1, before.obligations);
  const faults = setFaults(state, known, set);
  if (isHeldBy(state, actor, before)) {
    faults.push(fault("access/self-grant", "Somebody else has to change a set that you hold."));
  }
  return faults.length === 0 ? ok(set) : err(faults);
};

/** Why a set cannot be removed: somebody holds it, or `shares` name it as a role. */
export const removalFault = (state: Snapshot, set: StoredSet, shares: number): Fault | null => {
  if ([...state.users.values()].some(({ sets }) => sets.includes(set.id))) {
    return fault("access/set-in-use", "Users hold this set; take it from them first.");
  }
  return shares > 0
    ? fault("access/set-in-use", `${shares} shares name this role; end them first.`)
    : null;
};
