import { defineJob } from "@ennead/core/job";
import { ok } from "@ennead/core/kernel";
import {
  createEnnead,
  defineRoom,
  enqueue,
  handleJob,
  openLibsql,
  search,
  sharedDb,
  type Ennead,
  type Room,
} from "@ennead/edge";
import * as v from "valibot";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { joinRooms } from "../../src/kernel/join-rooms.ts";
import { databases, openPlace, type Place } from "../support/databases.ts";
import { openEdge, secret, visit, type Edge } from "../support/edge.ts";

const refill = defineJob({ kind: "text.refill", schema: v.strictObject({ table: v.string() }) });

/** A room whose index has this definition; it counts the companies that were filled. */
const textRoom = (definition: string, filled: string[] = []): Room =>
  defineRoom({
    name: "text",
    tables: [
      search(
        "visit_text",
        definition,
        enqueue(refill, { table: "visit_text" }, { dedupe: "visit_text" }),
      ),
    ],
    routes: [],
    jobs: [
      handleJob(refill, ({ context }) => {
        filled.push(context.company);
        return Promise.resolve(ok(null));
      }),
    ],
  });

const first =
  "company_id unindexed, id unindexed, text, tokenize = 'unicode61 remove_diacritics 2'";
const second = "company_id unindexed, id unindexed, text, prefix = '2 3'";

const ids = ["data", "idx", "content", "docsize", "config"].map((part) => `visit_text_${part}`);

describe.each(databases)("a full-text index on %s", (on) => {
  let place: Place;
  let edge: Edge;
  const filled: string[] = [];
  beforeAll(async () => {
    place = await openPlace(on);
    edge = await openEdge({ rooms: [textRoom(first, filled)] }, place);
    await edge.db.execute(`insert into visit_text values ('${edge.ours}', '1', 'Café au lait')`);
  });
  afterAll(() => edge.close());

  const found = async (word: string): Promise<unknown> => {
    const { rows } = await edge.db.execute({
      sql: "select count(*) as found from visit_text where visit_text match ?",
      args: [word],
    });
    return rows[0]?.["found"];
  };

  /** The same database, opened by code whose room says something else. */
  const reopened = async (definition: string, names: string[]): Promise<Ennead> => {
    const other = createEnnead({
      db: sharedDb(await openLibsql(place.options)),
      auth: [],
      clock: () => edge.time.now++,
      random: (count) => crypto.getRandomValues(new Uint8Array(count)),
      keys: [{ id: "test", secret }],
      objectDefinitions: [visit],
      rooms: [textRoom(definition, names)],
    });
    await other.migrate();
    return other;
  };

  test("is made by the runner, with the tables that keep it", async () => {
    expect(await found("cafe")).toBe(1);
    const { rows } = await edge.db.execute(
      "select name from sqlite_master where type = 'table' and name like 'visit_text^_%' escape '^'",
    );
    expect(rows.map(({ name }) => name).toSorted()).toEqual(ids.toSorted());
    expect((await edge.send("admin", "GET", "/readyz")).status).toBe(200);
  });

  test("stays as it is while its definition does", async () => {
    const same = await reopened(first, []);
    await same.tick(edge.time.now);
    expect([await found("cafe"), filled]).toEqual([1, []]);
    await same.close();
  });

  test("is made anew when its definition changed, and filled by a job for every company", async () => {
    const names: string[] = [];
    const changed = await reopened(second, names);
    expect(await found("lait")).toBe(0);
    // The code of before sees that the index is not what it asks for.
    expect((await edge.send("admin", "GET", "/readyz")).status).toBe(503);
    expect((await changed.health()).ready).toBe(true);
    await changed.tick(edge.time.now);
    expect(names.toSorted()).toEqual([edge.ours, edge.theirs]);
    await changed.close();
  });

  test("that was lost shows in the health, and comes back filled", async () => {
    const names: string[] = [];
    const again = await reopened(second, names);
    await edge.db.execute("drop table visit_text");
    expect((await again.health()).ready).toBe(false);
    await again.migrate();
    await again.tick(edge.time.now);
    expect([(await again.health()).ready, names.length]).toEqual([true, 2]);
    await again.close();
  });
});

test("a full-text index that nothing fills is refused at start", () => {
  expect(() => joinRooms([{ ...textRoom(first), jobs: [] }])).toThrow(
    /no room does text.refill, which fills the search table visit_text/,
  );
});
