import type { Impersonation, KeyScopes } from "@ennead/core/access";
import type { CompanyId, Fault, Instant, RandomBytes, Result, UserId } from "@ennead/core/kernel";

import type { TenantDb } from "../db/db.ts";
import type { KeyRing } from "../keys/keys.ts";

/** Whom a credential names. Whether he exists and what he may do is the directory's to say. */
export interface Identity {
  readonly company: CompanyId;
  readonly user: UserId;
  readonly kind: "user" | "apiKey" | "embed";
  /** Whom he acts as, and within which limits. Both must be active. */
  readonly as?: { readonly user: UserId; readonly impersonation: Impersonation };
  /**
   * When the credential was issued. One from before the user was signed out everywhere is refused; a credential that
   * does not say (an API key, a strategy of the host's own) is not touched by signing out.
   */
  readonly issuedAt?: Instant;
  /** What the credential may be used for at most; all that the user may do unless given. */
  readonly scopes?: KeyScopes;
  /** The one record that it may be used for; every one in its scopes unless given. */
  readonly resource?: { readonly object: string; readonly id: string };
  /** Id of the API key or session, where it is one of ours. */
  readonly credential?: string;
  /**
   * The company's permission stamp, where the strategy has read it with the credential from the database. Never one that
   * was kept or that the caller sent: rights would be as old as it is.
   */
  readonly stamp?: number;
}

/**
 * One way to sign in. Strategies are asked in order; the first that recognises a credential in the request decides,
 * and there is no second try after a refusal.
 */
export interface Strategy {
  readonly name: string;
  /** How OpenAPI describes the credential. */
  readonly scheme:
    | { readonly type: "http"; readonly scheme: "bearer" }
    | { readonly type: "apiKey"; readonly in: "cookie" | "header"; readonly name: string };
  /** null when the request carries no credential of this kind. */
  readonly authenticate: (
    request: Request,
    now: Instant,
  ) => Promise<Result<Identity, Fault> | null>;
}

/** What a room makes its strategies of. */
export interface StrategyDeps {
  readonly db: TenantDb;
  readonly random: RandomBytes;
  /** Reads the tokens that it has minted. */
  readonly keys: KeyRing;
  /** Does work that nobody waits for, and that closing waits for. What fails is logged. */
  readonly later: (work: () => Promise<unknown>) => void;
}

/** Strategies of a room: those that are asked before the host's, and those asked after. */
export interface RoomStrategies {
  readonly first?: readonly Strategy[];
  readonly last?: readonly Strategy[];
}
