import { DatabaseError, type Database } from "./db.ts";
import { alone, inBatch, toldOfFile } from "./file-batch.ts";
import { openFile, type FileConnection } from "./file-driver.ts";
import { inGroups } from "./file-groups.ts";
import type { LibsqlOptions } from "./libsql-options.ts";
import { checkSize } from "./limits.ts";

/** Milliseconds for which a file that another process writes to is asked again, at most. */
const patience = 200;

/** A file whose journal is being set by the first of those who open it is held for longer. */
const openingPatience = 5_000;

/** How many rows a slice of a bulk command should hold: the process answers nobody while a batch runs. */
export const fileSlice = 200;

const memory = ":memory:";

/** The path of a `file:` URL, as the native code takes it. */
const pathOf = (url: string): string => {
  const [, host = "", path = ""] = /^file:(?:\/\/([^/?#]*))?([^?#]*)/.exec(url) ?? [];
  if (host !== "" && host.toLowerCase() !== "localhost") {
    throw new Error(`A file is named by file:/absolute/path.db, without a host: ${url}`);
  }
  if (/[?#]/.test(url)) throw new Error(`The URL of a file takes no query: ${url}`);
  const plain = decodeURIComponent(path);
  return plain === memory ? `file:${memory}` : plain;
};

const isBusy = (error: unknown): error is DatabaseError =>
  error instanceof DatabaseError && error.kind === "busy";

const isClosed = (): DatabaseError => new DatabaseError("failed", "The database is closed.");

const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });

/**
 * Opens a libSQL file (`file:/path/to.db`, `file::memory:`) with write-ahead logging. Batches run one after the other
 * and never in each other; where another process is writing, the caller waits and the process does not.
 */
export const openFileDatabase = async ({ url, durability }: LibsqlOptions): Promise<Database> => {
  const path = pathOf(url);
  const synchronous = durability === "relaxed" ? "normal" : "full";
  let connection: FileConnection | undefined;
  let connecting: Promise<FileConnection> | undefined;
  let closed = false;

  const connect = async (): Promise<FileConnection> => {
    const opened = await openFile(path);
    try {
      for (const text of [
        "pragma journal_mode = wal",
        `pragma synchronous = ${synchronous}`,
        "pragma cache_size = -65536",
        // A bulk load dirties the same pages again and again: copy them into the file less often.
        "pragma wal_autocheckpoint = 8000",
      ]) {
        opened.run({ sql: text, args: [] });
      }
      const { rows } = opened.run({ sql: "pragma foreign_keys", args: [] });
      if (rows[0]?.["foreign_keys"] !== 1) {
        throw new Error("The database has foreign keys switched off.");
      }
      return opened;
    } catch (error) {
      opened.close();
      throw toldOfFile(error);
    }
  };

  const current = async (): Promise<FileConnection> => {
    if (closed) throw isClosed();
    connecting ??= connect();
    try {
      const opened = await connecting;
      // Who closed it meanwhile had nothing to close yet.
      if (closed) {
        opened.close();
        throw isClosed();
      }
      connection = opened;
      return opened;
    } finally {
      connecting = undefined;
    }
  };

  /** Leaves a connection in which what was refused is still in progress: it would refuse every later commit. */
  const leave = (): void => {
    // A database in memory is its connection, and nobody else has it.
    if (path.endsWith(memory)) return;
    connection?.close();
    connection = undefined;
  };

  /** Does the work; again, for as long as another process holds the file. */
  const patiently = async <T>(
    work: (connection: FileConnection) => T,
    longest = patience,
  ): Promise<T> => {
    const until = performance.now() + longest;
    for (let turn = 1; ; turn += 1) {
      try {
        return work(connection ?? (await current()));
      } catch (error) {
        if (!isBusy(error)) throw error;
        if (error.statement !== undefined) leave();
        if (performance.now() >= until) throw error;
      }
      await pause(Math.min(turn, 10));
    }
  };

  await patiently(() => undefined, openingPatience);
  const write = inGroups((work) => patiently(work));
  const running = new Set<Promise<unknown>>();

  return {
    slice: fileSlice,
    read: async (statements) => {
      checkSize(statements);
      const [only] = statements;
      return patiently((file) =>
        statements.length === 1 && only !== undefined
          ? alone(file, only)
          : inBatch(file, "begin", statements),
      );
    },
    write: async (statements) => {
      checkSize(statements);
      const written = write(statements);
      running.add(written);
      try {
        return await written;
      } finally {
        running.delete(written);
      }
    },
    close: async () => {
      await Promise.allSettled(running);
      closed = true;
      connection?.close();
      connection = undefined;
    },
  };
};
