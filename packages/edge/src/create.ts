import type { Principal } from "@ennead/core/access";
import {
  uuidv7,
  type Clock,
  type CompanyId,
  type Fault,
  type Instant,
  type JsonObject,
  type RandomBytes,
  type Result,
  type UserId,
} from "@ennead/core/kernel";
import type { ObjectDefinition, ObjectExtension } from "@ennead/core/record";
import { Hono } from "hono";

import {
  accessRoom,
  provisionCompany,
  type Provisioned,
  type ProvisionInput,
} from "./access/index.ts";
import type { Strategy } from "./kernel/auth.ts";
import type { KernelServices, RequestContext } from "./kernel/context.ts";
import { cursors } from "./kernel/cursor.ts";
import { sharedDb, type TenantDb } from "./kernel/db.ts";
import { rebuildDerived, verifyDerived, type Drift } from "./kernel/derivation.ts";
import { checkHealth, type Health } from "./kernel/health.ts";
import { registerRoutes } from "./kernel/http.ts";
import { sweepAnswers, sweptAtOnce } from "./kernel/idempotency.ts";
import { joinRooms } from "./kernel/join-rooms.ts";
import { kernelTables } from "./kernel/kernel-tables.ts";
import { keyRing, type Key } from "./kernel/keys.ts";
import { openLazily, type LibsqlOptions } from "./kernel/libsql.ts";
import { silent, type Logger } from "./kernel/logger.ts";
import { migrateDatabase } from "./kernel/migrate.ts";
import { migrations } from "./kernel/migrations.gen.ts";
import { openapiOf } from "./kernel/openapi.ts";
import { answerReference, referencePath } from "./kernel/reference.ts";
import { residentDatasets } from "./kernel/resident-datasets.ts";
import type { Room } from "./kernel/room.ts";
import type { Route } from "./kernel/route.ts";
import { running } from "./kernel/running.ts";
import { openScope } from "./kernel/scope.ts";
import { triggersOf } from "./kernel/triggers.ts";
import { unitOfWork, type CrashPoint } from "./kernel/unit-of-work.ts";
import { currentVersion, identity } from "./kernel/versioning.ts";
import { pivotRoom } from "./pivot/index.ts";
import { recordRoom } from "./record/index.ts";

export interface EnneadOptions {
  /** An opened database, or where to find one. */
  readonly db: TenantDb | LibsqlOptions;
  /** Ways to sign in, asked in order. */
  readonly auth: readonly Strategy[];
  /** Rooms of the host, beside those of the package. */
  readonly rooms?: readonly Room[];
  /** Objects and fields of the host, beside the standard ones. */
  readonly objectDefinitions?: readonly (ObjectDefinition | ObjectExtension)[];
  readonly clock: Clock;
  /** Cryptographic randomness: `(count) => crypto.getRandomValues(new Uint8Array(count))`. */
  readonly random: RandomBytes;
  /** Secrets that sign cursors, newest first. */
  readonly keys: readonly Key[];
  readonly limits?: {
    /** Milliseconds after which a request is given up; 30,000 unless given. */
    readonly timeout?: number;
    /** Bytes of columns kept in memory for pivots; 256 MiB unless given. */
    readonly datasets?: number;
  };
  /** Prefix of paths, for hosts that hand over whole requests. With `app.route(prefix, ennead.hono)` leave it out. */
  readonly basePath?: string;
  readonly logger?: Logger;
  /** Called at named points; only fault drills give one. */
  readonly crash?: (point: CrashPoint) => void;
}

/** The edge as one value. Nothing in it is global: several stand beside each other in one process. */
export interface Ennead {
  readonly fetch: (request: Request) => Response | Promise<Response>;
  /** To be mounted in a Hono app of the host: `app.route("/crm", ennead.hono)`. */
  readonly hono: Hono;
  readonly routes: readonly Route[];
  /** The OpenAPI document of an API version; `server` is where the API is mounted. */
  readonly openapi: (version?: string, server?: string) => JsonObject;
  /** Does what is due, for about `budgetMs`: sweeps stored answers. Safe to call at any time, by several processes. */
  readonly tick: (now: Instant, budgetMs?: number) => Promise<{ readonly swept: number }>;
  /** Brings every database to the present schema. To be awaited before the first request. */
  readonly migrate: () => Promise<void>;
  /**
   * Makes a company with its permission sets and first users; it has no route, because nobody is there to ask.
   * `company` is a UUID of the host's choice. Faults: `access/bad-company-id`, `access/company-exists`,
   * `access/last-admin`, and those of the input with paths into it.
   */
  readonly provision: (
    company: string,
    input: ProvisionInput,
  ) => Promise<Result<Provisioned, readonly Fault[]>>;
  /** Compares what is derived (indexed values) with what it follows from, for one company. Changes nothing. */
  readonly verify: (company: string) => Promise<readonly Drift[]>;
  /** Makes right what is derived, while the company goes on working, and answers what was wrong. */
  readonly rebuild: (company: string) => Promise<readonly Drift[]>;
  readonly health: () => Promise<Health>;
  /** Takes no more requests, waits for those that run (as long as one may take), then closes the databases. */
  readonly close: () => Promise<void>;
}

const isTenantDb = (db: EnneadOptions["db"]): db is TenantDb => "for" in db;

const json = (status: number, body: unknown): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: {
      "content-type": "application/json",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });

/** The nine systems over HTTP, on the host's database and with the host's sign-in. Throws on rooms that do not fit. */
export const createEnnead = (options: EnneadOptions): Ennead => {
  const { clock, random, auth, logger = silent } = options;
  const db = isTenantDb(options.db) ? options.db : sharedDb(openLazily(options.db));
  const rooms: readonly Room[] = [
    recordRoom(
      options.objectDefinitions === undefined
        ? {}
        : { objectDefinitions: options.objectDefinitions },
    ),
    accessRoom({ objects: () => joined.objects, permissions: () => new Set(joined.permissions) }),
    pivotRoom(),
    ...(options.rooms ?? []),
  ];
  const joined = joinRooms(rooms);
  const requests = running();
  const keys = keyRing(options.keys);
  const timeout = options.limits?.timeout ?? 30_000;
  const triggers = triggersOf(joined.tables);
  const services: KernelServices = {
    uow: unitOfWork(options.crash),
    cursors: cursors(keys),
    datasets: residentDatasets({
      nameState: (state) => keys.sign("dataset", state),
      ports: () => joined.ports,
      ...(options.limits?.datasets === undefined ? {} : { budget: options.limits.datasets }),
    }),
    logger,
    ports: joined.ports,
  };
  const health = (): Promise<Health> => checkHealth(db, migrations, triggers);
  const openapi = (version = currentVersion, server = "/"): JsonObject => {
    if (version !== currentVersion) throw new Error(`There is no API version ${version}.`);
    return openapiOf(joined.routes, auth, server);
  };

  // Paths are compared as they read once decoded, so the prefix is too.
  const basePath = options.basePath === undefined ? undefined : decodeURI(options.basePath);
  const hono = basePath === undefined ? new Hono() : new Hono().basePath(basePath);
  let document: JsonObject | undefined;
  for (const path of ["/openapi.json", "/api/openapi.json"]) {
    hono.get(path, (c) => {
      const { pathname } = new URL(c.req.url);
      document ??= openapi();
      return json(200, { ...document, servers: [{ url: pathname.slice(0, -path.length) || "/" }] });
    });
  }
  hono.get(referencePath, (c) => answerReference(c.req.url, (document ??= openapi()), random));
  hono.get("/healthz", () => json(200, { status: "ok" }));
  hono.get("/readyz", async () => {
    const told = await health();
    return json(told.ready ? 200 : 503, told);
  });
  registerRoutes(hono, {
    routes: joined.routes,
    strategies: auth,
    db,
    services,
    clock,
    random,
    convert: identity,
    timeout,
    running: requests,
  });

  /** The context of an act that no person asked for over HTTP. */
  const systemContext = async (company: CompanyId, route: string): Promise<RequestContext> => {
    const now = clock();
    const principal: Principal = {
      company,
      actor: "system" as UserId,
      kind: "job",
      stamp: 0,
    };
    return {
      scope: openScope(company, await db.for(company)),
      company,
      principal,
      actorLabel: "System",
      model: { company, objects: new Map(), users: new Map(), denies: [] },
      now,
      random,
      requestId: uuidv7(now, random),
      signal: new AbortController().signal,
      route,
      apiVersion: currentVersion,
      services,
    };
  };

  return {
    fetch: (request) => hono.fetch(request),
    hono,
    routes: joined.routes,
    openapi,
    tick: async (now, budgetMs = 10_000) => {
      const end = clock() + budgetMs;
      let swept = 0;
      for await (const database of db.all()) {
        for (;;) {
          const gone = await sweepAnswers(database, now);
          swept += gone;
          if (gone < sweptAtOnce || clock() >= end) break;
        }
      }
      return { swept };
    },
    migrate: async () => {
      const known = [...kernelTables, ...joined.tables];
      for await (const database of db.all()) {
        await migrateDatabase(database, { migrations, triggers, tables: known, now: clock() });
      }
    },
    provision: async (company, input) =>
      provisionCompany(
        await systemContext(company as CompanyId, "access.provision"),
        {
          objects: Object.fromEntries(
            joined.objects.map(({ name, defaultAccess, fields }) => [
              name,
              { default: defaultAccess, fields: fields.map((field) => field.name) },
            ]),
          ),
          permissions: new Set(joined.permissions),
        },
        input,
      ),
    verify: async (company) =>
      verifyDerived(await db.for(company as CompanyId), company as CompanyId, joined.derivations),
    rebuild: async (company) =>
      rebuildDerived(await db.for(company as CompanyId), company as CompanyId, joined.derivations),
    health,
    close: async () => {
      await requests.close(timeout);
      await db.close();
    },
  };
};
