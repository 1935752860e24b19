import type { Ports, SharingPort } from "../kernel/index.ts";
import type { States } from "./directory.ts";
import { dropShares, planShares } from "./share-plan.ts";
import {
  hasShares,
  shareColumns,
  sharedIds,
  sharesByRecord,
  sharesStatement,
} from "./share-store.ts";

const of: SharingPort["of"] = async (scope, object, ids) => {
  if (ids.length === 0) return new Map();
  const [found] = await scope.read(sharesStatement(scope, object, ids));
  return sharesByRecord(found?.rows ?? []);
};

/** Port `sharing` over the share table and the states. */
export const sharing = (states: States, ports: () => Ports): SharingPort => {
  return {
    columns: shareColumns,
    of,
    reading: {
      statement: sharesStatement,
      parse: sharesByRecord,
      holds: ({ company }, object, id, shares) => hasShares(company, object, id, shares),
    },
    ids: sharedIds,
    replace: async (sharer, object, record, present, wanted) => {
      const access = await states.of(sharer.scope, ports());
      return planShares(sharer, object, { access, record, present }, wanted);
    },
    drop: async (scope, object, ids) =>
      dropShares(scope.company, object, ids, await of(scope, object, ids)),
  };
};
