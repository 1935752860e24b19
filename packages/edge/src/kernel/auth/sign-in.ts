import type { AccessModel, Principal } from "@ennead/core/access";
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

/** Signs a request in: its credential names an identity, and the directory says what that may do now. */
export const signIn = async (
  { strategies, db, directory }: SignInOptions,
  request: Request,
  now: Instant,
): Promise<Result<SignedIn>> => {
  const identity = await identify(strategies, request, now);
  if (!identity.ok) return identity;
  const { company, user, kind } = identity.value;
  const unknown = err(fault("kernel/unauthenticated", "The credential names no active user."));
  if (isHostile(company) || isHostile(user)) return unknown;
  const scope = openScope(company, await db.for(company));
  const authority = await directory.authorize(scope, user, now);
  if (authority === null) return unknown;
  const { model, stamp, label } = authority;
  return ok({ scope, principal: { company, actor: user, kind, stamp }, model, label });
};
