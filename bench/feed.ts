// What follows the log: datasets brought up to date against read again, full-text search, and what the wake row adds to
// a command. 100,000 visits on a file; medians. `npm run bench -- feed`.
import { defineRoom, defineRoute, type Statement } from "@ennead/edge";
import * as v from "valibot";

import { bulk, openEdge, type Edge } from "../packages/edge/test/support/edge.ts";
import { settle } from "../packages/edge/test/support/settle.ts";
import { unlimited } from "../packages/edge/test/support/unlimited.ts";
import { printTable } from "./edge/order.ts";

const count = 100_000;
const changed = 1_000;
const rounds = 15;

const median = (times: readonly number[]): number =>
  times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;

/** CPU milliseconds of this process, which other work on the machine changes least: the file is read and written in it. */
const cpu = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

const shown = (ms: number): string => ms.toFixed(ms < 10 ? 2 : 0);

const words = ["harbour", "crane", "office", "bridge", "tower", "depot", "plant", "quay"];

const visitAt = (at: number, turn = 0): string =>
  JSON.stringify({
    externalId: `v-${at}`,
    ownerId: null,
    fields: {
      subject: `${words[at % 8]} ${words[(at >> 3) % 8]} ${at}`,
      guest: `Guest ${at % 5000}`,
      guests: (at + turn) % 9,
      hours: `${(at + turn) % 1000}.25`,
      cost: { amount: `${at}.50`, currency: "EUR" },
      day: `2026-0${(at % 9) + 1}-15`,
      mood: (at + turn) % 2 === 0 ? "good" : "bad",
    },
  });

/** A route that opens the dataset and tells how long it took. */
const opening = defineRoom({
  name: "bench",
  tables: [],
  routes: [
    defineRoute({
      id: "bench.open",
      method: "GET",
      path: "/api/bench/open",
      summary: "Opens a dataset.",
      permission: "signed-in",
      response: v.strictObject({ ms: v.number(), rows: v.number() }),
      faults: [],
      limits: "json",
      since: "2026-01-01",
      handler: async (context) => {
        const start = cpu();
        const opened = await context.services.datasets.open(context, "visit");
        const ms = cpu() - start;
        if (!opened.ok) return opened;
        return { ok: true, value: { status: 200, body: { ms, rows: opened.value.dataset.rows } } };
      },
    }),
  ],
});

const load = async (edge: Edge, key: string, lines: readonly string[]): Promise<void> => {
  const sent = await edge.send("admin", "POST", "/api/records/visit/bulk", {
    raw: lines.join("\n"),
    headers: bulk(key),
  });
  if (sent.status !== 200) throw new Error(sent.text.slice(0, 200));
};

const opened = async (edge: Edge): Promise<number> =>
  Number((await edge.send("admin", "GET", "/api/bench/open")).body["ms"]);

const timed = async (edge: Edge, path: string): Promise<number> => {
  const times: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const start = cpu();
    const reply = await edge.send("admin", "GET", path);
    times.push(cpu() - start);
    if (reply.status !== 200) throw new Error(reply.text.slice(0, 200));
  }
  return median(times);
};

const isWake = ({ sql }: Statement): boolean => sql.startsWith("insert into feed_wake");

/** Milliseconds of the batch of a single command, with and without the wake row, taking turns. */
const wakeCost = async (edge: Edge): Promise<readonly [number, number]> => {
  const { write } = edge.database;
  const times: readonly [number[], number[]] = [[], []];
  let turn = 0;
  edge.database.write = async (statements) => {
    if (!statements.some(isWake)) return write(statements);
    turn += 1;
    const kept = turn % 2 === 0 ? statements : statements.filter((one) => !isWake(one));
    const start = cpu();
    const answer = await write(kept);
    times[turn % 2 === 0 ? 0 : 1].push(cpu() - start);
    return answer;
  };
  for (let at = 0; at < 600; at += 1) {
    await edge.send("admin", "POST", "/api/records/account", {
      body: { fields: { name: `A ${at}` } },
    });
  }
  edge.database.write = write;
  return [median(times[0]), median(times[1])];
};

export const run = async (): Promise<void> => {
  const edge = await openEdge({ rooms: [opening], limits: { rates: unlimited } }, "file");
  const [withWake, without] = await wakeCost(edge);
  for (let from = 0; from < count; from += 10_000) {
    await load(
      edge,
      `load-${from}`,
      Array.from({ length: 10_000 }, (_, at) => visitAt(from + at)),
    );
  }
  const start = cpu();
  await settle(edge);
  const filling = cpu() - start;
  const first = await opened(edge);
  const applied: number[] = [];
  for (let round = 1; round <= 7; round += 1) {
    const lines = Array.from({ length: changed }, (_, at) =>
      visitAt((at * 97 + round) % count, round),
    );
    await load(edge, `change-${round}`, lines);
    // The full-text index first: it would share the process with what is measured.
    await settle(edge);
    applied.push(await opened(edge));
  }
  printTable([
    ["what", "CPU ms"],
    [`dataset of ${count} rows, read`, shown(first)],
    [`dataset, ${changed} changed rows applied`, shown(median(applied))],
    ["dataset, nothing changed", shown(await opened(edge))],
    ["single command's batch with the wake row", shown(withWake)],
    ["single command's batch without it", shown(without)],
    [`full-text index, rest of ${count} records after their load`, shown(filling)],
    ["search: one record of all", shown(await timed(edge, "/api/search?q=guest+77777"))],
    ["search: words of 12,500 records", shown(await timed(edge, "/api/search?q=harbour"))],
    ["search: a word of all records", shown(await timed(edge, "/api/search?q=guest"))],
    ["search: beginning of two letters", shown(await timed(edge, "/api/search?q=ha"))],
    ["search: two frequent words", shown(await timed(edge, "/api/search?q=harbour+crane"))],
    ["list: words of 12,500 records", shown(await timed(edge, "/api/records/visit?q=harbour"))],
    ["list: one record of all", shown(await timed(edge, "/api/records/visit?q=77777"))],
    [
      "list: a word of all, sorted by a field",
      shown(await timed(edge, "/api/records/visit?q=guest&sort=hours")),
    ],
    ["list: newest first, no words", shown(await timed(edge, "/api/records/visit"))],
  ]);
  await edge.close();
};
