import type { CompanyId, Instant } from "../kernel/index.ts";
import type { Level } from "./actions.ts";

/** Whom something can be shared with: a user, a group, a role, those assigned to a territory, or the whole company. */
export type ShareTarget =
  | `user:${string}`
  | `group:${string}`
  | `role:${string}`
  | `territory:${string}`
  | "company";

/** What a share gives: to read, to change, or all that the owner may do. */
export type ShareLevel = "read" | "edit" | "full";

/** The level of a record that a share reaches. */
export const shareRank: Readonly<Record<ShareLevel, Level>> = { read: 1, edit: 2, full: 3 };

/** A share of one record that is at hand. It ends at the instant `expiresAt`: at that moment it is gone. */
export interface RecordShare {
  readonly to: ShareTarget;
  readonly access: ShareLevel;
  readonly expiresAt: Instant | null;
}

/** A share as a fact of the company. */
export interface Share extends RecordShare {
  readonly company: CompanyId;
  readonly object: string;
  readonly record: string;
}

/** Whether a share still counts. Without a `now` only one that never ends does. */
export const isCurrent = ({ expiresAt }: RecordShare, now: Instant | undefined): boolean =>
  expiresAt === null || (now !== undefined && now < expiresAt);
