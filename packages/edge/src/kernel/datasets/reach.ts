import {
  scopeKey,
  scopeOf,
  type RecordScope,
  type SharedIds,
  type ShareTarget,
} from "@ennead/core/access";

import type { RequestContext } from "../context.ts";
import { sha256 } from "../keys/digest.ts";

/** What somebody reaches of an object where it is not all of it: by his scope, and what shares add to that now. */
export interface Reach {
  readonly scope: RecordScope;
  readonly sharedIds: SharedIds;
  /** Equal for whoever reaches the same records, as long as the records stay as they are. */
  readonly key: string;
}

/** Which records of an object somebody may see. */
export type RowRight = "all" | "none" | Reach;

const readShared = async (
  { scope: tenant, services }: RequestContext,
  { object, sharedTo, now }: RecordScope,
): Promise<readonly string[]> =>
  sharedTo.length === 0
    ? []
    : services.ports.sharing.ids(
        tenant,
        object,
        sharedTo as readonly ShareTarget[],
        "read",
        // Without a moment no share counts that ends.
        now ?? Number.MAX_SAFE_INTEGER,
      );

/** What the actor reaches of an object to read it. */
export const reachOf = async (context: RequestContext, object: string): Promise<RowRight> => {
  const scope = scopeOf(context.model, context.principal, object, "read");
  if (typeof scope === "string") return scope;
  const shared = new Map<RecordScope, ReadonlySet<string>>();
  for (const one of scope.and === undefined ? [scope] : [scope, scope.and]) {
    shared.set(one, new Set(await readShared(context, one)));
  }
  return {
    scope,
    sharedIds: (one) => shared.get(one) ?? new Set(),
    key: await sha256(
      JSON.stringify([scopeKey(scope), [...shared.values()].map((ids) => [...ids])]),
    ),
  };
};
