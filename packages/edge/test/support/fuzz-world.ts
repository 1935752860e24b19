import type { Route } from "../../src/kernel/index.ts";
import type { DatabaseKind } from "./databases.ts";
import { openEdge, type Edge, type Person } from "./edge.ts";

/** Somebody who asks: one of the people, or nobody at all. */
export type Asker = Person | "anonymous";

/** An edge to be asked anything, with what must never be seen in an answer. */
export interface FuzzWorld {
  readonly edge: Edge;
  readonly routes: readonly Route[];
  /** What the edge logged as its own fault. */
  readonly logged: string[];
  readonly token: (as: Person) => Promise<string>;
  /** How many rows of entities and parts have ever been written, changed or removed. */
  readonly changes: () => Promise<number>;
  /** Texts that may not stand in an answer to this asker. */
  readonly hidden: (as: Asker) => readonly string[];
  /** Makes what is hidden once more, because others may delete it. */
  readonly hide: () => Promise<void>;
  readonly close: () => Promise<void>;
}

const secretCost = "987654.32";
const secretPin = "Marker of pin";
const ofTheirs = "Marker of theirs";
const ofOurs = "Marker of ours";

/** Counts, by triggers of our own, every change of a row of an entity or part: those tables have a guard of their own. */
const countChanges = async ({ db }: Edge): Promise<() => Promise<number>> => {
  const { rows } = await db.execute(
    `select tbl_name as name from sqlite_master where type = 'trigger'
      and name = tbl_name || '_before_insert' and sql like '%UNAUDITED%' and tbl_name <> 'audit_value'`,
  );
  if (rows.length < 5) throw new Error("The tables of entities and parts were not found.");
  await db.batch(
    [
      "create table fuzz_changes(n integer not null) strict",
      "insert into fuzz_changes(n) values (0)",
      ...rows.flatMap((row) =>
        ["insert", "update", "delete"].map(
          (
            act,
          ) => `create trigger fuzz_${String(row["name"])}_${act} after ${act} on "${String(row["name"])}"
            begin update fuzz_changes set n = n + 1; end`,
        ),
      ),
    ],
    "write",
  );
  return async () => Number((await db.execute("select n from fuzz_changes")).rows[0]?.[0]);
};

export const openFuzzWorld = async (on: DatabaseKind): Promise<FuzzWorld> => {
  const logged: string[] = [];
  const edge = await openEdge(
    {
      logger: (level, event, facts) => {
        if (level === "error") logged.push(`${event} ${JSON.stringify(facts)}`);
      },
    },
    on,
  );
  const { routes } = edge.ennead;
  const actions = ["create", "read", "update", "delete", "share", "viewAll", "modifyAll"];
  const asked = routes.flatMap(({ permission }) =>
    typeof permission === "object" ? [permission] : [],
  );
  const objects = asked.flatMap((one) => ("object" in one ? [one.object] : []));
  const named = objects.filter((name) => !name.startsWith(":"));
  const made = await edge.send("admin", "POST", "/api/access/permission-sets", {
    body: {
      name: "Everything",
      objects: Object.fromEntries([...named, "visit", "account"].map((name) => [name, actions])),
      fields: {},
      system: [...new Set(asked.flatMap((one) => ("system" in one ? [one.system] : [])))],
    },
  });
  await edge.send("admin", "PATCH", `/api/access/users/${edge.users.mate}`, {
    body: { sets: [made.body["id"]] },
  });

  const tokens = new Map<Person, string>();
  let signedAt = 0;
  let round = 0;
  const world: FuzzWorld = {
    edge,
    routes,
    logged,
    token: async (as) => {
      if (edge.time.now - signedAt > 1_000_000) {
        signedAt = edge.time.now;
        tokens.clear();
      }
      const known = tokens.get(as);
      if (known !== undefined) return known;
      const token = await edge.token(as, { exp: Math.floor(edge.time.now / 1000) + 36_000 });
      tokens.set(as, token);
      return token;
    },
    changes: await countChanges(edge),
    hidden: (as) => [
      ...(as === "stranger" ? [ofOurs, secretCost] : [ofTheirs, "stranger@theirs.example"]),
      ...(as === "rep" || as === "anonymous" || as === "nobody" ? [secretCost] : []),
      ...(as === "anonymous" || as === "nobody" ? [ofOurs, "admin@ours.example"] : []),
      secretPin,
    ],
    hide: async () => {
      round += 1;
      const records: readonly (readonly [Person, object])[] = [
        ["stranger", { subject: ofTheirs, code: `their-${round}` }],
        ["rep", { subject: ofOurs, code: `our-${round}`, pin: secretPin }],
        ["admin", { subject: ofOurs, cost: { amount: secretCost, currency: "EUR" } }],
      ];
      for (const [as, fields] of records) {
        await edge.send(as, "POST", "/api/records/visit", { body: { fields } });
      }
    },
    close: edge.close,
  };
  await world.hide();
  return world;
};
