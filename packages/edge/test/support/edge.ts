import { actions, type SetDefinition } from "@ennead/core/access";
import { unwrap, type CompanyId, type Json } from "@ennead/core/kernel";
import type { ObjectDefinition } from "@ennead/core/record";
import {
  createEnnead,
  hs256Bearer,
  openLibsql,
  sharedDb,
  signHs256,
  type Database,
  type Ennead,
  type EnneadOptions,
  type LibsqlOptions,
} from "@ennead/edge";
import { createClient, type Client } from "@libsql/client";

import { openPlace, type DatabaseKind, type Place } from "./databases.ts";
import { unlimited } from "./unlimited.ts";

/** A custom object with a field of every kind that records are tested by. */
export const visit: ObjectDefinition = {
  name: "visit",
  label: "Visit",
  labelPlural: "Visits",
  nameField: "subject",
  fields: [
    { name: "subject", label: "Subject", type: "text", required: true, indexed: true },
    { name: "code", label: "Code", type: "text", unique: true },
    { name: "account", label: "Account", type: "reference", object: "account", indexed: true },
    { name: "cost", label: "Cost", type: "money", indexed: true },
    { name: "hours", label: "Hours", type: "decimal", scale: 2, indexed: true },
    { name: "guests", label: "Guests", type: "integer" },
    { name: "day", label: "Day", type: "date", indexed: true },
    { name: "begins", label: "Begins", type: "instant" },
    { name: "paid", label: "Paid", type: "boolean" },
    {
      name: "mood",
      label: "Mood",
      type: "picklist",
      indexed: true,
      options: [
        { value: "good", label: "Good" },
        { value: "bad", label: "Bad" },
      ],
    },
    { name: "guest", label: "Guest", type: "text", personal: true },
    { name: "pin", label: "Pin", type: "secret" },
  ],
};

const full = [...actions, "viewAll", "modifyAll"] as const;
const own = ["create", "read", "update", "delete"] as const;

const set = (name: string, parts: Partial<SetDefinition>): SetDefinition => ({
  name,
  role: true,
  objects: {},
  fields: {},
  system: [],
  ...parts,
});

const everything = Object.fromEntries(
  ["account", "contact", "opportunity", "product", "visit", "user"].map((name) => [name, full]),
);

const sets: readonly SetDefinition[] = [
  set("Administrator", {
    objects: everything,
    system: ["access.manage", "audit.read", "audit.readAll", "kernel.jobs", "pivot.export"],
  }),
  set("Rep", {
    objects: { visit: own, account: own, user: ["read"] },
    fields: { visit: { cost: "none", hours: "read" } },
  }),
  set("Viewer", { objects: { visit: ["viewAll"] } }),
];

/** admin may do all; rep and mate own what they make and do not see `cost`; viewer reads; nobody has no set. */
export type Person = "admin" | "rep" | "mate" | "viewer" | "nobody" | "stranger";

const people: Readonly<Record<Exclude<Person, "stranger">, readonly string[]>> = {
  admin: ["Administrator"],
  rep: ["Rep"],
  mate: ["Rep"],
  viewer: ["Viewer"],
  nobody: [],
};

export interface Sent {
  readonly body?: unknown;
  /** Sent as it is. */
  readonly raw?: BodyInit;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Record<string, unknown>;
}

export interface Edge {
  readonly ennead: Ennead;
  readonly ours: CompanyId;
  readonly theirs: CompanyId;
  readonly users: Readonly<Record<Person, string>>;
  readonly token: (as: Person, claims?: Readonly<Record<string, unknown>>) => Promise<string>;
  readonly send: (as: Person, method: string, path: string, sent?: Sent) => Promise<Reply>;
  /** How another process opens the same database. */
  readonly options: LibsqlOptions;
  /** The database itself, past everything. */
  readonly db: Client;
  /** What the edge talks to; replace its methods to make it fail. */
  readonly database: { -readonly [K in keyof Database]: Database[K] };
  /** What was logged of each request; the test's own logger is told of everything else. */
  readonly requests: readonly Readonly<Record<string, Json>>[];
  /** The time that the edge sees; it moves on by one millisecond with every look. */
  readonly time: { now: number };
  readonly close: () => Promise<void>;
}

export const secret: Uint8Array = new TextEncoder().encode("a secret of tests, at least 32 bytes");

export const ours = "0190a000-0000-7000-8000-00000000000a" as CompanyId;
export const theirs = "0190a000-0000-7000-8000-00000000000b" as CompanyId;

/** An edge on a fresh database with two companies, and without rate limits unless asked for. */
export const openEdge = async (
  more: Partial<EnneadOptions> = {},
  on: DatabaseKind | Place = "file",
): Promise<Edge> => {
  const place = typeof on === "string" ? await openPlace(on) : on;
  const requests: Readonly<Record<string, Json>>[] = [];
  const time = { now: 1_780_000_000_000 };
  const database = { ...(await openLibsql(place.options)) };
  const ennead = createEnnead({
    db: sharedDb(database),
    auth: [hs256Bearer({ secret })],
    clock: () => time.now++,
    random: (count) => crypto.getRandomValues(new Uint8Array(count)),
    keys: [{ id: "test", secret }],
    objectDefinitions: [visit],
    ...more,
    limits: { rates: unlimited, ...more.limits },
    logger: (level, event, facts) => {
      if (event === "request") requests.push(facts);
      else more.logger?.(level, event, facts);
    },
  });
  await ennead.migrate();
  const settings = { currency: "EUR", locale: "en", timeZone: "Europe/Berlin" };
  const made = unwrap(
    await ennead.provision(ours, {
      ...settings,
      name: "Ours",
      sets,
      users: Object.entries(people).map(([name, held]) => ({
        name,
        email: `${name}@ours.example`,
        sets: held,
      })),
    }),
  );
  const other = unwrap(
    await ennead.provision(theirs, {
      ...settings,
      name: "Theirs",
      sets: sets.slice(0, 1),
      users: [{ name: "Stranger", email: "stranger@theirs.example", sets: ["Administrator"] }],
    }),
  );
  const users = Object.fromEntries([
    ...Object.keys(people).map((name) => [name, made.users[`${name}@ours.example`] ?? ""]),
    ["stranger", other.users["stranger@theirs.example"] ?? ""],
  ]) as Record<Person, string>;
  const { url, authToken } = place.options;
  const db = createClient({ url, ...(authToken === undefined ? {} : { authToken }) });
  const token: Edge["token"] = (as, claims = {}) => {
    const iat = Math.floor(time.now / 1000);
    return signHs256(secret, {
      sub: users[as],
      company: as === "stranger" ? theirs : ours,
      iat,
      exp: iat + 60,
      ...claims,
    });
  };
  return {
    ennead,
    ours,
    theirs,
    users,
    token,
    options: place.options,
    db,
    database,
    requests,
    time,
    send: async (as, method, path, { body, raw, headers = {} } = {}) => {
      const content = raw ?? (body === undefined ? undefined : JSON.stringify(body));
      const response = await ennead.fetch(
        new Request(`http://ennead.example${path}`, {
          method,
          headers: {
            authorization: `Bearer ${await token(as)}`,
            ...(content === undefined ? {} : { "content-type": "application/json" }),
            ...headers,
          },
          ...(content === undefined ? {} : { body: content, duplex: "half" }),
        } as RequestInit),
      );
      const text = await response.text();
      const isJson = (response.headers.get("content-type") ?? "").endsWith("json");
      return {
        status: response.status,
        headers: response.headers,
        text,
        body:
          isJson && !text.includes("}\n{") && text !== ""
            ? (JSON.parse(text) as Record<string, unknown>)
            : {},
      };
    },
    close: async () => {
      await ennead.close();
      db.close();
      await place.close();
    },
  };
};

/** The lines of an NDJSON answer. */
export const linesOf = ({ text }: Reply): readonly Record<string, unknown>[] =>
  text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Record<string, unknown>);

/** The headers of a bulk load. */
export const bulk = (key: string): Readonly<Record<string, string>> => ({
  "content-type": "application/x-ndjson",
  "idempotency-key": key,
});
