// What it costs to ask for the permission stamp at every request, and what asking for it together with something else saves.
import type { Statement } from "@ennead/edge";

import type { DatabaseKind } from "../../packages/edge/test/support/databases.ts";
import { openEdge } from "../../packages/edge/test/support/edge.ts";
import { median } from "./order.ts";

const asked: Readonly<Record<DatabaseKind, number>> = { file: 400, sqld: 100 };

/** Rows of the table: microseconds from asking to the answer, medians of the rounds. */
export const measureStamp = async (
  on: DatabaseKind,
  rounds: number,
): Promise<readonly (readonly string[])[]> => {
  const edge = await openEdge({}, on);
  const { database, ours } = edge;
  const body = { fields: { subject: "A visit" } };
  const made = await edge.send("admin", "POST", "/api/records/visit", { body });
  const key = await edge.send("admin", "POST", "/api/access/api-keys", {
    body: { name: "Bench", scopes: ["read"] },
  });
  const prefix = String(key.body["prefix"]);
  const stamp: Statement = {
    sql: "select stamp from access_stamp where company_id = ?",
    args: [ours],
  };
  const record: Statement = {
    sql: "select * from record where company_id = ? and object = 'visit' and id = ?",
    args: [ours, String(made.body["id"])],
  };
  const alone: Statement = { sql: "select * from api_key where prefix = ?", args: [prefix] };
  const together: Statement = {
    sql: `select k.*, (select a.stamp from access_stamp a where a.company_id = k.company_id) as stamp
      from api_key k where prefix = ?`,
    args: [prefix],
  };
  const works: readonly (readonly [name: string, work: () => Promise<unknown>])[] = [
    ["the stamp", () => database.read([stamp])],
    ["a record", () => database.read([record])],
    ["the stamp, then a record", () => database.read([stamp]).then(() => database.read([record]))],
    ["the stamp and a record in one read", () => database.read([stamp, record])],
    ["a key, then the stamp", () => database.read([alone]).then(() => database.read([stamp]))],
    ["a key with the stamp in one statement", () => database.read([together])],
    ["pragma data_version", () => database.read([{ sql: "pragma data_version", args: [] }])],
  ];
  const times = works.map((): number[] => []);
  for (let turn = 0; turn <= rounds; turn += 1) {
    for (const [at, [, work]] of works.entries()) {
      const begun = performance.now();
      for (let one = 0; one < asked[on]; one += 1) await work();
      // The first turn warms up.
      if (turn > 0) times[at]?.push(((performance.now() - begun) / asked[on]) * 1000);
    }
  }
  await edge.close();
  return works.map(([name], at) => [on, name, median(times[at] ?? []).toFixed(1)]);
};
