import {
  impersonatePermission,
  withinScopes,
  type AccessModel,
  type Principal,
} from "@ennead/core/access";
import { err, fault, ok, type Instant, type Result } from "@ennead/core/kernel";

import type { TenantDb } from "../db/db.ts";
import { openScope, type TenantScope } from "../db/scope.ts";
import type { DirectoryPort } from "../ports.ts";
import type { Strategy } from "./auth.ts";
import { isHostile } from "./hostile.ts";
import { identify } from "./identify.ts";

/** Who asks, where he may look and what he may do. */
export interface SignedIn {
  readonly scope: TenantScope;
  readonly principal: Principal;
  /** What the actor may do with this credential. */
  readonly model: AccessModel;
  /** The actor's name at this time. */
  readonly label: string;
}

export interface SignInOptions {
  readonly strategies: readonly Strategy[];
  readonly db: TenantDb;
  readonly directory: DirectoryPort;
}

/**
 * Signs a request in: its credential names an identity, and the directory says what that may do now. A credential with
 * scopes gets the model within them, so no handler can forget them. Faults: those of the strategies,
 * `kernel/unauthenticated`, `access/token-revoked`, `access/impersonation-ended`.
 */
export const signIn = async (
  { strategies, db, directory }: SignInOptions,
  request: Request,
  now: Instant,
): Promise<Result<SignedIn>> => {
  const identity = await identify(strategies, request, now);
  if (!identity.ok) return identity;
  const { company, user, kind, issuedAt, resource, scopes, credential, as } = identity.value;
  const { stamp: read } = identity.value;
  const unknown = err(fault("kernel/unauthenticated", "The credential names no active user."));
  if (isHostile(company) || isHostile(user)) return unknown;
  const scope = openScope(company, await db.for(company));
  const authority = await directory.authorize(scope, user, now, read);
  if (authority === null) return unknown;
  const { model, stamp, label, signedOutAt } = authority;
  if (issuedAt !== undefined && signedOutAt !== null && issuedAt < signedOutAt) {
    return err(fault("access/token-revoked", "The user has been signed out since. Sign in again."));
  }
  if (as !== undefined) {
    if (model.users.get(as.user)?.active !== true) return unknown;
    // Asked here, because some routes ask for no right at all.
    if (model.users.get(user)?.system.has(impersonatePermission) !== true) {
      return err(fault("access/impersonation-ended", "You may not act as somebody else any more."));
    }
  }
  const principal: Principal = {
    company,
    actor: user,
    kind,
    stamp,
    now,
    ...(as === undefined ? {} : { onBehalfOf: as.user, impersonation: as.impersonation }),
    ...(issuedAt === undefined ? {} : { issuedAt }),
    ...(resource === undefined ? {} : { resource }),
    ...(credential === undefined ? {} : { credential }),
    ...(scopes === undefined ? {} : { scopes }),
  };
  return ok({
    scope,
    principal,
    model: scopes === undefined ? model : withinScopes(model, user, scopes),
    label,
  });
};
