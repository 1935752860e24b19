import { actions, type SetDefinition } from "@ennead/core/access";
import { unwrap, type CompanyId } from "@ennead/core/kernel";
import {
  createEnnead,
  hs256Bearer,
  openLibsql,
  sharedDb,
  signHs256,
  type LibsqlOptions,
} from "@ennead/edge";
import { createClient, type Client } from "@libsql/client";

import { openPlace, type DatabaseKind } from "../support/databases.ts";

export type Person = "amy" | "ada" | "bob" | "vic" | "new" | "gus";

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

export interface World {
  readonly acme: CompanyId;
  readonly globex: CompanyId;
  /** Ids of people and of permission sets. */
  readonly users: Readonly<Record<Person, string>>;
  readonly sets: Readonly<Record<string, string>>;
  /** Sends a request as a person, as JSON where a body is given. */
  readonly send: (
    as: Person,
    method: string,
    path: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ) => Promise<Answer>;
  /** How another connection opens the same database. */
  readonly options: LibsqlOptions;
  /** The database itself, past everything. */
  readonly db: Client;
  /** Lets this many milliseconds pass. */
  readonly pass: (milliseconds: number) => void;
  readonly close: () => Promise<void>;
}

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

const sets: readonly SetDefinition[] = [
  set("Administrator", {
    objects: {
      account: full,
      opportunity: full,
      product: full,
      user: full,
      "pivot.report": full,
    },
    system: ["access.manage"],
  }),
  set("Sales rep", {
    objects: { account: own, opportunity: own, user: ["read"], "pivot.report": own },
    fields: { opportunity: { probability: "none", description: "read" }, user: { email: "none" } },
  }),
  set("Viewer", { objects: { opportunity: ["viewAll"], "pivot.report": ["viewAll"] } }),
];

const people: Readonly<Record<Exclude<Person, "gus">, readonly string[]>> = {
  amy: ["Administrator"],
  ada: ["Sales rep"],
  bob: ["Sales rep"],
  vic: ["Viewer"],
  new: [],
};

const acme = "0190a000-0000-7000-8000-00000000000a" as CompanyId;
const globex = "0190a000-0000-7000-8000-00000000000b" as CompanyId;
const secret = new TextEncoder().encode("a secret of tests, at least 32 bytes");

/** Two companies on a fresh database: people of Acme by role, and Gus who administers Globex. */
export const openWorld = async (on: DatabaseKind = "file"): Promise<World> => {
  const place = await openPlace(on);
  let now = 1_780_000_000_000;
  const ennead = createEnnead({
    db: sharedDb(await openLibsql(place.options)),
    auth: [hs256Bearer({ secret })],
    clock: () => now++,
    random: (count) => crypto.getRandomValues(new Uint8Array(count)),
    keys: [{ id: "test", secret }],
  });
  await ennead.migrate();
  const settings = { currency: "EUR", locale: "en", timeZone: "Europe/Berlin" };
  const made = unwrap(
    await ennead.provision(acme, {
      ...settings,
      name: "Acme",
      defaults: { account: "read" },
      sets,
      users: Object.entries(people).map(([name, held]) => ({
        name: `${name[0]?.toUpperCase()}${name.slice(1)}`,
        email: `${name}@acme.example`,
        sets: held,
      })),
    }),
  );
  const other = unwrap(
    await ennead.provision(globex, {
      ...settings,
      name: "Globex",
      sets: sets.slice(0, 1),
      users: [{ name: "Gus", email: "gus@globex.example", sets: ["Administrator"] }],
    }),
  );
  const users: World["users"] = {
    amy: made.users["amy@acme.example"] ?? "",
    ada: made.users["ada@acme.example"] ?? "",
    bob: made.users["bob@acme.example"] ?? "",
    vic: made.users["vic@acme.example"] ?? "",
    new: made.users["new@acme.example"] ?? "",
    gus: other.users["gus@globex.example"] ?? "",
  };
  const { url, authToken } = place.options;
  const db = createClient({ url, ...(authToken === undefined ? {} : { authToken }) });
  return {
    acme,
    globex,
    users,
    sets: made.sets,
    send: async (as, method, path, body, headers = {}) => {
      const iat = Math.floor(now / 1000);
      const token = await signHs256(secret, {
        sub: users[as],
        company: as === "gus" ? globex : acme,
        iat,
        exp: iat + 60,
      });
      const response = await ennead.fetch(
        new Request(`http://ennead.example${path}`, {
          method,
          headers: {
            authorization: `Bearer ${token}`,
            ...(body === undefined ? {} : { "content-type": "application/json" }),
            ...headers,
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        }),
      );
      const text = await response.text();
      return {
        status: response.status,
        headers: response.headers,
        body: text === "" ? {} : (JSON.parse(text) as Record<string, unknown>),
      };
    },
    options: place.options,
    db,
    pass: (milliseconds) => {
      now += milliseconds;
    },
    close: async () => {
      await ennead.close();
      db.close();
      await place.close();
    },
  };
};
