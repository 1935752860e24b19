import { join } from "node:path";
import { pathToFileURL } from "node:url";

import type { Instant } from "@ennead/core/kernel";
import {
  createEnnead,
  hs256Bearer,
  minuteDriver,
  openLibsql,
  sharedDb,
  signInLimit,
  type Ennead,
  type EnneadOptions,
  type Strategy,
} from "@ennead/edge";

import { deal } from "../data/deal.ts";
import type { SampleSize } from "../data/plan.ts";
import { demoRoutes } from "./demo.ts";
import { openKeys } from "./keys.ts";
import { openPages } from "./pages.ts";
import { provision } from "./provision.ts";
import { prepareSample } from "./sample.ts";
import { openStore } from "./store.ts";

export interface PortalOptions {
  /** Databases and keys live here. */
  readonly folder: string;
  /** The built pages, and the plain page beside them. */
  readonly pages: { readonly portal: string; readonly plain: string };
  readonly size: SampleSize;
  readonly clock: () => Instant;
  readonly random: (count: number) => Uint8Array;
  readonly log: (line: string) => void;
}

export interface Portal {
  /** `ip` is the address of the connection, by which attempts to sign in are limited. */
  readonly fetch: (request: Request, ip?: string) => Response | Promise<Response>;
  /** Begins to write the sample data, in the background. */
  readonly start: () => void;
  /** Ends what runs in the background. */
  readonly stop: () => Promise<void>;
  /** Closes the databases. */
  readonly close: () => Promise<void>;
}

/** Paths that belong to the edge. */
const isApi = (path: string): boolean =>
  path === "/api" ||
  path.startsWith("/api/") ||
  path.startsWith("/internal/") ||
  ["/openapi.json", "/healthz", "/readyz", "/metrics"].includes(path);

/** The host portal as one value: the edge's API, the demo sign-in and the pages behind one `fetch`. */
export const openPortal = async (options: PortalOptions): Promise<Portal> => {
  const { folder, clock, random, log, size } = options;
  const keys = openKeys(folder, random);
  const url = (name: string): string => pathToFileURL(join(folder, name)).href;
  const store = await openStore(url("portal.db"));
  const file = await openLibsql({ url: url("ennead.db"), durability: "relaxed" });
  const database = sharedDb(file);
  const bearer = hs256Bearer({ secret: keys.token.secret });
  const open = (
    time: () => Instant,
    auth: readonly Strategy[],
    limits: EnneadOptions["limits"] = {},
  ): Ennead =>
    createEnnead({
      db: database,
      auth,
      limits,
      objectDefinitions: [deal],
      clock: time,
      random,
      keys: [keys.ring],
    });
  const ennead = open(clock, [bearer]);
  await ennead.migrate();
  await provision(ennead);
  const sample = await prepareSample({
    store,
    size,
    now: clock(),
    // Two years of work in some seconds.
    open: (time, auth) => open(time, [auth], { rates: { bulk: null, read: null, write: null } }),
    log,
  });
  const demo = demoRoutes({
    sessions: ennead.sessions,
    // There is nothing to guess here, so many may sign in at once; whoever goes on with a wrong name has to wait.
    attempts: signInLimit(file, { address: { quota: 300, window: 600_000 }, free: 40 }),
    tokenSecret: keys.token.secret,
    clock,
    progress: sample.progress,
  });
  const plain = openPages({ folder: options.pages.plain, prefix: "/host-html", random });
  let stopTime: (() => Promise<void>) | undefined;
  const pages = openPages({ folder: options.pages.portal, random });

  return {
    fetch: (request, ip) => {
      const path = new URL(request.url).pathname;
      if (isApi(path)) return ennead.fetch(request, ip === undefined ? {} : { ip });
      if (path.startsWith("/demo/")) return demo.fetch(request, { ip });
      return plain(request) ?? pages(request) ?? new Response("Not found\n", { status: 404 });
    },
    start: () => {
      sample.start();
      stopTime = minuteDriver({
        // What is due waits while the sample data may still be sent a second time after a crash.
        tick: (now) =>
          sample.progress().state === "done"
            ? ennead.tickInTime(now)
            : Promise.resolve({ nextAt: null }),
        clock,
        failed: (error) => log(`What was due could not be done: ${String(error)}`),
      });
    },
    stop: async () => {
      await stopTime?.();
      await sample.stop();
    },
    close: async () => {
      await ennead.close();
      store.close();
    },
  };
};
