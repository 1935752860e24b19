import type { CompanyId, UserId } from "../kernel/index.ts";
import type { Action } from "./actions.ts";
import type { Obligations } from "./obligations.ts";
import type { RecordShare } from "./share.ts";

/** What access needs to know of one record. What is absent is not so, or not known to matter. */
export interface RecordFacts {
  readonly company: CompanyId;
  readonly owner: UserId | null;
  /** Denies and shares name a record by it. */
  readonly id?: string;
  readonly territory?: string | null;
  /** Kept for a lawsuit or an inquiry: nobody deletes it. */
  readonly hold?: boolean;
  /** Nobody changes, deletes or shares it. */
  readonly frozen?: boolean;
  /** Who asked for what is to be approved: he does not approve it. */
  readonly requester?: UserId | null;
  /** Its shares; where they are not given, those among the facts of the model count. */
  readonly shares?: readonly RecordShare[];
}

/** What an action is to be done to. Without a record the question is whether there may be any at all. */
export interface Resource {
  readonly object: string;
  /** For `create`: the record as it would be. */
  readonly record?: RecordFacts;
  /** create and update: names of the fields that are written. */
  readonly fields?: readonly string[];
}

/** A permission as routes declare it. */
export type Permission =
  | { readonly system: string }
  | { readonly object: string; readonly action: Action };

/** The rule that decided, in the order they are tried. */
export type Rule =
  | "tenant"
  | "inactive"
  | "impersonation"
  | "deny"
  | "object"
  | "scope"
  | "field"
  | "system";

/** The grants of a record, in the order they are tried. */
export const grantNames = [
  "modify-all",
  "view-all",
  "owner",
  "manager",
  "territory",
  "share",
  "default",
] as const;

/** A way in which somebody has a record. */
export type GrantName = (typeof grantNames)[number];

/**
 * An answer with its ground. `reason` is the grant that sufficed (`modify-all`, `view-all`, `owner`, `manager`,
 * `territory`, `share`, `default`; `assign` for a record made for somebody else; `object` where no record was named;
 * `system`) or what was missing: the rule's name; for `deny` `legal-hold`, `frozen`, `sod` (separation of duty) or the
 * reason given there; `key-scope` where the user has the right and his API key does not.
 */
export interface Decision {
  readonly allow: boolean;
  readonly reason: string;
  readonly rule: Rule;
  /** What the caller must do with an answer that allows; absent where nothing is asked. */
  readonly obligations?: Obligations;
}

export const allowed = (rule: Rule, reason: string): Decision => ({ allow: true, reason, rule });
export const refused = (rule: Rule, reason: string = rule): Decision => ({
  allow: false,
  reason,
  rule,
});

/** The answers that need no text of their own, made once: a check makes no garbage. */
export const byGrant: Readonly<Record<GrantName | "assign", Decision>> = {
  "modify-all": allowed("scope", "modify-all"),
  "view-all": allowed("scope", "view-all"),
  owner: allowed("scope", "owner"),
  manager: allowed("scope", "manager"),
  territory: allowed("scope", "territory"),
  share: allowed("scope", "share"),
  default: allowed("scope", "default"),
  assign: allowed("scope", "assign"),
};

/** The refusals that name their rule. */
export const byRule: Readonly<Record<Rule, Decision>> = {
  tenant: refused("tenant"),
  inactive: refused("inactive"),
  impersonation: refused("impersonation"),
  deny: refused("deny"),
  object: refused("object"),
  scope: refused("scope"),
  field: refused("field"),
  system: refused("system"),
};
