import { openHttp, parseLibsqlUrl } from "@libsql/hrana-client";

import { atMost } from "./at-most.ts";
import type { Database, Rows } from "./db.ts";
import { fileSlice, openFileDatabase } from "./file.ts";
import type { LibsqlOptions } from "./libsql-options.ts";
import { checkSize } from "./limits.ts";
import { batchOnServer, queryServer } from "./server-batch.ts";
import { serverFetch } from "./server-fetch.ts";
import { checkToken } from "./server-token.ts";
import type { Statement } from "./sql.ts";

/**
 * How many batches that write a process has at a server at once. One process gains by a few, but three processes with two
 * each brought sqld to a standstill: 2,500 jobs took 19 s with one, and were not done after a minute with two.
 */
const writersAtOnce = 1;

/** A server answers others while a batch runs. */
const serverSlice = 1000;

const isFile = (url: string): boolean => url.startsWith("file:");

/** How many batches that read are at a server at once. */
const readersAtOnce = 20;

const openServer = async ({ url, authToken, timeout }: LibsqlOptions): Promise<Database> => {
  if (authToken !== undefined) checkToken(authToken);
  const { hranaHttpUrl } = parseLibsqlUrl(url);
  if (hranaHttpUrl === undefined)
    throw new Error("A server's URL begins with libsql:, https: or http:.");
  const client = openHttp(hranaHttpUrl, authToken, serverFetch(timeout ?? 30_000));
  const run = async (
    mode: "read" | "write",
    statements: readonly Statement[],
  ): Promise<readonly Rows[]> => {
    const [only, ...others] = statements;
    return mode === "read" && only !== undefined && others.length === 0
      ? [await queryServer(client, only)]
      : batchOnServer(client, mode, statements);
  };
  try {
    // As a select: a server takes the pragma itself for a write, which a token for reading may not do.
    const [on] = await run("read", [
      { sql: "select foreign_keys from pragma_foreign_keys", args: [] },
    ]);
    if (Number(on?.rows[0]?.["foreign_keys"]) !== 1) {
      throw new Error("The database has foreign keys switched off.");
    }
  } catch (error) {
    client.close();
    throw error;
  }
  const inTurn = atMost(writersAtOnce);
  const together = atMost(readersAtOnce);
  const writing = new Set<Promise<unknown>>();
  return {
    slice: serverSlice,
    read: async (statements) => {
      checkSize(statements);
      return together(() => run("read", statements));
    },
    write: async (statements) => {
      checkSize(statements);
      const written = inTurn(() => run("write", statements));
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

/**
 * Opens a libSQL file or server. A file gets write-ahead logging; foreign keys are checked to be on. Rejects with a
 * `DatabaseError`: `failed` for a token that names no right. What is too large for a database throws `TooLarge` before
 * anything is sent.
 */
export const openLibsql = (options: LibsqlOptions): Promise<Database> =>
  isFile(options.url) ? openFileDatabase(options) : openServer(options);

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
    slice: isFile(options.url) ? fileSlice : serverSlice,
    read: async (statements) => (await database()).read(statements),
    write: async (statements) => (await database()).write(statements),
    close: async () => {
      if (opened !== undefined) await (await opened).close();
    },
  };
};
