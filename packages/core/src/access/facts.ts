import type { CompanyId, UserId } from "../kernel/index.ts";
import type { Action, FieldLevel, ObjectRight } from "./actions.ts";
import type { SetObligations } from "./obligations.ts";
import type { Share } from "./share.ts";

/** Rights given together, as data. Several sets may be held at once and the most permissive grant wins. */
export interface SetDefinition {
  readonly name: string;
  /** Whether the set is also a role: something people are called by, and that records can be shared with. */
  readonly role?: boolean;
  /** Rights by object name. */
  readonly objects: Readonly<Record<string, readonly ObjectRight[]>>;
  /** Levels by object and field name. A field not listed is `edit`: sets narrow fields, objects widen nothing. */
  readonly fields: Readonly<Record<string, Readonly<Record<string, FieldLevel>>>>;
  /** System permissions, `<room>.<verb>`. */
  readonly system: readonly string[];
  /** What comes with the rights, by object name. */
  readonly obligations?: Readonly<Record<string, SetObligations>>;
}

/** A permission set of a company. */
export interface PermissionSet extends SetDefinition {
  readonly id: string;
  readonly company: CompanyId;
}

/** What a user may do in a territory: there, in all below it (`down`), and in all above it (`up`). */
export interface TerritoryReach {
  readonly id: string;
  readonly access: "read" | "edit";
  readonly down: boolean;
  readonly up: boolean;
}

/** A person of the company. A user without sets can sign in and sees nothing. */
export interface AccessUser {
  readonly id: UserId;
  readonly company: CompanyId;
  readonly active: boolean;
  /** Whom he reports to. All above an owner have what the owner has. */
  readonly manager?: UserId | null;
  /** Ids of permission sets; those of another company count nothing. */
  readonly sets: readonly string[];
  readonly territories?: readonly TerritoryReach[];
}

/** A node of the territory tree. */
export interface AccessTerritory {
  readonly id: string;
  readonly company: CompanyId;
  readonly parent: string | null;
}

/** A group of users and of other groups; a team is one. */
export interface AccessGroup {
  readonly id: string;
  readonly company: CompanyId;
  readonly members: readonly (`user:${string}` | `group:${string}`)[];
}

/** What a computed field is made of: a field of the same object by name, or one of another object. */
export type FieldInput = string | { readonly object: string; readonly field: string };

/** What access knows of an object. */
export interface AccessObject {
  /** Org-wide default: what everyone with the object right may do with records that nobody shared with him. */
  readonly default: "none" | "read" | "edit";
  readonly fields: readonly string[];
  /** Formula and roll-up fields with what they are computed from: they are shown no further than that. */
  readonly computed?: Readonly<Record<string, readonly FieldInput[]>>;
}

/** A refusal that no grant outweighs. */
export interface Deny {
  readonly company: CompanyId;
  readonly who: "all" | `user:${string}` | `group:${string}`;
  readonly action: Action | "*";
  /** Absent: every record. */
  readonly record?: string;
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
  readonly territories?: readonly AccessTerritory[];
  readonly groups?: readonly AccessGroup[];
  /** Shares of records that are asked about without their own (`RecordFacts.shares`). */
  readonly shares?: readonly Share[];
  readonly denies?: readonly Deny[];
}
