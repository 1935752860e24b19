import { createClient, LibsqlBatchError, LibsqlError, type Client } from "@libsql/client";

import { DatabaseError, type Database, type Row, type Rows } from "./db.ts";
import type { SqlValue, Statement } from "./sql.ts";

export interface LibsqlOptions {
  /** `file:/path/to.db`, or the URL of a libSQL server. */
  readonly url: string;
  readonly authToken?: string;
  /**
   * Files only. `strong` (default) survives a power cut; `relaxed` survives a killed process and may lose the last
   * commits in a power cut.
   */
  readonly durability?: "strong" | "relaxed";
}

/** The words of our triggers and of SQLite itself. A server sends them in the text of an unnamed error. */
const refusal =
  /constraint failed|malformed JSON|\b(?:UNAUDITED|DUPLICATE|BAD_VERSION|BAD_KEY|APPEND_ONLY|LICENCE|LICENCE_STATE|AUDIT_[A-Z]+)\b/;

const failure = /^(?:SQLITE_(?:FULL|READONLY|CANTOPEN|NOTADB|CORRUPT|PERM|AUTH)|CLIENT_CLOSED)/;

const databaseError = (error: unknown): unknown => {
  if (!(error instanceof LibsqlError)) return error;
  const statement = error instanceof LibsqlBatchError ? error.statementIndex : undefined;
  const { code, message } = error;
  if (code.startsWith("SQLITE_BUSY") || code.startsWith("SQLITE_LOCKED")) {
    return new DatabaseError("busy", message, statement);
  }
  if (code.startsWith("SQLITE_CONSTRAINT") || refusal.test(message)) {
    return new DatabaseError("refused", message, statement);
  }
  if (failure.test(code)) return new DatabaseError("failed", message, statement);
  if (code.startsWith("SQLITE_IOERR")) return new DatabaseError("unknown", message, statement);
  if (code === "HRANA_WEBSOCKET_ERROR" || code === "SERVER_ERROR" || code === "HRANA_PROTO_ERROR") {
    return new DatabaseError("unknown", message, statement);
  }
  return error;
};

/** Callers one after the other: concurrent writers of one process would only meet as busy errors. */
const mutex = (): (<T>(work: () => Promise<T>) => Promise<T>) => {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const run = last.then(work, work);
    last = run.catch(() => undefined);
    return run;
  };
};

/** A file answers nobody while a batch runs, a server does. */
const sliceOf = (url: string): number => (url.startsWith("file:") ? 200 : 1000);

/** Opens a libSQL file or server. A file gets write-ahead logging; foreign keys are checked to be on. */
export const openLibsql = async (options: LibsqlOptions): Promise<Database> => {
  const isFile = options.url.startsWith("file:");
  const client: Client = createClient({
    url: options.url,
    ...(options.authToken === undefined ? {} : { authToken: options.authToken }),
    // The file driver holds the whole process while it waits for another writer: the caller waits instead.
    ...(isFile ? { concurrency: 1, timeout: 200 } : {}),
  });
  const prepare = async (): Promise<void> => {
    if (isFile) {
      await client.execute("pragma journal_mode = wal");
      await client.execute(
        `pragma synchronous = ${options.durability === "relaxed" ? "normal" : "full"}`,
      );
      await client.execute("pragma cache_size = -65536");
      // A bulk load dirties the same pages again and again: copy them into the file less often.
      await client.execute("pragma wal_autocheckpoint = 8000");
    }
    const on = await client.execute("pragma foreign_keys");
    if (Number(on.rows[0]?.[0]) !== 1)
      throw new Error("The database has foreign keys switched off.");
  };
  await prepare();

  const exclusive = mutex();
  const run = async (mode: "read" | "write", statements: readonly Statement[]): Promise<Rows[]> => {
    const batch = statements.map(({ sql, args }) => ({ sql, args: [...args] as SqlValue[] }));
    const [only] = batch;
    try {
      // One statement that reads is a snapshot by itself.
      const results =
        mode === "read" && batch.length === 1 && only !== undefined
          ? [await client.execute(only)]
          : await client.batch(batch, mode);
      return results.map((result) => ({
        rows: result.rows as unknown as readonly Row[],
        changes: result.rowsAffected,
      }));
    } catch (error) {
      const told = databaseError(error);
      if (isFile && told instanceof DatabaseError && told.kind === "busy") {
        // A file connection can stay inside the transaction that was refused.
        await client.reconnect();
        await prepare();
      }
      throw told;
    }
  };
  return {
    slice: sliceOf(options.url),
    read: (statements) => run("read", statements),
    write: (statements) => exclusive(() => run("write", statements)),
    close: async () => {
      await exclusive(() => Promise.resolve());
      client.close();
    },
  };
};

/** A database that is opened by its first use, so that whoever describes it need not wait. */
export const openLazily = (options: LibsqlOptions): Database => {
  let opened: Promise<Database> | undefined;
  const database = (): Promise<Database> => (opened ??= openLibsql(options));
  return {
    slice: sliceOf(options.url),
    read: async (statements) => (await database()).read(statements),
    write: async (statements) => (await database()).write(statements),
    close: async () => {
      if (opened !== undefined) await (await opened).close();
    },
  };
};
