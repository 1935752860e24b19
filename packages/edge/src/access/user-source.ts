import type { RecordData } from "@ennead/core/record";

import type { Ports, RecordSource, StoredRecord } from "../kernel/index.ts";
import type { States } from "./directory.ts";
import { rolesOf } from "./facts.ts";
import type { Snapshot, User } from "./snapshot.ts";
import { userDefinition } from "./user-object.ts";

const recordOf = (state: Snapshot, user: User): StoredRecord => {
  const roles = rolesOf(state, user.sets).join(", ");
  const data: RecordData = {
    name: user.name,
    email: user.email,
    active: user.active,
    ...(user.managerId === null ? {} : { manager: user.managerId }),
    ...(roles === "" ? {} : { roles }),
  };
  return {
    id: user.id,
    object: "user",
    version: user.version,
    // Nobody owns a colleague: who may see users sees all of them.
    ownerId: null,
    territoryId: null,
    externalId: null,
    createdAt: user.createdAt,
    updatedAt: user.updatedAt,
    data,
  };
};

/** Users read as records. */
export const userSource = ({ of }: States, ports: () => Ports): RecordSource => ({
  object: "user",
  definition: () => Promise.resolve(userDefinition),
  version: async (scope) => String((await of(scope, ports())).stamp),
  rows: async function* rows(scope) {
    const state = await of(scope, ports());
    yield [...state.users.values()].map((user) => recordOf(state, user));
  },
});
