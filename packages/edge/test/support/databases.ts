import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

import type { LibsqlOptions, Statement } from "@ennead/edge";

import { hasSqld, startSqld } from "./sqld.ts";

/** What a database lives on: a file, or the real server. */
export type DatabaseKind = "file" | "sqld";

/** For `describe.each`: what holds on a file holds on the server. */
export const databases: readonly DatabaseKind[] = hasSqld ? ["file", "sqld"] : ["file"];
if (!hasSqld) console.warn("sqld is a binary for Linux on x64: its half of the suite is left out.");

/** A fresh database, and how to take it away. */
export interface Place {
  readonly options: LibsqlOptions;
  readonly close: () => Promise<void>;
}

export const openPlace = async (kind: DatabaseKind): Promise<Place> => {
  if (kind === "sqld") {
    const server = await startSqld();
    return {
      options: { url: server.url, authToken: server.token() },
      close: server.close,
    };
  }
  const folder = mkdtempSync(join(tmpdir(), "ennead-"));
  const { href } = pathToFileURL(join(folder, "test.db"));
  return {
    options: { url: href, durability: "relaxed" },
    close: () => {
      rmSync(folder, { recursive: true, force: true });
      return Promise.resolve();
    },
  };
};

/** Whether a batch is that of a command, not of the feed or of jobs, which go on by themselves. */
export const isCommand = (statements: readonly Statement[]): boolean =>
  statements.some(({ sql }) => /insert into audit_event|update access_stamp/.test(sql));
