import type { CompanyId, UserId } from "../kernel/index.ts";
import type { KeyScopes } from "./key-scope.ts";

/** Who asks. Edge makes one per request out of the credential; core only reads it. */
export interface Principal {
  readonly company: CompanyId;
  /** The user who acts and whom the audit log names. */
  readonly actor: UserId;
  readonly kind: "user" | "apiKey" | "embed" | "job";
  /** State of the company's permissions when the credential was checked; another stamp asks for a new model. */
  readonly stamp: number;
  /** Id of the API key or session that was shown, where it is one of ours. */
  readonly credential?: string;
  /** What the credential is limited to; the model he is judged by is within them already (`withinScopes`). */
  readonly scopes?: KeyScopes;
}
