import { spawn, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";

import { createClient } from "@libsql/client";

import { openPlace, type DatabaseKind } from "./databases.ts";
import { openEdge } from "./edge.ts";
import { jobRoom, makeEffects, writes } from "./jobs.ts";

export interface Drill {
  readonly on: DatabaseKind;
  readonly jobs: number;
  readonly processes: number;
  /** How many processes are killed while they work; each is started again. */
  readonly kills: number;
  readonly random: () => number;
}

/** What was found after a drill. Times are milliseconds. */
export interface Found {
  readonly jobs: number;
  readonly done: number;
  readonly twice: number;
  readonly lost: number;
  readonly killed: number;
  /** From the first start of a worker until the last job was done. */
  readonly took: number;
  /** Between when a job was due and when it was done: all are due before the first worker starts. */
  readonly lateness: { readonly p50: number; readonly p99: number };
}

const worker = fileURLToPath(new URL("job-worker.ts", import.meta.url));

/** Jobs that are asked for in one request. */
const portion = 200;

const enqueue = async ({ on, jobs }: Drill, place: Awaited<ReturnType<typeof openPlace>>) => {
  const keep = { options: place.options, close: () => Promise.resolve() };
  const edge = await openEdge({ rooms: [jobRoom({ run: writes })] }, keep);
  await makeEffects(edge.db);
  // The edge's own time stands in the past, and its jobs far in its future: only workers do them.
  const at = edge.time.now + 86_400_000;
  for (let from = 0; from < jobs; from += portion) {
    const count = Math.min(portion, jobs - from);
    const body = {
      jobs: Array.from({ length: count }, (_, n) => ({ name: `${from + n}`, at: at + from + n })),
    };
    const who = (from / portion) % 2 === 0 ? "admin" : "stranger";
    const { status, text } = await edge.send(who, "POST", "/api/tests", { body });
    if (status !== 204) throw new Error(`${on}: ${status} ${text}`);
  }
  await edge.close();
};

const started = (url: string, authToken: string | undefined): ChildProcess =>
  spawn(process.execPath, [worker, url], {
    stdio: ["ignore", "ignore", "inherit"],
    env: { ...process.env, ...(authToken === undefined ? {} : { DATABASE_TOKEN: authToken }) },
  });

const ended = (child: ChildProcess): Promise<"done" | "killed" | "broken"> =>
  new Promise((resolve) => {
    child.on("exit", (code, signal) => {
      if (signal === "SIGKILL") resolve("killed");
      else resolve(code === 0 ? "done" : "broken");
    });
  });

const percentile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;

/** Several processes do the jobs of one database; some are killed without a word on the way. */
export const jobsDrill = async (drill: Drill): Promise<Found> => {
  const { on, jobs, processes, random } = drill;
  const place = await openPlace(on);
  const { url, authToken } = place.options;
  const db = createClient({ url, ...(authToken === undefined ? {} : { authToken }) });
  try {
    await enqueue(drill, place);
    const due = Date.now();
    await db.execute({ sql: "update job set run_at = ? where state = 0", args: [due] });
    let [left, killed] = [drill.kills, 0];
    const working = async (): Promise<void> => {
      for (;;) {
        const child = started(url, authToken);
        const end = ended(child);
        let timer: ReturnType<typeof setTimeout> | undefined;
        if (left > 0) {
          left -= 1;
          timer = setTimeout(() => child.kill("SIGKILL"), 700 + 1_500 * random());
        }
        const how = await end;
        clearTimeout(timer);
        if (how === "broken") throw new Error("A worker broke.");
        if (how === "done") return;
        killed += 1;
      }
    };
    await Promise.all(Array.from({ length: processes }, working));
    const { rows } = await db.execute("select done_at from job where state = 1 order by done_at");
    const times = rows.map((row) => Number(row["done_at"]) - due);
    const { rows: counted } = await db.execute(
      `select count(*) as effects, count(distinct name) as names from test_effect`,
    );
    const effects = Number(counted[0]?.["effects"]);
    const names = Number(counted[0]?.["names"]);
    return {
      jobs,
      done: times.length,
      twice: effects - names,
      lost: jobs - names,
      killed,
      took: times.at(-1) ?? 0,
      lateness: { p50: percentile(times, 0.5), p99: percentile(times, 0.99) },
    };
  } finally {
    db.close();
    await place.close();
  }
};
