// A process of a fault drill: an edge that is asked over the channel to its parent, and ends itself without a word at
// the point that ENNEAD_CRASH_AT names: `after:batch#3` is the third time that a batch was committed.
import { appendFileSync } from "node:fs";

import { openLibsql, type Database, type Ennead, type LibsqlOptions } from "@ennead/edge";

import { drillEdge } from "./faults-world.ts";

const [point, times = "1"] = (process.env["ENNEAD_CRASH_AT"] ?? "").split("#");
let left = Number(times);

const crash = (at: string): void => {
  if (at !== point) return;
  left -= 1;
  if (left === 0) process.kill(process.pid, "SIGKILL");
};

/** The same database, with one point more to crash at, before each batch of a migration. */
const migrating = (database: Database): Database => ({
  ...database,
  write: async (statements) => {
    crash("before:write");
    return database.write(statements);
  },
});

let offset = 0;
let opened: { readonly ennead: Ennead; readonly database: Database } | undefined;
const edge = (): NonNullable<typeof opened> => {
  if (opened === undefined) throw new Error("The worker has not been opened.");
  return opened;
};

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

const calls: Readonly<Record<string, (given: never) => Promise<unknown>>> = {
  open: async ({ outside, ...options }: LibsqlOptions & { readonly outside: string }) => {
    const deliver = (id: string): void => appendFileSync(outside, `${id}\n`);
    const database = await openLibsql(options);
    const more = {
      clock: () => Date.now() + offset,
      logger: (level: string, event: string, facts: object) => {
        // That the database could not be reached is what the drill does, not what it looks for.
        const told = `${event} ${JSON.stringify(facts)}`;
        if (level === "error" && !/database-unavailable|DatabaseError/.test(told)) {
          process.send?.({ logged: told });
        }
      },
    };
    await drillEdge(migrating(database), crash, more).migrate();
    opened = { ennead: drillEdge(database, crash, more, deliver), database };
  },
  ask: async ({ path, ...given }: Asked) => {
    const response = await edge().ennead.fetch(new Request(`http://drill.example${path}`, given));
    const text = await response.text();
    return { status: response.status, headers: Object.fromEntries(response.headers), text };
  },
  tick: (ahead: number) => edge().ennead.tick(Date.now() + offset + ahead, 5_000),
  pragma: async (text: string) => {
    const [rows] = await edge().database.read([{ sql: `pragma ${text}`, args: [] }]);
    return rows?.rows[0];
  },
  clock: (by: number) => {
    offset = by;
    return Promise.resolve();
  },
};

process.on("message", ({ n, what, given }: { n: number; what: string; given: unknown }) => {
  const call = calls[what] ?? (() => Promise.reject(new Error(`No call ${what}.`)));
  const answer = (told: object): void => {
    process.send?.({ n, ...told }, () => undefined);
  };
  Promise.resolve()
    .then(() => call(given as never))
    .then(
      (value) => answer({ value }),
      (error: unknown) =>
        answer({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
    );
});
process.on("disconnect", () => process.exit());
