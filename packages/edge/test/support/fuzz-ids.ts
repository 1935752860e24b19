import { uuidv7 } from "@ennead/core/kernel";

import type { Route } from "../../src/kernel/index.ts";
import { keyRing } from "../../src/kernel/keys/keys.ts";
import { secret, type Edge, type Person } from "./edge.ts";
import { chanceOf } from "./fuzz-random.ts";
import { fitting, type Named, type Shape } from "./fuzz-schema.ts";

/** A report that core takes. */
export const goodSpec = {
  version: 1,
  source: "visit",
  rows: [{ name: "mood", field: "mood" }],
  cols: [],
  values: [{ name: "n", agg: "records" }],
};

let count = 0;

/** Fills what a schema alone does not tell: fields of records, specs of reports, addresses that nobody has. */
export const namedValues =
  (ids: (kind: "user" | "set") => string): Named =>
  (name, { type }) => {
    count += 1;
    switch (name) {
      case "fields":
        return type === "custom" ? { value: { subject: `Private ${count}` } } : null;
      case "spec":
        return { value: goodSpec };
      // The measure of that report, and its total.
      case "value":
        return type === "string" ? { value: "n" } : null;
      case "row":
      case "col":
        return { value: [] };
      case "rule":
        return {
          value: { every: "week", on: [1], at: "08:00", timeZone: "Europe/Berlin" },
        };
      case "recipients":
        return { value: [ids("user")].filter((id) => id !== "") };
      case "condition":
        return { value: { value: "n", op: ">", than: 1 } };
      case "email":
        return { value: `private-${count}@ours.example` };
      case "externalId":
        return { value: `private-${count}` };
      case "name":
        return { value: `Private ${count}` };
      case "timeZone":
        return { value: "Europe/Berlin" };
      // Folders are optional, and one that is named must be there.
      case "folderId":
      case "parentId":
        return { value: null };
      case "to":
      case "who":
        return { value: ids("user") === "" ? "company" : `user:${ids("user")}` };
      case "shares":
        return {
          value: ids("user") === "" ? [] : [{ to: `user:${ids("user")}`, access: "read" }],
        };
      case "members":
        return { value: [ids("user")].filter((id) => id !== "").map((id) => `user:${id}`) };
      case "object":
        return { value: "visit" };
      case "recordId":
        return { value: null };
      case "ownerId":
      case "managerId":
      case "userId":
        return { value: ids("user") };
      case "sets":
        return { value: [ids("set")].filter((id) => id !== "") };
      case "objects":
        return { value: { visit: ["read"] } };
      case "scopes":
        return { value: ["read"] };
      case "expiresAt":
        return { value: "2026-08-01T00:00:00Z" };
      case "defaults":
        return { value: { visit: "read" } };
      default:
        return null;
    }
  };

/** The places of a path that its parameters name: `/api/records/{object}`, `/api/records/{object}/{id}`. */
const placesOf = (path: string): readonly string[] => {
  const parts = path.split("/");
  return parts.flatMap((part, at) =>
    part.startsWith("{") ? [parts.slice(0, at + 1).join("/")] : [],
  );
};

/** Parameters that are words of the host and not ids: they name nothing of one company. */
const words: Readonly<Record<string, string>> = {
  "/api/records/{object}": "visit",
  "/api/access/defaults/{object}": "visit",
  "/api/access/shares/{object}": "visit",
  "/api/access/explain/{object}": "visit",
  "/api/access/who-can-see/{object}": "visit",
  "/api/audit/entities/{entity}": "visit",
};

/** Whether a path names something that belongs to one company. */
export const namesOurs = (path: string): boolean =>
  placesOf(path).some((place) => words[place] === undefined);

const filled = (path: string, ids: Readonly<Record<string, string>>): string =>
  placesOf(path).reduce(
    (text, place) => text.replace(/\{\w+\}/, encodeURIComponent(ids[place] ?? words[place] ?? "")),
    path,
  );

/** The path with this in place of every id. */
export const withId = (path: string, id: string): string =>
  filled(path, Object.fromEntries(placesOf(path).map((place) => [place, words[place] ?? id])));

/** What a route asks for in its query and cannot do without. */
export const neededQuery = ({ query }: Route): string => {
  const { entries = {} } = (query ?? {}) as unknown as Shape;
  const pairs = Object.entries(entries).flatMap(([name, shape]) =>
    /optional|nullish/.test(shape.type)
      ? []
      : [`${name}=${encodeURIComponent(String(fitting(shape, chanceOf(1), () => null, name)))}`],
  );
  return pairs.length === 0 ? "" : `?${pairs.join("&")}`;
};

/**
 * How something is made that a place names, where posting an example to its collection would not do. `ids` are those of
 * the places before it.
 */
type Maker = (
  edge: Edge,
  as: Person,
  route: Route,
  ids: Readonly<Record<string, string>>,
) => Promise<string>;

/** Sessions are begun by the host: nobody can post one. */
const session: Maker = async (edge, as) => {
  const whom = { company: as === "stranger" ? edge.theirs : edge.ours, user: edge.users[as] };
  await edge.ennead.sessions.begin(whom, new Request("https://ennead.example/"));
  const list = await edge.send(as, "GET", "/api/access/sessions?limit=1");
  const [newest] = list.body["items"] as { readonly id: string }[];
  return newest?.id ?? "";
};

/** Jobs follow from changes: here one stands in the database, as the route wants it, and is due in a far future. */
const job: Maker = async ({ db, ours, theirs, users, time }, as, { path }) => {
  const id = uuidv7(time.now, (size) => crypto.getRandomValues(new Uint8Array(size)));
  await db.execute({
    sql: `insert into job(company_id, id, kind, priority, run_at, state, payload, created_at, actor, alerted_at)
      values (?, ?, 'private.work', 0, ?, ?, '{}', ?, ?, 1)`,
    args: [
      as === "stranger" ? theirs : ours,
      id,
      time.now + 1e11,
      path.endsWith("/retry") ? 2 : 0,
      time.now,
      users[as],
    ],
  });
  return id;
};

const randomBytes = (size: number): Uint8Array<ArrayBuffer> =>
  crypto.getRandomValues(new Uint8Array(size));

/** A record to be shared, or asked about. */
const record: Maker = (edge, as, route) =>
  posted("/api/records/{object}/{id}")(edge, as, route, {});

/** Files follow from jobs and mails: here one stands in the database, whole, with the rights of now. */
const stored =
  (purpose: string): Maker =>
  async ({ db, ours, theirs, users, time }, as) => {
    const id = uuidv7(time.now, (size) => crypto.getRandomValues(new Uint8Array(size)));
    const company = as === "stranger" ? theirs : ours;
    await db.batch([
      {
        sql: `insert into stored_file(company_id, id, purpose, owner, name, media, facts, bytes, created_at, expires_at)
          values (?, ?, ?, ?, 'Made.csv', 'application/octet-stream',
            json_object('report', null, 'scopes', null, 'stamp', coalesce((select stamp from access_stamp where company_id = ?), 0)),
            3, ?, ?)`,
        args: [company, id, purpose, users[as], company, time.now, time.now + 1e9],
      },
      {
        sql: "insert into stored_piece(company_id, file_id, no, bytes) values (?, ?, 0, x'010203')",
        args: [company, id],
      },
    ]);
    return id;
  };

/** A mail of which nobody knows whether it has arrived. */
const delivery: Maker = async ({ db, ours, theirs, users, time }, as, _route, ids) => {
  const id = uuidv7(time.now, (size) => crypto.getRandomValues(new Uint8Array(size)));
  await db.execute({
    sql: `insert into report_delivery(company_id, id, report_id, schedule_id, period, recipient, test, state, attempts,
        missed, created_at, ended_at)
      values (?, ?, ?, ?, ?, ?, 0, 'uncertain', 1, 0, ?, ?)`,
    args: [
      as === "stranger" ? theirs : ours,
      id,
      ids["/api/analytics/reports/{id}"] ?? "",
      id,
      time.now,
      users[as],
      time.now,
      time.now,
    ],
  });
  return id;
};

/** The newest event of the company: what is made leaves one. */
const event: Maker = async (edge, as, route) => {
  await record(edge, as, route, {});
  const { rows } = await edge.db.execute({
    sql: "select id from audit_event where company_id = ? and entity = 'visit' order by seq desc limit 1",
    args: [as === "stranger" ? edge.theirs : edge.ours],
  });
  return String(rows[0]?.["id"]);
};

const makers: Readonly<Record<string, Maker>> = {
  "/api/access/sessions/{id}": session,
  "/api/jobs/{id}": job,
  "/api/audit/logs/{id}": event,
  "/api/audit/entities/{entity}/{id}": record,
  "/api/access/shares/{object}/{record}": record,
  "/api/access/explain/{object}/{record}": record,
  "/api/access/who-can-see/{object}/{record}": record,
  // A link is told once, and speaks for itself.
  "/api/analytics/links/{token}": async (edge, as, route) => {
    const reports = "/api/analytics/reports/{id}";
    const id = await posted(reports)(edge, as, route, {});
    const made = await edge.send(as, "POST", `${filled(reports, { [reports]: id })}/links`, {
      body: {},
    });
    return String(made.body["token"]);
  },
  // Sent in mails alone.
  "/api/analytics/unsubscribe/{token}": async (edge, as, route) => {
    const reports = "/api/analytics/reports/{id}";
    const schedules = `${reports}/schedules/{schedule}`;
    const id = await posted(reports)(edge, as, route, {});
    const s = await posted(schedules)(edge, as, route, { [reports]: id });
    const [c, u] = [as === "stranger" ? edge.theirs : edge.ours, edge.users[as]];
    return keyRing([{ id: "test", secret }], randomBytes).mintToken(
      "report-unsubscribe",
      { c, s, u },
      edge.time.now + 1e9,
    );
  },
  "/api/analytics/exports/{id}": stored("pivot.export"),
  "/api/analytics/delivered/{token}": async (edge, as, route) => {
    const f = await stored("pivot.delivered")(edge, as, route, {});
    const [c, u] = [as === "stranger" ? edge.theirs : edge.ours, edge.users[as]];
    return keyRing([{ id: "test", secret }], randomBytes).mintToken(
      "report-file",
      { c, f, u },
      edge.time.now + 1e9,
    );
  },
  "/api/analytics/reports/{id}/deliveries/{delivery}": delivery,
  // Whatever is made has its first version.
  "/api/analytics/reports/{id}/versions/{version}": () => Promise.resolve("1"),
};

/** A body of a route that fits its schema. */
export const exampleBody = (edge: Edge, { body }: Route): unknown =>
  body === undefined
    ? undefined
    : fitting(
        body as unknown as Shape,
        { ...chanceOf(1), happens: (share) => share < 0.4 },
        namedValues((kind) => (kind === "user" ? edge.users.rep : "")),
      );

const posted: (place: string) => Maker = (place) => async (edge, as, _route, ids) => {
  const collection = place.slice(0, place.lastIndexOf("/"));
  const route = edge.ennead.routes.find(
    ({ method, path }) => method === "POST" && path === collection,
  );
  if (route === undefined) {
    throw new Error(
      `Nothing says how to make what ${place} names: there is no POST ${collection}, so add a maker to fuzz-ids.ts.`,
    );
  }
  const body = exampleBody(edge, route) as Record<string, unknown> | undefined;
  const { sets: _, managerId: __, ...rest } = body ?? {};
  count += 1;
  const reply = await edge.send(as, "POST", filled(collection, ids), {
    body: rest,
    headers: { "idempotency-key": `made-${count}` },
  });
  const { id } = reply.body;
  if (reply.status >= 300 || typeof id !== "string") {
    throw new Error(
      `Nothing says how to make what ${place} names: POST ${collection} answered ${reply.status} ${reply.text}; add a maker to fuzz-ids.ts.`,
    );
  }
  return id;
};

/** The path of a route with fresh ids of things that this person has made. Rejects where nobody knows how. */
export const freshPath = async (edge: Edge, as: Person, route: Route): Promise<string> => {
  const { path } = route;
  const ids: Record<string, string> = {};
  for (const place of placesOf(path)) {
    if (words[place] === undefined) {
      ids[place] = await (makers[place] ?? posted(place))(edge, as, route, ids);
    }
  }
  return filled(path, ids);
};
