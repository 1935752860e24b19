import { createClient, LibsqlError, type Client } from "@libsql/client";

/**
 * The portal's own small database: how far the sample data has come. It is apart from the edge's file, which only the
 * edge writes.
 */
const isBusy = (error: unknown): boolean =>
  error instanceof LibsqlError && error.code.startsWith("SQLITE_BUSY");

const prepare = async (client: Client): Promise<void> => {
  // Held until the process ends, however it ends: two portals in one folder would write over each other.
  await client.execute("PRAGMA locking_mode = EXCLUSIVE");
  await client.execute("PRAGMA journal_mode = WAL");
  // A killed process loses nothing this way; only a power cut could cost the last sign-in.
  await client.execute("PRAGMA synchronous = NORMAL");
  await client.batch(
    [
      // Sessions are the edge's by now; folders of an earlier portal have some here.
      "DROP TABLE IF EXISTS session",
      `CREATE TABLE IF NOT EXISTS sample (
        one INTEGER PRIMARY KEY CHECK (one = 1), size TEXT NOT NULL, seed INTEGER NOT NULL,
        until_at INTEGER NOT NULL, done INTEGER NOT NULL, finished INTEGER NOT NULL
      ) STRICT`,
    ],
    "write",
  );
};

/** Opens it and keeps it for this process alone. */
export const openStore = async (url: string): Promise<Client> => {
  // A second connection of our own would find the database taken as well.
  const client = createClient({ url, concurrency: 1 });
  try {
    await prepare(client);
  } catch (error) {
    client.close();
    throw isBusy(error)
      ? new Error("Another portal uses this data folder. End it, or set ENNEAD_DATA.", {
          cause: error,
        })
      : error;
  }
  return client;
};
