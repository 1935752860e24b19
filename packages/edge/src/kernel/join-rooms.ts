import type { Follow } from "./feed/follow.ts";
import type { JobKind } from "./jobs/job-kind.ts";
import { kernelSealed } from "./keys/kernel-sealed.ts";
import type { SealedValues } from "./keys/sealed-values.ts";
import type { Ports, RecordSource } from "./ports.ts";
import type { AccessObject, Room } from "./room.ts";
import type { Route } from "./route.ts";
import type { Derivation } from "./schema/derivation.ts";
import { nameOf, type TableClass } from "./schema/tables.ts";

/** The rooms as one: what the rest of the kernel works with. */
export interface Joined {
  readonly routes: readonly Route[];
  readonly tables: readonly TableClass[];
  readonly derivations: readonly Derivation[];
  readonly sealed: readonly SealedValues[];
  readonly objects: readonly AccessObject[];
  readonly permissions: readonly string[];
  readonly jobs: readonly JobKind[];
  readonly follows: readonly Follow[];
  readonly ports: Ports;
}

const fail = (message: string): never => {
  throw new Error(`The rooms do not fit together: ${message}`);
};

const once = <T>(what: string, items: readonly T[], keyOf: (item: T) => string): void => {
  const seen = new Set<string>();
  for (const item of items) {
    const name = keyOf(item);
    if (seen.has(name)) fail(`${what} ${name} is there twice.`);
    seen.add(name);
  }
};

const checkRoute = (route: Route, permissions: ReadonlySet<string>): void => {
  const { id, path, permission, limits, idempotency, method } = route;
  if (permission === undefined) fail(`route ${id} has no permission.`);
  if (limits === undefined) fail(`route ${id} has no limits.`);
  if (!path.startsWith("/api/")) fail(`route ${id} is not beneath /api.`);
  if (typeof permission === "object" && "system" in permission) {
    if (!permissions.has(permission.system)) {
      fail(`route ${id} asks for ${permission.system}, which no room declares.`);
    }
  }
  if (limits === "bulk" && idempotency !== "required") {
    fail(`bulk route ${id} must ask for an Idempotency-Key.`);
  }
  if (method === "GET" && idempotency !== undefined) fail(`route ${id} changes nothing.`);
};

/**
 * Joins the rooms and refuses, at start, whatever would fail later: a port needed and not given or given twice, two
 * routes of one id or path, a kind of job with two owners, a route without permission or limits, an object with two owners, a derived table that
 * nobody can rebuild.
 */
export const joinRooms = (rooms: readonly Room[]): Joined => {
  once("room", rooms, ({ name }) => name);
  const routes = rooms.flatMap((room) => room.routes);
  once("route", routes, ({ id }) => id);
  once("route", routes, ({ method, path }) => `${method} ${path.replaceAll(/\{\w+\}/g, "{}")}`);
  const permissions = rooms.flatMap((room) => room.permissions ?? []);
  once("permission", permissions, (name) => name);
  for (const route of routes) checkRoute(route, new Set(permissions));
  const objects = rooms.flatMap((room) => room.objects ?? []);
  once("object", objects, ({ name }) => name);
  const jobs = rooms.flatMap((room) => room.jobs ?? []);
  once("job", jobs, ({ spec }) => spec.kind);
  const follows = rooms.flatMap((room) => room.follows ?? []);
  once("follower", follows, ({ name }) => name);
  for (const room of rooms) {
    for (const { name, job } of room.follows ?? []) {
      if (room.jobs?.some(({ spec }) => spec.kind === job.kind) !== true) {
        fail(`follower ${name} is given jobs ${job.kind}, which ${room.name} does not do.`);
      }
    }
  }

  const tables = rooms.flatMap((room) => room.tables);
  const derivations = rooms.flatMap((room) => room.derivations ?? []);
  once("derivation", derivations, ({ table }) => table);
  once("table", tables, nameOf);
  for (const one of tables) {
    const name = nameOf(one);
    if (one.kind === "derived" && !derivations.some(({ table }) => table === name)) {
      fail(`nothing says what the derived table ${name} follows from.`);
    }
    if (one.kind === "search" && !jobs.some(({ spec }) => spec.kind === one.refill.kind)) {
      fail(`no room does ${one.refill.kind}, which fills the search table ${name}.`);
    }
  }

  const given: Partial<Record<string, unknown>> = {};
  let ports: Ports | undefined;
  const deps = (): Ports => ports ?? fail("a port was used while rooms were being joined.");
  for (const room of rooms) {
    for (const [name, port] of Object.entries(room.gives?.(deps) ?? {})) {
      if (given[name] !== undefined) fail(`port ${name} is given twice.`);
      given[name] = port;
    }
  }
  for (const room of rooms) {
    for (const need of room.needs ?? []) {
      if (given[need] === undefined) fail(`${room.name} needs port ${need}, which no room gives.`);
    }
  }
  if (given["directory"] === undefined) fail("no room gives port directory.");
  const sources: readonly ((object: string) => RecordSource | null)[] = rooms.flatMap((room) =>
    room.sources === undefined ? [] : [room.sources(deps)],
  );
  const shared = new Map(rooms.flatMap((room) => Object.entries(room.shared ?? {})));
  ports = {
    ...(given as unknown as Ports),
    shared: (object) => shared.get(object) ?? null,
    source: (object) => {
      for (const find of sources) {
        const found = find(object);
        if (found !== null) return found;
      }
      return null;
    },
  };
  return {
    routes,
    tables,
    derivations,
    sealed: [kernelSealed, ...rooms.flatMap((room) => room.sealed ?? [])],
    objects,
    permissions,
    jobs,
    follows,
    ports,
  };
};
