import type { AccessModel } from "@ennead/core/access";
import { fault, type Fault, type UserId } from "@ennead/core/kernel";

import type { Snapshot } from "./snapshot.ts";

/** Who can be named as a member, a target of a share or somebody denied. */
export type Principals = Pick<Snapshot, "users" | "sets" | "groups"> & {
  /** Where the territories are known, they can be shared with, too. */
  readonly model?: Pick<AccessModel, "facts">;
};

const exists = ({ users, sets, groups, model }: Principals, name: string): boolean => {
  const [kind, id = ""] = name.split(":");
  switch (kind) {
    case "company":
    case "all":
      return id === "";
    case "user":
      return users.has(id as UserId);
    case "group":
      return groups.has(id);
    case "role":
      return sets.get(id)?.role === true;
    case "territory":
      return model?.facts.territories?.some((one) => one.id === id) === true;
    default:
      return false;
  }
};

/**
 * `access/foreign-principal` where nobody of the company is called so: whoever is of another company is not told apart
 * from whoever never was.
 */
export const principalFault = (
  state: Principals,
  name: string,
  path: readonly (string | number)[],
): Fault | null =>
  exists(state, name)
    ? null
    : fault("access/foreign-principal", `The company has no ${name.split(":")[0]} of this id.`, [
        ...path,
      ]);

/** What a principal is called; null for one who is not there any more, and for people where names are not shown. */
export const targetName = (
  { users, sets, groups, company }: Pick<Snapshot, "users" | "sets" | "groups" | "company">,
  name: string,
  people: boolean,
): string | null => {
  const [kind, id = ""] = name.split(":");
  switch (kind) {
    case "company":
      return company?.name ?? null;
    case "user":
      return people ? (users.get(id as UserId)?.name ?? null) : null;
    case "group":
      return groups.get(id)?.name ?? null;
    case "role":
      return sets.get(id)?.name ?? null;
    default:
      return null;
  }
};
