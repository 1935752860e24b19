import { ok } from "@ennead/core/kernel";
import { defineRoom, defineRoute, type Answer, type RequestContext } from "@ennead/edge";
import { afterAll, beforeAll, expect, test } from "vitest";

import { eventStream, type ServerEvent } from "../../src/kernel/index.ts";
import { openEdge, type Edge } from "../support/edge.ts";

// Sources of the tests: what they have sent and how they ended is told by `state`.
const state = { ended: 0, aborted: false };

async function* counting(context: RequestContext, to: number): AsyncGenerator<ServerEvent> {
  try {
    for (let at = 1; at <= to; at += 1) yield { id: String(at), event: "count", data: { at } };
    await new Promise((_resolve, reject) => {
      context.signal.addEventListener("abort", () => {
        state.aborted = true;
        reject(context.signal.reason as Error);
      });
    });
  } finally {
    state.ended += 1;
  }
}

async function* brief(context: RequestContext): AsyncGenerator<ServerEvent> {
  await Promise.resolve();
  yield { data: `to ${context.company}` };
}

async function* breaking(): AsyncGenerator<ServerEvent> {
  yield { data: 1 };
  await Promise.resolve();
  throw new Error("select secret from somewhere");
}

async function* forging(): AsyncGenerator<ServerEvent> {
  await Promise.resolve();
  yield { id: "1\nevent: admin", event: "a\r\n\r\ndata: 2", data: "x\n\ndata: 3" };
}

const route = (name: string, handler: (context: RequestContext) => Answer) =>
  defineRoute({
    id: `test.${name}`,
    method: "GET",
    path: `/api/test/${name}`,
    summary: name,
    permission: "signed-in",
    response: { media: "text/event-stream" },
    faults: [],
    limits: "json",
    since: "2026-01-01",
    handler: (context) => Promise.resolve(ok(handler(context))),
  });

const room = defineRoom({
  name: "test",
  tables: [],
  routes: [
    route("open", (context) => eventStream(context, counting(context, 3))),
    route("quiet", (context) => eventStream(context, counting(context, 0), { heartbeat: 10 })),
    route("brief", (context) => eventStream(context, brief(context))),
    route("broken", (context) => eventStream(context, breaking())),
    route("forged", (context) => eventStream(context, forging())),
  ],
});

let edge: Edge;
const logged: string[] = [];
beforeAll(async () => {
  edge = await openEdge({
    rooms: [room],
    limits: { timeout: 100 },
    logger: (level, event) => void (level === "info" || logged.push(`${level} ${event}`)),
  });
});
afterAll(() => edge.close());

const open = async (name: string, signal?: AbortSignal, method = "GET"): Promise<Response> =>
  edge.ennead.fetch(
    new Request(`http://ennead.example/api/test/${name}`, {
      method,
      headers: { authorization: `Bearer ${await edge.token("admin")}` },
      ...(signal === undefined ? {} : { signal }),
    }),
  );

const textUntil = async (response: Response, end: string): Promise<string> => {
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  let text = "";
  while (!text.includes(end)) {
    const { done, value } = await reader.read();
    if (done) break;
    text += decoder.decode(value, { stream: true });
  }
  reader.releaseLock();
  return text;
};

test("events are sent as the field names them, and no proxy is to hold them back", async () => {
  const response = await open("brief");
  expect(Object.fromEntries(response.headers)).toMatchObject({
    "content-type": "text/event-stream",
    "cache-control": "no-store",
    "x-accel-buffering": "no",
  });
  expect(await response.text()).toBe(`retry: 3000\n\ndata: "to ${edge.ours}"\n\n`);
});

test("a stream outlives the time limit of requests, and silence is filled", async () => {
  const response = await open("quiet");
  const text = await textUntil(response, ": \n\n".repeat(20));
  expect(text.startsWith("retry: 3000\n\n: \n\n")).toBe(true);
  await response.body?.cancel();
});

test("a stream ends after a while, and whoever comes back is asked who he is", async () => {
  state.ended = 0;
  const response = await open("quiet");
  expect(await response.text()).toContain(": \n\n");
  await expect.poll(() => state.ended, { interval: 1 }).toBe(1);
});

test("one person has a hundred streams open at most, and another as soon as one is closed", async () => {
  const all = await Promise.all(Array.from({ length: 101 }, () => open("open")));
  const refused = all.filter(({ status }) => status === 429);
  expect(refused.length).toBe(1);
  expect(refused[0]?.headers.get("retry-after")).toMatch(/^\d+$/);
  const [one, ...others] = all.filter(({ status }) => status === 200);
  await one?.body?.cancel();
  const next = await open("open");
  expect(next.status).toBe(200);
  await Promise.all([next, ...others].map(({ body }) => body?.cancel()));
});

test("a client that leaves aborts the handler at once", async () => {
  state.ended = 0;
  state.aborted = false;
  const response = await open("open");
  expect(await textUntil(response, "id: 3")).toContain('id: 3\nevent: count\ndata: {"at":3}\n\n');
  const before = performance.now();
  await response.body?.cancel();
  await expect.poll(() => state.ended, { interval: 1 }).toBe(1);
  expect(state.aborted).toBe(true);
  expect(performance.now() - before).toBeLessThan(1000);
});

test("so does one whose request is aborted", async () => {
  state.ended = 0;
  const controller = new AbortController();
  const response = await open("open", controller.signal);
  await textUntil(response, "id: 3");
  controller.abort();
  await expect.poll(() => state.ended, { interval: 1 }).toBe(1);
});

test("HEAD leaves nothing open", async () => {
  const response = await open("open", undefined, "HEAD");
  expect([response.status, response.body]).toEqual([200, null]);
});

test("an error within a stream is told as a problem without its text, and ends it", async () => {
  const response = await open("broken");
  const requestId = response.headers.get("x-request-id");
  const text = await response.text();
  const [, first, second, rest] = text.split("\n\n");
  expect([first, rest]).toEqual(["data: 1", ""]);
  expect(second).toMatch(/^event: error\ndata: /);
  expect(JSON.parse(second?.split("data: ")[1] ?? "")).toMatchObject({
    code: "kernel/internal",
    status: 500,
    requestId,
    instance: `urn:ennead:request:${requestId}`,
  });
  expect(text).not.toContain("secret");
  expect(logged).toEqual(["error internal"]);
});

test("no value of an event can begin a field or an event of its own", async () => {
  const text = await (await open("forged")).text();
  expect(text.split("\n\n")[1]?.split("\n")).toEqual([
    "id: 1 event: admin",
    "event: a    data: 2",
    String.raw`data: "x\n\ndata: 3"`,
  ]);
});

test("closing ends the streams that are open", async () => {
  const other = await openEdge({ rooms: [room] });
  const authorization = `Bearer ${await other.token("admin")}`;
  const response = await other.ennead.fetch(
    new Request("http://ennead.example/api/test/open", { headers: { authorization } }),
  );
  await textUntil(response, "id: 3");
  const before = performance.now();
  await other.close();
  expect(performance.now() - before).toBeLessThan(2000);
});
