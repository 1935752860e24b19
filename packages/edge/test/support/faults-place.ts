import { copyFileSync, existsSync, mkdtempSync, rmSync, statSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

import { openLibsql, type Ennead, type LibsqlOptions } from "@ennead/edge";
import { createClient, type Client } from "@libsql/client";

import type { DatabaseKind } from "./databases.ts";
import { startFaultProxy, type FaultProxy } from "./faults-proxy.ts";
import { drillEdge } from "./faults-world.ts";
import { startSqld, type Sqld } from "./sqld.ts";

/** How long a worker waits for a server, in milliseconds. */
export const patience = 400;

/** A database of a drill: how its workers and its controller reach it. */
export interface DrillPlace {
  /** For workers: through the proxy, where there is one. */
  readonly options: LibsqlOptions;
  /** For the controller: straight. */
  readonly direct: LibsqlOptions;
  readonly proxy: FaultProxy | undefined;
  readonly server: Sqld | undefined;
  /** A file that stands for the world outside: ids of jobs that were delivered, a line for each time. */
  readonly outside: string;
  readonly close: () => Promise<void>;
}

const folderOf = (): string => mkdtempSync(join(tmpdir(), "ennead-drill-"));

const fileIn = (folder: string): LibsqlOptions => ({
  url: pathToFileURL(join(folder, "drill.db")).href,
  durability: "relaxed",
});

export const openDrillPlace = async (kind: DatabaseKind): Promise<DrillPlace> => {
  if (kind === "file") {
    const folder = folderOf();
    const options = fileIn(folder);
    return {
      options,
      direct: options,
      proxy: undefined,
      server: undefined,
      outside: join(folder, "outside"),
      close: () => {
        rmSync(folder, { recursive: true, force: true });
        return Promise.resolve();
      },
    };
  }
  const folder = folderOf();
  const server = await startSqld();
  const proxy = await startFaultProxy(server.port, patience);
  const authToken = server.token();
  return {
    options: { url: proxy.url, authToken, timeout: patience },
    direct: { url: server.url, authToken },
    proxy,
    server,
    outside: join(folder, "outside"),
    close: async () => {
      rmSync(folder, { recursive: true, force: true });
      await proxy.close();
      await server.close();
    },
  };
};

/** An edge of the controller's own on a database, and a client past it. */
export interface Control {
  readonly ennead: Ennead;
  readonly db: Client;
  readonly close: () => Promise<void>;
}

export const openControl = async (options: LibsqlOptions): Promise<Control> => {
  const ennead = drillEdge(await openLibsql(options), () => {}, {});
  const { url, authToken } = options;
  const db = createClient({ url, ...(authToken === undefined ? {} : { authToken }) });
  return {
    ennead,
    db,
    close: async () => {
      await ennead.close();
      db.close();
    },
  };
};

/** A copy of a file whose log lost its end: `keep` answers how many of its bytes are left. */
export const cutCopy = (
  { url }: LibsqlOptions,
  keep: (bytes: number) => number,
): DrillPlace | null => {
  const from = fileURLToPath(url);
  if (!existsSync(`${from}-wal`)) return null;
  const folder = folderOf();
  const options = fileIn(folder);
  const to = fileURLToPath(options.url);
  copyFileSync(from, to);
  copyFileSync(`${from}-wal`, `${to}-wal`);
  truncateSync(`${to}-wal`, keep(statSync(`${to}-wal`).size));
  return {
    options,
    direct: options,
    proxy: undefined,
    server: undefined,
    outside: join(folder, "outside"),
    close: () => {
      rmSync(folder, { recursive: true, force: true });
      return Promise.resolve();
    },
  };
};
