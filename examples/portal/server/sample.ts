import { ok, type CompanyId, type Instant, type UserId } from "@ennead/core/kernel";
import type { Ennead, Strategy } from "@ennead/edge";
import type { Client } from "@libsql/client";

import { companyOf, userOf } from "../data/access.ts";
import { planOf, type Plan, type SampleSize } from "../data/plan.ts";
import { replay, type SendAs } from "../data/replay.ts";
import { sampleReports } from "../data/reports.ts";
import { timelineOf } from "../data/timeline.ts";
import type { Progress } from "./progress.ts";

export interface SampleOptions {
  readonly store: Client;
  readonly size: SampleSize;
  readonly now: Instant;
  /** Another instance on the same database, with a time and a way to sign in of its own. */
  readonly open: (clock: () => Instant, auth: Strategy) => Ennead;
  readonly log: (line: string) => void;
}

export interface Sample {
  readonly progress: () => Progress;
  readonly start: () => void;
  readonly stop: () => Promise<void>;
}

interface Marker {
  readonly plan: Plan;
  readonly done: number;
  readonly finished: boolean;
}

/** How far an earlier start came; its size and time stand, whatever is asked for now. */
const readMarker = async ({ store, size, now }: SampleOptions): Promise<Marker> => {
  const fresh = planOf(size, now);
  await store.execute({
    sql: "INSERT INTO sample VALUES (1, ?, ?, ?, 0, 0) ON CONFLICT DO NOTHING",
    args: [size, fresh.seed, fresh.until],
  });
  const { rows } = await store.execute("SELECT * FROM sample");
  const [row] = rows;
  return {
    plan: planOf(row?.["size"] as SampleSize, Number(row?.["until_at"]), Number(row?.["seed"])),
    done: Number(row?.["done"]),
    finished: row?.["finished"] === 1,
  };
};

const actorHeader = "x-sample-actor";

/**
 * Takes the author of a step at its word. Only the instance that writes the sample data has it, and nothing from outside
 * reaches that one.
 */
const byName: Strategy = {
  name: "sample",
  scheme: { type: "apiKey", in: "header", name: actorHeader },
  authenticate: (request) => {
    const key = request.headers.get(actorHeader);
    if (key === null) return Promise.resolve(null);
    const { id, company } = userOf(key);
    return Promise.resolve(
      ok({
        company: companyOf(company).id as CompanyId,
        user: id as UserId,
        kind: "user",
      }),
    );
  },
};

const month = new Intl.DateTimeFormat("en", { month: "long", year: "numeric", timeZone: "UTC" });

/** How often the marker is written; steps after it are sent again and recognised by their keys. */
const markEvery = 500;

const saveReports = async (send: SendAs, plan: Plan): Promise<void> => {
  const companies = new Set(plan.volumes.map(({ company }) => company));
  const wanted = sampleReports.filter(({ owner }) => companies.has(userOf(owner).company));
  for (const { key, owner, name, description, spec, view } of wanted) {
    const answer = await send(owner, plan.until, "/api/analytics/reports", {
      method: "POST",
      key: `sample-report-${key}`,
      body: JSON.stringify({ name, description, spec, view }),
    });
    if (!answer.ok) throw new Error(`Saving ${name} failed: ${await answer.text()}`);
    await answer.body?.cancel();
  }
};

/**
 * Makes ready to write the sample data in the background, through the same requests that anybody else would send, on an instance
 * whose clock shows the time of each entry. What it has written survives a crash; the next start goes on from there.
 */
export const prepareSample = async (options: SampleOptions): Promise<Sample> => {
  const { store, open, log } = options;
  const marker = await readMarker(options);
  if (marker.finished || marker.plan.volumes.length === 0) {
    const done: Progress = { state: "done", done: 1, total: 1, note: "" };
    return { progress: () => done, start: () => undefined, stop: () => Promise.resolve() };
  }

  const { plan } = marker;
  const steps = timelineOf(plan);
  const total = steps.reduce((sum, { lines }) => sum + lines.length, 0);
  const written = steps.slice(0, marker.done).reduce((sum, { lines }) => sum + lines.length, 0);
  let progress: Progress = { state: "running", done: written, total, note: "" };

  let now = plan.from;
  const ennead = open(() => now, byName);
  const send: SendAs = async (actor, at, path, { method, body, key }) => {
    now = at;
    return ennead.fetch(
      new Request(`http://sample.example${path}`, {
        method,
        headers: {
          [actorHeader]: actor,
          "content-type": path.endsWith("/bulk") ? "application/x-ndjson" : "application/json",
          ...(key === undefined ? {} : { "idempotency-key": key }),
        },
        ...(body === undefined ? {} : { body }),
      }),
    );
  };

  const stopping = new AbortController();
  const began = performance.now();
  let marked = began;
  let told = -1;
  const mark = async (done: number): Promise<void> => {
    await store.execute({ sql: "UPDATE sample SET done = ?", args: [done] });
  };
  const write = async (): Promise<void> => {
    await replay({
      steps,
      send,
      userId: (key) => userOf(key).id,
      done: marker.done,
      signal: stopping.signal,
      onStep: async (done, step) => {
        progress = {
          ...progress,
          done: progress.done + step.lines.length,
          note: month.format(step.at),
        };
        const tenth = Math.floor((progress.done / total) * 10);
        if (tenth > told) log(`Sample data: ${tenth * 10} % (${progress.note})`);
        told = Math.max(told, tenth);
        if (performance.now() - marked > markEvery) {
          await mark(done);
          marked = performance.now();
        }
      },
    });
    if (stopping.signal.aborted) return;
    await mark(steps.length);
    await saveReports(send, plan);
    await store.execute("UPDATE sample SET finished = 1");
    progress = { state: "done", done: total, total, note: "" };
    log(`Sample data: complete after ${((performance.now() - began) / 1000).toFixed(1)} s`);
  };
  let finished = Promise.resolve();
  return {
    progress: () => progress,
    start: () => {
      finished = write().catch((error: unknown) => {
        progress = { ...progress, state: "failed" };
        log(`Sample data: stopped. ${error instanceof Error ? error.message : String(error)}`);
      });
    },
    stop: async () => {
      stopping.abort();
      await finished;
    },
  };
};
