import type { CompanyId, Instant, UserId } from "../kernel/index.ts";
import type { Action } from "./actions.ts";
import type { KeyScopes } from "./key-scope.ts";

/** Somebody acts as somebody else, for a stated reason, for at most an hour. */
export interface Impersonation {
  /** Why; shown to whom it is done to. Never blank. */
  readonly reason: string;
  readonly startsAt: Instant;
  /** From this instant on it is over. */
  readonly endsAt: Instant;
  /** What may be done meanwhile; never approve, export or share. */
  readonly allow: readonly Action[];
}

/** Who asks. Edge makes one per request out of the credential; core only reads it. */
export interface Principal {
  readonly company: CompanyId;
  /** The user who acts and whom the audit log names. */
  readonly actor: UserId;
  /**
   * The user in whose place he acts. With `impersonation` the rights are those of this user, within its limits; without,
   * only what both may do.
   */
  readonly onBehalfOf?: UserId;
  readonly impersonation?: Impersonation;
  readonly kind: "user" | "apiKey" | "embed" | "job";
  /** State of the company's permissions when the credential was checked; another stamp asks for a new model. */
  readonly stamp: number;
  /** The moment of the request. Without it no share that ends counts, and no impersonation. */
  readonly now?: Instant;
  /** When the credential was issued, where it says: a fresh one is proof of who one is, where a right asks for that. */
  readonly issuedAt?: Instant;
  /** Id of the API key or session that was shown, where it is one of ours. */
  readonly credential?: string;
  /** The one record that the credential is for, where it is for one: a widget's token. Edge holds routes to it. */
  readonly resource?: { readonly object: string; readonly id: string };
  /** What the credential is limited to; the model he is judged by is within them already (`withinScopes`). */
  readonly scopes?: KeyScopes;
}
