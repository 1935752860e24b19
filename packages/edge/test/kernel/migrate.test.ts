import { spawn, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";

import { openLibsql, type Database, type LibsqlOptions } from "@ennead/edge";
import { afterEach, describe, expect, test } from "vitest";

import { kernelTables } from "../../src/kernel/schema/kernel-tables.ts";
import { migrateDatabase } from "../../src/kernel/schema/migrate.ts";
import type { Migration, Schema } from "../../src/kernel/schema/schema.ts";
import { databases, openPlace, type Place } from "../support/databases.ts";
import { steps, trigger } from "../support/migrations.ts";

const schema: Schema = { migrations: steps, triggers: [trigger], tables: kernelTables, now: 1 };
const script = fileURLToPath(new URL("../support/migrator.ts", import.meta.url));

const places: Place[] = [];
const open: Database[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((database) => database.close()));
  await Promise.all(places.splice(0).map((place) => place.close()));
});

interface Ran {
  readonly child: ChildProcess;
  readonly ended: Promise<{ readonly signal: string | null; readonly text: string }>;
}

/** A runner in a process of its own. */
const runner = ({ url, authToken }: LibsqlOptions, ...rest: readonly (string | number)[]): Ran => {
  const child = spawn(process.execPath, [script, url, ...rest.map(String)], {
    stdio: ["ignore", "pipe", "inherit"],
    env: { ...process.env, ...(authToken === undefined ? {} : { DATABASE_TOKEN: authToken }) },
  });
  let text = "";
  child.stdout?.on("data", (chunk: Buffer) => {
    text += chunk.toString();
  });
  return {
    child,
    ended: new Promise((resolve) => {
      child.on("close", (_code, signal) => resolve({ signal, text: text.trim() }));
    }),
  };
};

const notes = async (database: Database, text = "select note as one from job order by note") => {
  const [found] = await database.read([{ sql: text, args: [] }]);
  return found?.rows.map(({ one }) => one);
};

describe.each(databases)("runners of migrations on %s", (on) => {
  const fresh = async (): Promise<{ options: LibsqlOptions; database: Database }> => {
    const place = await openPlace(on);
    places.push(place);
    const database = await openLibsql(place.options);
    open.push(database);
    return { options: place.options, database };
  };

  const applied = "select id as one from schema_migration order by id";
  const triggers = "select name as one from sqlite_master where type = 'trigger'";
  const all = ["0000", "0001", "0002", "0003"];

  test("three at once in processes of their own take each step once", async () => {
    const { options, database } = await fresh();
    const three = [1, 2, 3].map(() => runner(options, 15_000, 0));
    const ended = await Promise.all(three.map((one) => one.ended));
    expect(ended.map(({ text }) => text)).toEqual(["done", "done", "done"]);
    expect(await notes(database)).toEqual(all);
    expect(await notes(database, triggers)).toEqual(["job_no"]);
    expect(await notes(database, "select holder as one from schema_lease")).toEqual([]);
  }, 20_000);

  test("killed before any step: the next one takes over when its lease ends, and goes on", async () => {
    for (const at of [2, 4]) {
      const { options, database } = await fresh();
      const { signal } = await runner(options, 400, at).ended;
      expect(signal).toBe("SIGKILL");
      expect(await notes(database, "select count(*) as one from schema_lease")).toEqual([1]);
      expect(await notes(database)).toEqual(all.slice(0, at - 1));
      await migrateDatabase(database, schema);
      expect(await notes(database)).toEqual(all);
      expect(await notes(database, applied)).toEqual(steps.map(({ id }) => id));
      expect(await notes(database, triggers)).toEqual(["job_no"]);
    }
  }, 20_000);

  test("killed in the middle of a step leave nothing of it", async () => {
    const { options, database } = await fresh();
    await migrateDatabase(database, { ...schema, triggers: [] });
    const slow = runner(options, 400, 0, "slow");
    const held = "select count(*) as one from schema_lease";
    await expect.poll(() => notes(database, held), { interval: 5, timeout: 10_000 }).toEqual([1]);
    slow.child.kill("SIGKILL");
    expect((await slow.ended).signal).toBe("SIGKILL");
    const { text } = await runner(options, 400, 0, "slow").ended;
    expect(text).toBe("done");
    expect(await notes(database)).toEqual([...all, "0004"]);
  }, 40_000);

  test("that lost their lease write nothing more", async () => {
    const { database } = await fresh();
    await migrateDatabase(database, { ...schema, migrations: steps.slice(0, 1), triggers: [] });
    let stolen = 0;
    const steal: Database = {
      ...database,
      write: async (statements) => {
        if (stolen === 0 && statements.some(({ sql }) => sql.includes("0001"))) {
          stolen += 1;
          const text = "update schema_lease set holder = 'another'";
          await database.write([{ sql: text, args: [] }]);
        }
        return database.write(statements);
      },
    };
    const patient = { ...schema, patience: 200 };
    await expect(migrateDatabase(steal, patient)).rejects.toThrow(/Another runner/);
    expect(await notes(database)).toEqual(["0000"]);
    expect(await notes(database, "select holder as one from schema_lease")).toEqual(["another"]);
  });

  test("of an older version leave what a newer one made, and refuse where neither is newer", async () => {
    const { database } = await fresh();
    const further = {
      ...trigger,
      name: "job_run_no",
      text: trigger.text.replaceAll("job", "job_run"),
    };
    await migrateDatabase(database, { ...schema, triggers: [trigger, further] });
    await migrateDatabase(database, { ...schema, migrations: steps.slice(0, 2) });
    expect(await notes(database, `${triggers} order by name`)).toEqual(["job_no", "job_run_no"]);
    const other = [...steps.slice(0, 2), { id: "0002_other", hash: "x", statements: ["select 1"] }];
    await expect(migrateDatabase(database, { ...schema, migrations: other })).rejects.toThrow(
      /has had 0002_index, 0003_run, which this code does not know, and not 0002_other/,
    );
  });

  test("take a step that sorts before those which were taken, and refuse one that was changed", async () => {
    const { database } = await fresh();
    const [one, two, three, four] = steps as [Migration, Migration, Migration, Migration];
    await migrateDatabase(database, { ...schema, migrations: [one, three] });
    await migrateDatabase(database, { ...schema, migrations: [one, two, three, four] });
    expect(await notes(database)).toEqual(["0000", "0001", "0002", "0003"]);
    const changed = [{ ...one, hash: "another" }, two, three, four];
    await expect(migrateDatabase(database, { ...schema, migrations: changed })).rejects.toThrow(
      /0000_init was applied in another form/,
    );
  });
});
