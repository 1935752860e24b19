import type {
  AccessModel,
  AccessTerritory,
  Principal,
  RecordFacts,
  RecordShare,
  ShareColumns,
  ShareLevel,
  ShareTarget,
  TerritoryReach,
} from "@ennead/core/access";
import type { FiscalYear } from "@ennead/core/calendar";
import type { Fault, Instant, RandomBytes, Result, UserId } from "@ennead/core/kernel";
import type { ObjectDefinition, RecordData } from "@ennead/core/record";

import type { AuditEntry } from "./audit/audit-entry.ts";
import type { Row, TenantDb } from "./db/db.ts";
import type { TenantScope } from "./db/scope.ts";
import type { Statement } from "./db/sql.ts";

/** One record as a room reads it: stored forms, no field mask. */
export interface StoredRecord {
  readonly id: string;
  readonly object: string;
  readonly version: number;
  readonly ownerId: string | null;
  readonly territoryId: string | null;
  readonly externalId: string | null;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly data: RecordData;
}

/** Port `records`: the records of all objects. */
export interface RecordsPort {
  /** The objects of the company by name. */
  readonly objects: (scope: TenantScope) => Promise<ReadonlyMap<string, ObjectDefinition>>;
  /** The records of these ids that exist, in no particular order. The caller asks `can` itself. */
  readonly get: (
    scope: TenantScope,
    object: string,
    ids: readonly string[],
  ) => Promise<readonly StoredRecord[]>;
  /** What names each of these records to a person; ids that do not exist are left out. */
  readonly labels: (
    scope: TenantScope,
    object: string,
    ids: readonly string[],
  ) => Promise<ReadonlyMap<string, string>>;
}

export interface DirectoryUser {
  readonly id: UserId;
  readonly name: string;
  readonly email: string;
  readonly active: boolean;
  readonly managerId: UserId | null;
  /** Names of the permission sets that are roles. */
  readonly roles: readonly string[];
}

export interface CompanySettings {
  readonly id: string;
  readonly name: string;
  readonly currency: string;
  readonly locale: string;
  readonly timeZone: string;
  /** How its fiscal year is counted; null while nobody has said. */
  readonly fiscal: FiscalYear | null;
}

/** What one user may do at a time. `stamp` counts changes of the company's permissions; it enters every cursor and ETag. */
export interface Authority {
  readonly model: AccessModel;
  readonly stamp: number;
  readonly label: string;
  /** When he was last signed out everywhere; credentials issued before are refused. */
  readonly signedOutAt: number | null;
}

/** Port `directory`: the people of a company and what they may do. */
export interface DirectoryPort {
  /**
   * What this user may do now, and his name; null when he is unknown or inactive. The kernel asks before every
   * authenticated request, so an implementation caches the model by permission stamp. `stamp` is the present one, where
   * the caller has read it already for this request.
   */
  readonly authorize: (
    scope: TenantScope,
    user: UserId,
    now: number,
    stamp?: number,
  ) => Promise<Authority | null>;
  readonly user: (scope: TenantScope, user: UserId) => Promise<DirectoryUser | null>;
  readonly users: (scope: TenantScope) => Promise<readonly DirectoryUser[]>;
  readonly company: (scope: TenantScope) => Promise<CompanySettings>;
  /** Refuses an owner who is unknown, inactive or of another company (`access/unknown-principal`). */
  readonly checkOwner: (scope: TenantScope, user: string) => Promise<Result<UserId>>;
}

/** Port `origins`: from which origins pages may call the API. */
export interface OriginsPort {
  /** Those of one company, as of this permission stamp or later. */
  readonly of: (scope: TenantScope, stamp: number) => Promise<readonly string[]>;
  /** Whether any company lists it. For preflights, which name no company; so an answer may be some seconds old. */
  readonly isListed: (db: TenantDb, origin: string, now: number) => Promise<boolean>;
  /** A company of this process has changed its own. */
  readonly changed: () => void;
}

/** A share as it is kept. Times are epoch milliseconds. */
export interface HeldShare extends RecordShare {
  readonly id: string;
  readonly version: number;
  readonly object: string;
  readonly recordId: string;
  readonly note: string | null;
  readonly grantedBy: UserId;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
}

/** A share as somebody asks for it. */
export interface WantedShare {
  readonly to: ShareTarget;
  readonly access: ShareLevel;
  readonly expiresAt: Instant | null;
  readonly note: string | null;
}

/** Who shares, and when. A request's context is one. */
export interface Sharer {
  readonly scope: TenantScope;
  readonly model: AccessModel;
  readonly principal: Principal;
  readonly now: Instant;
  readonly random: RandomBytes;
}

/** Something that can be shared: a record, a report. */
export interface SharedRecord {
  readonly id: string;
  /** What names it to a person. */
  readonly label: string | null;
  /** Without its shares: those are asked for of port `sharing`. */
  readonly facts: RecordFacts;
  /** What audit rows call it, and its version. */
  readonly entity: string;
  readonly version: number;
}

/** The things of one object that exist of these ids, in no particular order. */
export type SharedSource = (
  scope: TenantScope,
  ids: readonly string[],
) => Promise<readonly SharedRecord[]>;

/** What a change of shares adds to a caller's batch. */
export interface ShareChange {
  readonly events: readonly AuditEntry[];
  readonly roots: readonly Statement[];
  readonly guards: readonly Statement[];
}

/** Port `sharing`: the one share table, for every object that can be shared. */
export interface SharingPort {
  /** What the table of shares and its columns are called, for a scope in SQL. */
  readonly columns: ShareColumns;
  /** The shares of each of these records, those that have ended too, in order of id. Records without any are absent. */
  readonly of: (
    scope: TenantScope,
    object: string,
    ids: readonly string[],
  ) => Promise<ReadonlyMap<string, readonly HeldShare[]>>;
  /** The same question as a statement, to be read with the record itself, and what its rows mean. */
  readonly reading: {
    readonly statement: (scope: TenantScope, object: string, ids: readonly string[]) => Statement;
    readonly parse: (rows: readonly Row[]) => ReadonlyMap<string, readonly HeldShare[]>;
    /** For the guards of a batch: the record has these shares still, and no others. */
    readonly holds: (
      scope: TenantScope,
      object: string,
      id: string,
      shares: readonly HeldShare[],
    ) => Statement;
  };
  /** Ids of the records of which one of these targets has been given at least this level and has it at `now`. */
  readonly ids: (
    scope: TenantScope,
    object: string,
    targets: readonly ShareTarget[],
    level: ShareLevel,
    now: Instant,
  ) => Promise<readonly string[]>;
  /**
   * What gives a record exactly these shares. `present` are the shares by which the caller has asked `can` whether it may
   * be shared at all; the change holds only while they are the record's. Faults, with places in the list:
   * `access/foreign-principal`, `access/share-level`, `access/expiry-in-past`, `access/duplicate-share`.
   */
  readonly replace: (
    sharer: Sharer,
    object: string,
    record: SharedRecord,
    present: readonly HeldShare[],
    wanted: readonly WantedShare[],
  ) => Promise<Result<ShareChange & { readonly shares: readonly HeldShare[] }, readonly Fault[]>>;
  /** What ends all shares of records that are deleted with them. */
  readonly drop: (
    scope: TenantScope,
    object: string,
    ids: readonly string[],
  ) => Promise<ShareChange>;
}

/** Port `territories`: the tree, and who may do what in it. Without it nobody reaches anything by territory. */
export interface TerritoriesPort {
  /** Names a state of the tree and of its assignments. */
  readonly version: (scope: TenantScope) => Promise<string>;
  readonly tree: (scope: TenantScope) => Promise<readonly AccessTerritory[]>;
  readonly reach: (scope: TenantScope) => Promise<ReadonlyMap<UserId, readonly TerritoryReach[]>>;
}

/** How the present state of an object differs from an earlier one. */
export interface Changes {
  /** Names the present state. */
  readonly version: string;
  /** Records that came or changed, as they are. */
  readonly records: readonly StoredRecord[];
  /** Ids of records that are not there any more. */
  readonly gone: readonly string[];
}

/**
 * Reads one object as records, whoever owns its rows: datasets are built through it alone, so that users, approvals
 * or forecasts can be reported like any object.
 */
export interface RecordSource {
  readonly object: string;
  readonly definition: (scope: TenantScope) => Promise<ObjectDefinition | null>;
  /** Names a state of the data: equal versions have equal rows. */
  readonly version: (scope: TenantScope) => Promise<string>;
  /** All records in order of id, in chunks of a size that suits the source. */
  readonly rows: (scope: TenantScope) => AsyncIterable<readonly StoredRecord[]>;
  /**
   * What differs at present from a state named before, read at one moment; null when it cannot be told or is more than
   * `most` records, so that all are to be read again. A source without it always is.
   */
  readonly changes?: (scope: TenantScope, since: string, most: number) => Promise<Changes | null>;
}

/** Everything rooms give each other. A later room adds its port here. */
export interface Ports {
  readonly records: RecordsPort;
  readonly directory: DirectoryPort;
  readonly origins: OriginsPort;
  readonly sharing: SharingPort;
  readonly territories?: TerritoriesPort;
  /** The source of an object, or null when nobody owns it. */
  readonly source: (object: string) => RecordSource | null;
  /** What of an object can be shared, or null where its room says nothing of it. */
  readonly shared: (object: string) => SharedSource | null;
}

export type PortName = Exclude<keyof Ports, "source" | "shared">;
