import type { CompanyId, UserId } from "../kernel/index.ts";

/** Who asks. Edge makes one per request out of the credential; core only reads it. */
export interface Principal {
  readonly company: CompanyId;
  /** The user who acts and whom the audit log names. */
  readonly actor: UserId;
  readonly kind: "user" | "apiKey" | "embed" | "job";
  /** State of the company's permissions when the credential was checked; another stamp asks for a new model. */
  readonly stamp: number;
}
