import type { CompanyId, Fault, Instant, Result, UserId } from "@ennead/core/kernel";

/** Whom a credential names. Whether he exists and what he may do is the directory's to say. */
export interface Identity {
  readonly company: CompanyId;
  readonly user: UserId;
  readonly kind: "user" | "apiKey";
  readonly onBehalfOf?: UserId;
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
