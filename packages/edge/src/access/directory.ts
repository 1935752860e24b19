import { compile, type AccessModel, type AccessObject as CoreObject } from "@ennead/core/access";
import { err, fault, ok, type CompanyId, type UserId } from "@ennead/core/kernel";
import type { ObjectDefinition } from "@ennead/core/record";

import type {
  AccessObject,
  DirectoryPort,
  DirectoryUser,
  Ports,
  TenantScope,
} from "../kernel/index.ts";
import { factsOf, noTerritories, rolesOf, type Territories } from "./facts.ts";
import { readSnapshot, readStamp, type Defaults, type Snapshot, type User } from "./snapshot.ts";

/** The state of access of a company, compiled. Equal stamps have equal states. */
export interface State extends Snapshot {
  readonly model: AccessModel;
  readonly objects: Readonly<Record<string, CoreObject>>;
}

/**
 * The present state of a company's access: one small read when nothing changed, none where the caller has just read the
 * stamp.
 */
export interface States {
  readonly of: (scope: TenantScope, ports: Ports, stamp?: number) => Promise<State>;
}

/** How many companies stay compiled at a time. */
const mostCompanies = 500;

const objectsOf = (
  definitions: ReadonlyMap<string, ObjectDefinition>,
  others: readonly AccessObject[],
  defaults: Defaults,
): Readonly<Record<string, CoreObject>> => {
  const own = (name: string): Defaults[string] | undefined =>
    Object.hasOwn(defaults, name) ? defaults[name] : undefined;
  return Object.fromEntries([
    ...[...definitions.values()].map(({ name, fields }) => [
      name,
      { default: own(name) ?? "none", fields: fields.map((field) => field.name) },
    ]),
    ...others.map(({ name, fields, defaultAccess }) => [
      name,
      { default: own(name) ?? defaultAccess, fields: fields.map((field) => field.name) },
    ]),
  ]) as Readonly<Record<string, CoreObject>>;
};

/** A state of the territories by name, and how it is read. */
const territoriesOf = async (
  scope: TenantScope,
  { territories }: Ports,
): Promise<{ readonly version: string; readonly read: () => Promise<Territories> }> => ({
  version: (await territories?.version(scope)) ?? "",
  read: async () => {
    if (territories === undefined) return noTerritories;
    const [tree, reach] = await Promise.all([territories.tree(scope), territories.reach(scope)]);
    return { tree, reach };
  },
});

const sameDefinitions = (
  a: ReadonlyMap<string, ObjectDefinition>,
  b: ReadonlyMap<string, ObjectDefinition>,
): boolean =>
  a === b || (a.size === b.size && [...a].every(([name, object]) => b.get(name) === object));

/** Keeps the state of each company by its stamp and by the definitions it was compiled with. */
export const states = (others: () => readonly AccessObject[]): States => {
  const known = new Map<
    CompanyId,
    {
      readonly state: State;
      readonly definitions: ReadonlyMap<string, ObjectDefinition>;
      readonly territories: string;
    }
  >();
  return {
    of: async (scope, ports, read) => {
      const [stamp, definitions, territories] = await Promise.all([
        read ?? readStamp(scope),
        ports.records.objects(scope),
        territoriesOf(scope, ports),
      ]);
      const before = known.get(scope.company);
      if (
        before?.state.stamp === stamp &&
        before.territories === territories.version &&
        sameDefinitions(before.definitions, definitions)
      ) {
        return before.state;
      }
      const [snapshot, lands] = await Promise.all([readSnapshot(scope), territories.read()]);
      const objects = objectsOf(definitions, others(), snapshot.company?.defaults ?? {});
      const model = compile(factsOf(scope.company, snapshot, objects, lands));
      const state: State = { ...snapshot, model, objects };
      known.delete(scope.company);
      known.set(scope.company, { state, definitions, territories: territories.version });
      const [oldest] = known.keys();
      if (known.size > mostCompanies && oldest !== undefined) known.delete(oldest);
      return state;
    },
  };
};

const directoryUser = (state: State, user: User): DirectoryUser => ({
  id: user.id,
  name: user.name,
  email: user.email,
  active: user.active,
  managerId: user.managerId,
  roles: rolesOf(state, user.sets),
});

/** Port `directory` over the states. */
export const directory = ({ of }: States, ports: () => Ports): DirectoryPort => ({
  authorize: async (scope, id, _now, read) => {
    const { model, stamp, users } = await of(scope, ports(), read);
    const user = users.get(id);
    if (user?.active !== true) return null;
    return { model, stamp, label: user.name, signedOutAt: user.signedOutAt };
  },
  user: async (scope, id) => {
    const state = await of(scope, ports());
    const user = state.users.get(id);
    return user === undefined ? null : directoryUser(state, user);
  },
  users: async (scope) => {
    const state = await of(scope, ports());
    return [...state.users.values()].map((user) => directoryUser(state, user));
  },
  company: async (scope) => {
    const { company } = await of(scope, ports());
    if (company === null) throw new Error("The company has not been provisioned.");
    const { id, name, currency, locale, timeZone, fiscal } = company;
    return { id, name, currency, locale, timeZone, fiscal };
  },
  checkOwner: async (scope, id) => {
    const { users } = await of(scope, ports());
    const user = users.get(id as UserId);
    return user?.active === true
      ? ok(user.id)
      : err(fault("access/unknown-principal", "There is no active user of this id.", ["ownerId"]));
  },
});
