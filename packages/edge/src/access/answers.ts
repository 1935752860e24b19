import { formatInstant } from "@ennead/core/calendar";
import type { Json } from "@ennead/core/kernel";

import { rolesOf } from "./facts.ts";
import type { Company, Snapshot, StoredSet, User } from "./snapshot.ts";

/** A user as JSON. Fields the reader may not see are absent; sets are for those who administer. */
export const userJson = (
  state: Pick<Snapshot, "sets">,
  user: User,
  readable: ReadonlySet<string>,
  withSets: boolean,
): Json => {
  const shown: Readonly<Record<string, Json>> = {
    name: user.name,
    email: user.email,
    active: user.active,
    manager: user.managerId,
    roles: rolesOf(state, user.sets),
  };
  const visible = Object.entries(shown).filter(([name]) => readable.has(name));
  return {
    id: user.id,
    version: user.version,
    ...Object.fromEntries(
      visible.map(([name, value]) => [name === "manager" ? "managerId" : name, value]),
    ),
    ...(withSets ? { sets: user.sets } : {}),
    createdAt: formatInstant(user.createdAt),
    updatedAt: formatInstant(user.updatedAt),
  };
};

export const setJson = (set: StoredSet): Json => ({
  id: set.id,
  version: set.version,
  name: set.name,
  role: set.role,
  objects: set.objects,
  fields: set.fields,
  system: set.system,
  obligations: set.obligations as unknown as Json,
});

export const companyJson = (company: Company): Json => ({
  ...company,
  fiscal: company.fiscal === null ? null : { ...company.fiscal },
});
