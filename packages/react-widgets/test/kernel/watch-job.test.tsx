import { afterEach, expect, test } from "vitest";

import { createClient } from "../../src/kernel/client/index.ts";
import { watchJob, type Job } from "../../src/kernel/progress/index.ts";
import {
  answer,
  failure,
  fakeEdge,
  openLine,
  pass,
  refusal,
  unreached,
  useFakeTime,
  type Sent,
} from "./fake-edge.ts";

useFakeTime();

const running: AbortController[] = [];
afterEach(() => {
  for (const one of running.splice(0)) one.abort();
});

const job = (done: number, state: Job["state"] = "running"): Job => ({
  id: "7",
  kind: "import.run",
  state,
  progress: { done, total: 100, phase: null },
  result: null,
  fault: null,
  createdAt: "2026-01-05T09:00:00.000Z",
  endedAt: state === "done" ? "2026-01-05T09:05:00.000Z" : null,
});

const event = (value: Job, id: number): string =>
  `id: ${id}\nevent: ${value.state === "done" ? "done" : "progress"}\ndata: ${JSON.stringify(value)}\n\n`;

/** Watches job 7 of an edge; what was told, in order, as `running 40` or as a line in brackets. */
const watch = (
  state: () => Response | Promise<Response>,
  stream: (sent: Sent) => Response | Promise<Response>,
) => {
  const edge = fakeEdge((sent) => (sent.url.endsWith("/events") ? stream(sent) : state()));
  const client = createClient({ baseUrl: "", fetch: edge.fetch });
  const stop = new AbortController();
  running.push(stop);
  const told: string[] = [];
  const ended = failure(
    watchJob(client, "7", {
      signal: stop.signal,
      onJob: (one) => told.push(`${one.state} ${one.progress?.done ?? "-"}`),
      onLine: (line) => told.push(`[${line}]`),
    }),
  );
  const asked = (): number => edge.seen.filter(({ url }) => url === "/api/jobs/7").length;
  return { edge, stop, told, ended, asked };
};

const silent = (): Promise<Response> => new Promise(() => undefined);

test("a job is told at once, then live, until it has ended; then nothing is asked any more", async () => {
  const line = openLine();
  const { told, ended, asked, edge } = watch(
    () => answer(job(10)),
    () => line.response,
  );
  await pass(1000);
  line.send(event(job(40), 1));
  await pass(20_000);
  line.send(event(job(100, "done"), 2));
  expect(await ended).toBeUndefined();
  await pass(60_000);
  expect(told.filter((one) => !one.startsWith("["))).toEqual([
    "running 10",
    "running 40",
    "done 100",
  ]);
  expect(told).toContain("[live]");
  expect(asked()).toBe(1);
  expect(edge.seen).toHaveLength(2);
});

test("where a stream is held back the job is asked for again and again", async () => {
  let done = 0;
  const { told, ended } = watch(() => {
    done += 20;
    return answer(job(done, done === 100 ? "done" : "running"));
  }, silent);
  await pass(4500);
  expect(told).toEqual(["[connecting]", "running 20"]);
  await pass(20_000);
  expect(await ended).toBeUndefined();
  expect(told.filter((one) => !one.startsWith("["))).toEqual([
    "running 20",
    "running 40",
    "running 60",
    "running 80",
    "done 100",
  ]);
  expect(told).toContain("[polling]");
});

test("where streams are refused the job is asked for as well", async () => {
  const { told, stop, asked } = watch(
    () => answer(job(5)),
    () => refusal(403, "proxy/blocked"),
  );
  await pass(12_000);
  stop.abort();
  expect(asked()).toBeGreaterThan(3);
  expect(told.at(-1)).toBe("[polling]");
});

test("a server that does not answer keeps what is known, and is asked less and less often", async () => {
  let reachable = true;
  const line = openLine(event(job(30), 1));
  const { told, stop, asked } = watch(
    () => (reachable ? answer(job(30)) : unreached()),
    () => (reachable ? line.response : unreached()),
  );
  await pass(2000);
  reachable = false;
  // The line falls silent.
  await pass(60_000);
  expect(told.at(-1)).toBe("[lost]");
  const before = asked();
  await pass(60_000);
  expect(asked() - before).toBeLessThan(5);
  reachable = true;
  await pass(40_000);
  stop.abort();
  expect(told.findLast((one) => !one.startsWith("["))).toBe("running 30");
  expect(told.at(-1)).not.toBe("[lost]");
});

test("an answer that an event has overtaken is dropped", async () => {
  const { promise, resolve } = Promise.withResolvers<Response>();
  const { told, stop } = watch(
    () => promise,
    () => openLine(event(job(60), 1)).response,
  );
  await pass(100);
  resolve(answer(job(10)));
  await pass(100);
  stop.abort();
  expect(told.filter((one) => !one.startsWith("["))).toEqual(["running 60"]);
});

test("a job that cannot be seen is a problem", async () => {
  const { ended, edge } = watch(
    () => refusal(404, "kernel/not-found"),
    () => refusal(404, "kernel/not-found"),
  );
  expect(await ended).toMatchObject({ status: 404, code: "kernel/not-found" });
  await pass(60_000);
  expect(edge.seen).toHaveLength(2);
});

test("who stops watching hears nothing more", async () => {
  const line = openLine();
  const { told, stop, ended, edge } = watch(
    () => answer(job(10)),
    () => line.response,
  );
  await pass(1000);
  stop.abort();
  expect(await ended).toBeUndefined();
  const heard = told.length;
  expect(line.left()).toBe(true);
  await pass(60_000);
  expect(told).toHaveLength(heard);
  expect(edge.seen).toHaveLength(2);
});
