import {
  uuidv7,
  type CompanyId,
  type Instant,
  type Json,
  type RandomBytes,
} from "@ennead/core/kernel";

import type { Row } from "../db/db.ts";
import { databaseOf, openScope, type TenantScope } from "../db/scope.ts";
import { sql, type Statement } from "../db/sql.ts";
import type { Sweep } from "../jobs/sweeps.ts";
import type { Pieces, Storage } from "./storage.ts";

/** A file that is about to be made. */
interface NewFile {
  /** What it is for, by a name of the room: `pivot.export`. */
  readonly purpose: string;
  /** Whose it is, by user id. */
  readonly owner: string;
  readonly name: string;
  readonly media: string;
  /** What the room must know to hand it out. */
  readonly facts: Json;
  readonly expiresAt: Instant;
}

/** A file that is whole. */
export interface StoredFile extends NewFile {
  readonly id: string;
  readonly bytes: number;
}

/** A file whose bytes all lie in the storage, and which is nobody's to fetch until `ready` is written. */
export interface WrittenFile {
  readonly id: string;
  readonly bytes: number;
  /** Makes it a file to fetch; belongs into the batch that ends the work. */
  readonly ready: Statement;
  /** Must hold in that batch: it was not swept meanwhile. */
  readonly guard: Statement;
}

/** What of the context of a job a file is written by. */
interface Writing {
  readonly scope: TenantScope;
  readonly company: CompanyId;
  readonly now: Instant;
  readonly random: RandomBytes;
  readonly signal: AbortSignal;
}

/** Files that are made by background work and fetched until they expire. */
export interface Files {
  /**
   * Writes the pieces under an id of its own, so that two attempts at one work never write into each other. Leaves nothing
   * behind when it fails; what a killed process leaves is swept once it has expired.
   */
  readonly write: (context: Writing, file: NewFile, pieces: Pieces) => Promise<WrittenFile>;
  /** The file of this id and purpose, if it is whole and has not expired. */
  readonly find: (
    scope: TenantScope,
    purpose: string,
    id: string,
    now: Instant,
  ) => Promise<StoredFile | null>;
  /** Its bytes; null when the storage has lost them. */
  readonly open: (scope: TenantScope, id: string) => Promise<AsyncIterable<Uint8Array> | null>;
  /** Removes it before its time. */
  readonly remove: (scope: TenantScope, id: string) => Promise<void>;
  /** Removes what has expired. */
  readonly sweep: Sweep;
}

const fileOf = (row: Row): StoredFile => ({
  id: String(row["id"]),
  purpose: String(row["purpose"]),
  owner: String(row["owner"]),
  name: String(row["name"]),
  media: String(row["media"]),
  facts: JSON.parse(String(row["facts"])) as Json,
  bytes: Number(row["bytes"]),
  expiresAt: Number(row["expires_at"]),
});

const sweptAtOnce = 20;

/** Milliseconds after which what is not whole was left by a process that is gone. */
const longestWriting = 2 * 3_600_000;

/** Files of a storage. The row of a file is written before its bytes and removed after them, so none is forgotten. */
export const filesIn = (storage: Storage): Files => {
  const remove: Files["remove"] = async (scope, id) => {
    await storage.remove(scope, id);
    await databaseOf(scope).write([
      sql`delete from stored_file where company_id = ${scope.company} and id = ${id}`,
    ]);
  };
  return {
    write: async ({ scope, company, now, random, signal }, file, pieces) => {
      const id = uuidv7(now, random);
      const { purpose, owner, name, media, facts, expiresAt } = file;
      await databaseOf(scope).write([
        sql`insert into stored_file(company_id, id, purpose, owner, name, media, facts, bytes, created_at,
            expires_at)
          values (${company}, ${id}, ${purpose}, ${owner}, ${name}, ${media}, ${JSON.stringify(facts)},
            ${null}, ${now}, ${expiresAt})`,
      ]);
      try {
        const bytes = await storage.put(scope, id, pieces, signal);
        return {
          id,
          bytes,
          ready: sql`update stored_file set bytes = ${bytes} where company_id = ${company} and id = ${id}`,
          guard: sql`exists(select 1 from stored_file where company_id = ${company} and id = ${id}
            and bytes is null)`,
        };
      } catch (error) {
        await remove(scope, id).catch(() => undefined);
        throw error;
      }
    },
    find: async ({ company, read }, purpose, id, now) => {
      const [found] = await read(
        sql`select * from stored_file where company_id = ${company} and id = ${id}
          and purpose = ${purpose} and bytes is not null and expires_at > ${now}`,
      );
      const row = found?.rows[0];
      return row === undefined ? null : fileOf(row);
    },
    open: storage.get,
    remove,
    sweep: {
      kind: "kernel.sweepFiles",
      rule: { cron: "*/10 * * * *", timeZone: "UTC" },
      portion: async (database, now) => {
        const [found] = await database.read([
          sql`select company_id, id from stored_file where expires_at <= ${now}
            or (bytes is null and created_at <= ${now - longestWriting}) limit ${sweptAtOnce}`,
        ]);
        const rows = found?.rows ?? [];
        for (const row of rows) {
          const company = String(row["company_id"]) as TenantScope["company"];
          await remove(openScope(company, database), String(row["id"]));
        }
        return { swept: 0, complete: rows.length < sweptAtOnce };
      },
    },
  };
};
