import { compile } from "@ennead/core/access";
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
  openSessions,
  provisionCompany,
  type Provisioned,
  type ProvisionInput,
  type Sessions,
} from "./access/index.ts";
import { auditRoom } from "./audit/index.ts";
import { jobRoom } from "./job/index.ts";
import type { Strategy } from "./kernel/auth/auth.ts";
import { laterWith } from "./kernel/auth/later.ts";
import { strategiesOf } from "./kernel/auth/strategies.ts";
import { unitOfWork, type CrashPoint } from "./kernel/command/unit-of-work.ts";
import type { KernelServices, RequestContext } from "./kernel/context.ts";
import { mostInMemory, usualDatasetBytes } from "./kernel/datasets/most-in-memory.ts";
import type { ReportDatabase } from "./kernel/datasets/report-database.ts";
import { residentDatasets } from "./kernel/datasets/resident-datasets.ts";
import { largeDatasets } from "./kernel/datasets/sql-datasets.ts";
import { sharedDb, type Database, type TenantDb } from "./kernel/db/db.ts";
import type { LibsqlOptions } from "./kernel/db/libsql-options.ts";
import { openLazily } from "./kernel/db/libsql.ts";
import { openScope } from "./kernel/db/scope.ts";
import { feedDrain } from "./kernel/feed/drain.ts";
import { introduceFollowers } from "./kernel/feed/roll-call.ts";
import { soon } from "./kernel/feed/soon.ts";
import { admission } from "./kernel/http/admission.ts";
import { cors } from "./kernel/http/cors.ts";
import { fixedPaths } from "./kernel/http/fixed-paths.ts";
import { peerKey } from "./kernel/http/peer.ts";
import { registerRoutes } from "./kernel/http/register-routes.ts";
import { running } from "./kernel/http/running.ts";
import { currentVersion, identity } from "./kernel/http/versioning.ts";
import type { JobAlert } from "./kernel/jobs/alerts.ts";
import { clockDifference } from "./kernel/jobs/clock-check.ts";
import { draining } from "./kernel/jobs/draining.ts";
import { jobRunner, type JobsDone } from "./kernel/jobs/job-runner.ts";
import { jobTriggers } from "./kernel/jobs/job-tables.ts";
import { kernelSweeps } from "./kernel/jobs/kernel-sweeps.ts";
import { sweeper } from "./kernel/jobs/sweeps.ts";
import { joinRooms } from "./kernel/join-rooms.ts";
import { keyRing, type Key } from "./kernel/keys/keys.ts";
import { addCounts, type SealedCount } from "./kernel/keys/sealed-values.ts";
import { limiter } from "./kernel/limits/limiter.ts";
import { ratesOf, type RateClass, type Rates } from "./kernel/limits/rates.ts";
import { cursors } from "./kernel/lists/cursor.ts";
import { silent, type Logger } from "./kernel/logger.ts";
import { mailRoom } from "./kernel/mail/mail-job.ts";
import type { Mailer } from "./kernel/mail/mailer.ts";
import { jobMetrics } from "./kernel/observe/job-metrics.ts";
import { observedDb } from "./kernel/observe/observed-db.ts";
import { registry } from "./kernel/observe/registry.ts";
import { requestMetrics } from "./kernel/observe/request-metrics.ts";
import { openapiOf } from "./kernel/openapi/openapi.ts";
import type { Room } from "./kernel/room.ts";
import type { Route } from "./kernel/route.ts";
import { rebuildDerived, verifyDerived, type Drift } from "./kernel/schema/derivation.ts";
import { checkHealth, type Health } from "./kernel/schema/health.ts";
import { kernelTables } from "./kernel/schema/kernel-tables.ts";
import { migrateDatabase } from "./kernel/schema/migrate.ts";
import { migrations } from "./kernel/schema/migrations.gen.ts";
import { roomMigrations } from "./kernel/schema/room-migrations.ts";
import { hasSchema } from "./kernel/schema/standing.ts";
import { triggersOf } from "./kernel/schema/triggers.ts";
import { databaseStorage } from "./kernel/storage/database-storage.ts";
import { filesIn } from "./kernel/storage/files.ts";
import type { Storage } from "./kernel/storage/storage.ts";
import { pivotRoom, type ReportLimitsOption, type ReportMailing } from "./pivot/index.ts";
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
  /** Secrets that sign cursors and tokens and seal what is secret, newest first. */
  readonly keys: readonly Key[];
  readonly limits?: {
    /** Milliseconds after which a request is given up; 30,000 unless given. */
    readonly timeout?: number;
    /** How much one caller may ask, by class of request; null lifts a limit. */
    readonly rates?: Partial<Rates>;
    /** Classes that are counted over all isolates, in the database; `bulk` and `run` unless given. */
    readonly durable?: readonly RateClass[];
    /** Bytes of columns kept in memory for pivots; 256 MiB unless given. */
    readonly datasets?: number;
    /** Most records of an object that is kept in memory; 2,000,000 unless given, and what fits those bytes. Reports of larger ones run in the database. */
    readonly datasetRows?: number;
    /** What reports may cost: for every company, or by a function for each. */
    readonly reports?: ReportLimitsOption;
  };
  /** Prefix of paths, for hosts that hand over whole requests. With `app.route(prefix, ennead.hono)` leave it out. */
  readonly basePath?: string;
  /** Delivers mail: `smtpMailer({ url })`. Without one, mails wait in the database until there is one. */
  readonly mailer?: Mailer;
  /** Who reports are mailed by, and where this API is for their recipients. Without it, mails of schedules wait. */
  readonly reportMailing?: ReportMailing;
  /** A database of the host with copies of large objects, which answers reports of whoever may see all of their records. */
  readonly reportDatabase?: ReportDatabase;
  /** Where results lie that are fetched later: `fileStorage(fs, folder)`. The database unless given. */
  readonly storage?: Storage;
  readonly logger?: Logger;
  /** Origins whose pages may call the API for every company, like `https://crm.example.com`; companies list their own. */
  readonly origins?: readonly string[];
  /** How many proxies of the host stand before it, each of which adds to `X-Forwarded-For`; none unless given. */
  readonly trustedHops?: number;
  /** Lets `GET /metrics` be called with `Authorization: Bearer <secret>`: at least 32 characters. */
  readonly metricsSecret?: string;
  /** Lets `POST /internal/tick` be called with `Authorization: Bearer <secret>`: at least 32 characters. */
  readonly tickSecret?: string;
  /** Given the work that goes on after a response, on hosts that would stop it: `(work) => ctx.waitUntil(work)`. */
  readonly waitUntil?: (work: Promise<unknown>) => void;
  /** Told of every job that died, once whatever the number of processes; the log is told `job-dead`. */
  readonly onAlert?: (alert: JobAlert) => void;
  /** Called at named points; only fault drills give one. */
  readonly crash?: (point: CrashPoint) => void;
}

/** What a tick has done; jobs are told by what became of their attempts. */
export interface Ticked extends JobsDone {
  /** Stored answers that were too old. */
  readonly swept: number;
  /** Set when nothing was done because `now` differs from the database's clock: milliseconds that it is ahead. */
  readonly skipped?: number;
}

/** The edge as one value. Nothing in it is global: several stand beside each other in one process. */
export interface Ennead {
  /** `ip` is the address of the connection, by which callers are limited before they have signed in. */
  readonly fetch: (
    request: Request,
    info?: { readonly ip?: string | undefined },
  ) => Response | Promise<Response>;
  /** To be mounted in a Hono app of the host: `app.route("/crm", ennead.hono)`. */
  readonly hono: Hono;
  readonly routes: readonly Route[];
  /** The OpenAPI document of an API version; `server` is where the API is mounted. */
  readonly openapi: (version?: string, server?: string) => JsonObject;
  /**
   * Does what is due at `now`, for about `budgetMs` (20,000): jobs, then sweeping. `nextAt` is when the next job is due.
   * Safe to call at any time, by several processes.
   */
  readonly tick: (now: Instant, budgetMs?: number) => Promise<Ticked>;
  /**
   * As `tick`, for whoever drives the time by the clock of his machine: skipped, and reported as `tick-skipped`, when
   * `now` differs from the clock of a database by more than 5 minutes.
   */
  readonly tickInTime: (now: Instant, budgetMs?: number) => Promise<Ticked>;
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
  /** Signs people in by a cookie, for hosts that know who they are. */
  readonly sessions: Sessions;
  /** Compares what is derived (indexed values) with what it follows from, for one company. Changes nothing. */
  readonly verify: (company: string) => Promise<readonly Drift[]>;
  /** Makes right what is derived, while the company goes on working, and answers what was wrong. */
  readonly rebuild: (company: string) => Promise<readonly Drift[]>;
  /** How many values each key of the ring has sealed, for one company. A key that has none may leave the ring. */
  readonly sealed: (company: string) => Promise<readonly SealedCount[]>;
  /** Seals with the newest key what older keys sealed, while the company goes on working, and counts again. */
  readonly reseal: (company: string) => Promise<readonly SealedCount[]>;
  readonly health: () => Promise<Health>;
  /** Takes no more requests, waits for those that run (as long as one may take), then closes the mailer and the databases. */
  readonly close: () => Promise<void>;
}

/** Milliseconds after a change until its followers are given it, together with what else happens meanwhile. */
const feedPause = 50;

/** Milliseconds that a tick takes at most, when it is not told. */
const tickBudget = 20_000;

const isTenantDb = (db: EnneadOptions["db"]): db is TenantDb => "for" in db;

/** The nine systems over HTTP, on the host's database and with the host's sign-in. Throws on rooms that do not fit. */
export const createEnnead = (options: EnneadOptions): Ennead => {
  const { clock, random, auth, logger = silent } = options;
  const metrics = registry();
  const db = observedDb(
    isTenantDb(options.db) ? options.db : sharedDb(openLazily(options.db)),
    metrics,
  );
  const rooms: readonly Room[] = [
    recordRoom(
      options.objectDefinitions === undefined
        ? {}
        : { objectDefinitions: options.objectDefinitions },
    ),
    accessRoom({
      objects: () => joined.objects,
      permissions: () => new Set(joined.permissions),
      random,
    }),
    pivotRoom({
      clock,
      limits: options.limits?.reports,
      mailer: options.mailer,
      mailing: options.reportMailing,
    }),
    auditRoom(),
    jobRoom({ kinds: () => new Set(joined.jobs.map(({ spec }) => spec.kind)) }),
    ...(options.mailer === undefined ? [] : [mailRoom(options.mailer)]),
    ...(options.rooms ?? []),
  ];
  const joined = joinRooms(rooms);
  const requests = running();
  const later = laterWith({
    enter: requests.enter,
    waitUntil: options.waitUntil ?? (() => {}),
    failed: (error) => logger("warn", "later", { error: String(error) }),
  });
  const keys = keyRing(options.keys, random);
  const strategies = strategiesOf(rooms, auth, { db, random, keys, later });
  const files = filesIn(options.storage ?? databaseStorage());
  const timeout = options.limits?.timeout ?? 30_000;
  const tables = [...kernelTables, ...joined.tables];
  const schema = {
    migrations: [...migrations, ...roomMigrations(rooms)],
    tables,
    triggers: [...triggersOf(tables), ...jobTriggers],
  };
  const drain = draining({
    work: (database) => deliver(database, clock(), tickBudget),
    enter: requests.enter,
    waitUntil: options.waitUntil ?? (() => {}),
    failed: (error) => logger("error", "drain", { error: String(error) }),
  });
  const feed = feedDrain({ follows: joined.follows, clock, random });
  const drainSoon = soon({
    work: drain,
    delay: feedPause,
    waitUntil: options.waitUntil ?? (() => {}),
  });
  const nameState = (state: string): Promise<string> => keys.sign("dataset", state);
  const ports = (): typeof joined.ports => joined.ports;
  const { datasets: datasetBytes = usualDatasetBytes, datasetRows } = options.limits ?? {};
  const datasets = residentDatasets({ nameState, ports, budget: datasetBytes });
  const services: KernelServices = {
    uow: unitOfWork({
      crash: options.crash,
      enqueued: drain,
      changed: drainSoon.ask,
      isMigrated: (database) => hasSchema(database, schema),
    }),
    keys,
    cursors: cursors(keys),
    datasets,
    largeDatasets: largeDatasets({
      ports,
      datasets,
      nameState,
      most: mostInMemory(datasetBytes, datasetRows),
      host: options.reportDatabase,
    }),
    files,
    logger,
    ports: joined.ports,
  };
  const health = (): Promise<Health> => checkHealth(db, schema);
  const openapi = (version = currentVersion, server = "/"): JsonObject => {
    if (version !== currentVersion) throw new Error(`There is no API version ${version}.`);
    return openapiOf(joined.routes, strategies, server);
  };

  const rates = ratesOf(options.limits?.rates);
  const requestCounts = requestMetrics(metrics, requests.count);
  metrics.gauge(
    { name: "ennead_datasets_bytes", help: "About how many bytes of columns are in memory." },
    () => Promise.resolve([{ labels: [], value: services.datasets.bytes() }]),
  );
  jobMetrics(metrics, { db, kinds: joined.jobs.map(({ spec }) => spec.kind), clock });

  // Paths are compared as they read once decoded, so the prefix is too.
  const basePath = options.basePath === undefined ? undefined : decodeURI(options.basePath);
  const hono = basePath === undefined ? new Hono() : new Hono().basePath(basePath);
  registerRoutes(
    hono,
    {
      routes: joined.routes,
      strategies,
      db,
      services,
      clock,
      random,
      convert: identity,
      timeout,
      running: requests,
      admission: admission({
        limiter: limiter(rates),
        rates,
        durable: options.limits?.durable ?? ["bulk", "run"],
        metrics: requestCounts,
      }),
      cors: cors({ origins: options.origins ?? [], port: () => joined.ports.origins, db }),
      metrics: requestCounts,
      trustedHops: options.trustedHops ?? 0,
    },
    fixedPaths({
      openapi,
      random,
      health,
      tick: () => tickInTime(clock()),
      tickSecret: options.tickSecret,
      metrics: metrics.text,
      metricsSecret: options.metricsSecret,
    }),
  );

  /** The context of an act that no person asked for over HTTP. */
  const systemContext = (
    company: CompanyId,
    database: Database,
    { route, now, signal }: { route: string; now: Instant; signal: AbortSignal },
  ): RequestContext => ({
    scope: openScope(company, database),
    company,
    principal: { company, actor: "system" as UserId, kind: "job", stamp: 0 },
    actorLabel: "System",
    model: compile({ company, objects: {}, sets: [], users: [] }),
    now,
    random,
    requestId: uuidv7(now, random),
    signal,
    route,
    apiVersion: currentVersion,
    services,
  });

  const sessions = openSessions({
    db,
    clock,
    contextOf: async (company, route) =>
      systemContext(company, await db.for(company), {
        route,
        now: clock(),
        signal: new AbortController().signal,
      }),
  });

  /** The context of an act of the operator. */
  const operating = async (company: string, route: string): Promise<RequestContext> =>
    systemContext(company as CompanyId, await db.for(company as CompanyId), {
      route,
      now: clock(),
      signal: new AbortController().signal,
    });

  const countSealed = async ({ scope }: RequestContext): Promise<readonly SealedCount[]> =>
    addCounts((await Promise.all(joined.sealed.map(({ count }) => count(scope)))).flat());

  const jobs = jobRunner({
    kinds: joined.jobs,
    contextOf: systemContext,
    clock,
    random,
    logger,
    crash: options.crash ?? (() => {}),
    ...(options.onAlert === undefined ? {} : { onAlert: options.onAlert }),
  });

  /** Gives followers what happened, then does what is due; neither keeps the other from being done. */
  const deliver = async (database: Database, now: Instant, budget: number): Promise<JobsDone> => {
    const start = clock();
    try {
      await feed.work(database, now, budget / 2);
    } catch (error) {
      logger("error", "feed", { error: String(error) });
    }
    return jobs.work(database, now, Math.max(budget - (clock() - start), 0));
  };

  const sweep = sweeper(
    [...kernelSweeps, files.sweep, ...rooms.flatMap(({ sweeps = [] }) => sweeps)],
    logger,
  );

  const tick = async (now: Instant, budgetMs = tickBudget): Promise<Ticked> => {
    const leave = requests.enter();
    let all: Ticked = { ran: 0, failed: 0, dead: 0, nextAt: null, swept: 0 };
    if (leave === null) return all;
    try {
      const end = clock() + budgetMs;
      for await (const database of db.all()) {
        await jobs.plan(database, now);
        const done = await deliver(database, now, Math.max(end - clock(), 0));
        const swept = await sweep(database, now, () => clock() >= end);
        const times = [all.nextAt, done.nextAt].filter((at) => at !== null);
        all = {
          ran: all.ran + done.ran,
          failed: all.failed + done.failed,
          dead: all.dead + done.dead,
          nextAt: times.length === 0 ? null : Math.min(...times),
          swept: all.swept + swept,
        };
      }
      return all;
    } finally {
      leave();
    }
  };

  const tickInTime: Ennead["tickInTime"] = async (now, budgetMs) => {
    for await (const database of db.all()) {
      const skipped = await clockDifference(database, now);
      if (skipped === null) continue;
      logger("error", "tick-skipped", { ahead: skipped });
      return { ran: 0, failed: 0, dead: 0, nextAt: null, swept: 0, skipped };
    }
    return tick(now, budgetMs);
  };

  return {
    fetch: (request, { ip } = {}) => hono.fetch(request, { [peerKey]: ip }),
    hono,
    routes: joined.routes,
    openapi,
    tick,
    tickInTime,
    migrate: async () => {
      for await (const database of db.all()) {
        await migrateDatabase(database, {
          ...schema,
          now: clock(),
          ...(options.crash === undefined ? {} : { crash: options.crash }),
        });
        await introduceFollowers(database, joined.follows);
      }
    },
    provision: async (company, input) =>
      provisionCompany(
        systemContext(company as CompanyId, await db.for(company as CompanyId), {
          route: "access.provision",
          now: clock(),
          signal: new AbortController().signal,
        }),
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
    sessions,
    sealed: async (company) => countSealed(await operating(company, "kernel.sealed")),
    reseal: async (company) => {
      const context = await operating(company, "kernel.reseal");
      for (const values of joined.sealed) await values.reseal(context);
      return countSealed(context);
    },
    verify: async (company) =>
      verifyDerived(await db.for(company as CompanyId), company as CompanyId, joined.derivations),
    rebuild: async (company) =>
      rebuildDerived(await db.for(company as CompanyId), company as CompanyId, joined.derivations),
    health,
    close: async () => {
      drainSoon.close();
      await requests.close(timeout);
      await options.mailer?.close?.();
      await db.close();
    },
  };
};
