import type { AccessFacts } from "@ennead/core/access";
import type { CompanyId } from "@ennead/core/kernel";

import type { Snapshot } from "./snapshot.ts";

/** A snapshot as the facts that core decides by. */
export const factsOf = (
  company: CompanyId,
  { users, sets }: Pick<Snapshot, "users" | "sets">,
  objects: AccessFacts["objects"],
): AccessFacts => ({
  company,
  objects,
  sets: [...sets.values()].map((set) => ({ ...set, company })),
  users: [...users.values()].map(({ id, active, sets: held }) => ({
    id,
    company,
    active,
    sets: held,
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
