import { closesLoop } from "@ennead/core/access";
import { err, fault, ok, type Fault, type Result, type UserId } from "@ennead/core/kernel";

import type { Snapshot, User } from "./snapshot.ts";

/** The parts of a user that people write. */
export interface UserInput {
  readonly name: string;
  readonly email: string;
  readonly active: boolean;
  readonly managerId: string | null;
  readonly sets: readonly string[];
}

const managerFault = (state: Snapshot, id: UserId, manager: UserId | null): Fault[] => {
  if (manager === null) return [];
  if (!state.users.has(manager)) {
    return [fault("access/unknown-principal", "There is no user of this id.", ["managerId"])];
  }
  const managers = new Map([...state.users].map(([key, user]) => [key, user.managerId]));
  return closesLoop(managers, id, manager)
    ? [fault("access/cycle", "The manager would be led by this user himself.", ["managerId"])]
    : [];
};

/** The rules that hold for any user: address used once, manager and sets known, no circle of managers. */
const userFaults = (state: Snapshot, user: User): Fault[] => {
  const faults = managerFault(state, user.id, user.managerId);
  for (const other of state.users.values()) {
    if (other.id !== user.id && other.email === user.email) {
      faults.push(fault("access/duplicate-email", "Another user has this address.", ["email"]));
    }
  }
  for (const [index, id] of user.sets.entries()) {
    if (!state.sets.has(id)) {
      faults.push(
        fault("access/unknown-set", "There is no permission set of this id.", ["sets", index]),
      );
    }
  }
  return faults;
};

const normal = ({ name, email, active, managerId, sets }: UserInput): UserInput => ({
  name,
  email: email.toLowerCase(),
  active,
  managerId,
  sets: [...new Set(sets)].toSorted(),
});

/** A new user of the given id, or why there can be none. */
export const newUserOf = (
  state: Snapshot,
  id: UserId,
  input: UserInput,
  now: number,
): Result<User, Fault[]> => {
  const user = {
    ...normal(input),
    id,
    version: 1,
    signedOutAt: null,
    createdAt: now,
    updatedAt: now,
  } as User;
  const faults = userFaults(state, user);
  return faults.length === 0 ? ok(user) : err(faults);
};

const sameSets = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((id, index) => id === b[index]);

/** The user, signed out everywhere: what he signed in by before `now` is refused. */
export const signedOut = (before: User, now: number): User => ({
  ...before,
  version: before.version + 1,
  signedOutAt: now,
  updatedAt: now,
});

/**
 * The user after a patch, or why it is refused. Nobody changes the sets he holds himself, whatever he may administer:
 * `access/self-grant`.
 */
export const patchedUser = (
  state: Snapshot,
  actor: UserId,
  before: User,
  patch: Partial<UserInput>,
  now: number,
): Result<User, Fault[]> => {
  const user = {
    ...before,
    ...normal({ ...before, ...patch }),
    version: before.version + 1,
    updatedAt: now,
  } as User;
  const faults = userFaults(state, user);
  if (actor === before.id && !sameSets(user.sets, before.sets)) {
    faults.push(
      fault("access/self-grant", "Somebody else has to change your own permission sets.", ["sets"]),
    );
  }
  return faults.length === 0 ? ok(user) : err(faults);
};
