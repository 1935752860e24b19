import { createClient, LibsqlBatchError, LibsqlError, type Client } from "@libsql/client";

import { DatabaseError, type Database, type Row, type Rows } from "./db.ts";
import { checkSize } from "./limits.ts";
import { serverFetch } from "./server-fetch.ts";
import { checkToken } from "./server-token.ts";
import type { SqlValue, Statement } from "./sql.ts";

export interface LibsqlOptions {
  /** `file:/path/to.db`, or the URL of a libSQL server. */
  readonly url: string;
  readonly authToken?: string;
  /**
   * Files only: a server has its own setting for each database. `strong` (default) survives a power cut; `relaxed`
   * survives a killed process and may lose the last commits in a power cut.
   */
  readonly durability?: "strong" | "relaxed";
  /** Servers only: how long one batch may take, in milliseconds (default 30,000). A lost connection can stay silent. */
  readonly timeout?: number;
}

/** The words of our triggers and of SQLite itself. A server sends them in the text of an unnamed error. */
const refusal =
  /constraint failed|malformed JSON|\b(?:UNAUDITED|DUPLICATE|BAD_VERSION|BAD_KEY|APPEND_ONLY|LICENCE|LICENCE_STATE|AUDIT_[A-Z]+)\b/;

/** A server has no name for these either. */
const locked = /database (?:table )?is locked/;
const broken = /database or disk is full|readonly database|database disk image is malformed/;

const failure = /^(?:SQLITE_(?:FULL|READONLY|CANTOPEN|NOTADB|CORRUPT|PERM|AUTH)|CLIENT_CLOSED)/;

/** The server may have committed before it, or we, lost the thread. */
const lost = /^(?:HRANA_|SERVER_ERROR|STREAM_EXPIRED|TRANSACTION_TIMEOUT)/;

const databaseError = (error: unknown): unknown => {
  if (!(error instanceof LibsqlError)) return error;
  const statement = error instanceof LibsqlBatchError ? error.statementIndex : undefined;
  const { code, message } = error;
  if (code.startsWith("SQLITE_BUSY") || code.startsWith("SQLITE_LOCKED") || locked.test(message)) {
    return new DatabaseError("busy", message, statement);
  }
  if (code.startsWith("SQLITE_CONSTRAINT") || refusal.test(message)) {
    return new DatabaseError("refused", message, statement);
  }
  if (failure.test(code) || broken.test(message)) {
    return new DatabaseError("failed", message, statement);
  }
  if (code.startsWith("SQLITE_IOERR")) return new DatabaseError("unknown", message, statement);
  if (lost.test(code)) return new DatabaseError("unknown", message, statement);
  return error;
};

type Order = <T>(work: () => Promise<T>) => Promise<T>;

/** Callers side by side: a server puts its writers in order itself, and a slow answer must not hold up the others. */
const together: Order = (work) => work();

/** Callers one after the other: concurrent writers of one process would only meet as busy errors. */
const mutex = (): Order => {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const run = last.then(work, work);
    last = run.catch(() => undefined);
    return run;
  };
};

/** How often a file that others are opening is asked for. */
const mostOpenings = 100;

/** A file answers nobody while a batch runs, a server does. */
const sliceOf = (url: string): number => (url.startsWith("file:") ? 200 : 1000);

/**
 * Opens a libSQL file or server. A file gets write-ahead logging; foreign keys are checked to be on. Rejects with a
 * `DatabaseError`: `failed` for a token that names no right. What is too large for a database throws `TooLarge` before
 * anything is sent.
 */
export const openLibsql = async (options: LibsqlOptions): Promise<Database> => {
  const isFile = options.url.startsWith("file:");
  if (!isFile && options.authToken !== undefined) checkToken(options.authToken);
  const client: Client = createClient({
    url: options.url,
    ...(options.authToken === undefined ? {} : { authToken: options.authToken }),
    // The file driver holds the whole process while it waits for another writer: the caller waits instead.
    ...(isFile
      ? { concurrency: 1, timeout: 200 }
      : { fetch: serverFetch(options.timeout ?? 30_000) }),
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
    // As a select: a server takes the pragma itself for a write, which a token for reading may not do.
    const on = await client.execute("select foreign_keys from pragma_foreign_keys");
    if (Number(on.rows[0]?.[0]) !== 1) {
      throw new Error("The database has foreign keys switched off.");
    }
  };
  for (let turn = 1; ; turn += 1) {
    try {
      await prepare();
      break;
    } catch (error) {
      const told = databaseError(error);
      const busy = told instanceof DatabaseError && told.kind === "busy";
      if (!busy || turn === mostOpenings) {
        client.close();
        throw told;
      }
      // Others open the same file: the first of them sets its journal, and holds it for that long.
      await new Promise((resolve) => {
        setTimeout(resolve, 50);
      });
    }
  }

  const inOrder = isFile ? mutex() : together;
  const writing = new Set<Promise<unknown>>();
  const run = async (mode: "read" | "write", statements: readonly Statement[]): Promise<Rows[]> => {
    checkSize(statements);
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
    write: async (statements) => {
      const written = inOrder(() => run("write", statements));
      writing.add(written);
      try {
        return await written;
      } finally {
        writing.delete(written);
      }
    },
    close: async () => {
      await Promise.allSettled(writing);
      client.close();
    },
  };
};

/** A database that is opened by its first use, so that whoever describes it need not wait. */
export const openLazily = (options: LibsqlOptions): Database => {
  let opened: Promise<Database> | undefined;
  const database = (): Promise<Database> => {
    // A server that was away at the first use may be there at the next.
    opened ??= openLibsql(options).catch((error: unknown) => {
      opened = undefined;
      throw error;
    });
    return opened;
  };
  return {
    slice: sliceOf(options.url),
    read: async (statements) => (await database()).read(statements),
    write: async (statements) => (await database()).write(statements),
    close: async () => {
      if (opened !== undefined) await (await opened).close();
    },
  };
};
