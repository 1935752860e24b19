import type { AccessModel } from "@ennead/core/access";
import type { Result, UserId } from "@ennead/core/kernel";
import type { ObjectDefinition, RecordData } from "@ennead/core/record";

import type { TenantDb } from "./db/db.ts";
import type { TenantScope } from "./db/scope.ts";

/** One record as a room reads it: stored forms, no field mask. */
export interface StoredRecord {
  readonly id: string;
  readonly object: string;
  readonly version: number;
  readonly ownerId: string | null;
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
  /** The source of an object, or null when nobody owns it. */
  readonly source: (object: string) => RecordSource | null;
}

export type PortName = Exclude<keyof Ports, "source">;
