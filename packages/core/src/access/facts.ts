import type { CompanyId, UserId } from "../kernel/index.ts";
import type { Action, FieldLevel, ObjectRight } from "./actions.ts";

/** Rights given together, as data. Several sets may be held at once and the most permissive grant wins. */
export interface SetDefinition {
  readonly name: string;
  /** Whether the set is also a role: something people are called by. */
  readonly role?: boolean;
  /** Rights by object name. */
  readonly objects: Readonly<Record<string, readonly ObjectRight[]>>;
  /** Levels by object and field name. A field not listed is `edit`: sets narrow fields, objects widen nothing. */
  readonly fields: Readonly<Record<string, Readonly<Record<string, FieldLevel>>>>;
  /** System permissions, `<room>.<verb>`. */
  readonly system: readonly string[];
}

/** A permission set of a company. */
export interface PermissionSet extends SetDefinition {
  readonly id: string;
  readonly company: CompanyId;
}

/** A person of the company. A user without sets can sign in and sees nothing. */
export interface AccessUser {
  readonly id: UserId;
  readonly company: CompanyId;
  readonly active: boolean;
  /** Ids of permission sets; those of another company count nothing. */
  readonly sets: readonly string[];
}

/** What access knows of an object. */
export interface AccessObject {
  /** Org-wide default: what everyone with the object right may do with records that nobody shared with him. */
  readonly default: "none" | "read" | "edit";
  readonly fields: readonly string[];
}

/** A refusal that no grant outweighs. */
export interface Deny {
  readonly company: CompanyId;
  readonly who: "all" | `user:${string}`;
  readonly action: Action | "*";
  /** Absent: every object. */
  readonly object?: string;
  readonly reason: string;
}

/** A snapshot of everything that decides access in one company. */
export interface AccessFacts {
  readonly company: CompanyId;
  readonly objects: Readonly<Record<string, AccessObject>>;
  readonly sets: readonly PermissionSet[];
  readonly users: readonly AccessUser[];
  readonly denies?: readonly Deny[];
}
