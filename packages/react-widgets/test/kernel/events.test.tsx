import { afterEach, expect, test, vi } from "vitest";

import { createClient, events, type EventsOptions } from "../../src/kernel/client/index.ts";
import {
  answer,
  fakeEdge,
  openLine,
  pass,
  refusal,
  sleep,
  unreached,
  useFakeTime,
  type Line,
  type Sent,
} from "./fake-edge.ts";

useFakeTime();

const running: AbortController[] = [];
afterEach(() => {
  for (const one of running.splice(0)) one.abort();
});

/** Follows a path of an edge that answers each connection by `respond`; with a new line unless it says otherwise. */
const follow = (
  respond: (sent: Sent, index: number) => Response | Promise<Response> | undefined = () =>
    undefined,
  options: Partial<EventsOptions> & { readonly getToken?: () => string } = {},
) => {
  const lines: Line[] = [];
  const edge = fakeEdge((sent, index) => {
    const given = respond(sent, index);
    if (given !== undefined) return given;
    const line = openLine();
    lines.push(line);
    return line.response;
  });
  const { getToken, ...wanted } = options;
  const client = createClient({ baseUrl: "", fetch: edge.fetch, getToken });
  const stop = new AbortController();
  running.push(stop);
  const heard: string[] = [];
  const open: boolean[] = [];
  const done = events(client, "/api/jobs/1/events", {
    signal: stop.signal,
    onEvent: ({ event, data, id }) => heard.push(`${event} ${data} ${id}`),
    onOpen: (state) => open.push(state),
    ...wanted,
  });
  const outcome = done.then(
    () => "ended",
    (error: unknown) => ({ error }),
  );
  return { edge, lines, heard, open, stop, outcome };
};

const hide = (hidden: boolean): void => {
  vi.spyOn(document, "visibilityState", "get").mockReturnValue(hidden ? "hidden" : "visible");
  document.dispatchEvent(new Event("visibilitychange"));
};

const idOf = (sent: Sent | undefined): string | null | undefined =>
  sent?.headers.get("last-event-id");

test("events arrive as they are sent", async () => {
  const stream = follow();
  await pass(0);
  stream.lines[0]?.send("id: 1\nevent: progress\ndata: a\n\n");
  await pass(0);
  stream.lines[0]?.send(": beat\n\nid: 2\ndata: b\n\n");
  await pass(0);
  expect(stream.heard).toEqual(["progress a 1", "message b 2"]);
  expect(stream.edge.seen[0]?.headers.get("accept")).toContain("text/event-stream");
  expect(stream.open).toEqual([true]);
});

test("a connection that ends or breaks is opened again after the wait the server names, and goes on after the last event", async () => {
  const stream = follow(undefined, { lastEventId: "4" });
  await pass(0);
  stream.lines[0]?.send("id: 5\ndata: a\n\nid: 6\ndata: cut off");
  await pass(0);
  stream.lines[0]?.break();
  await pass(2999);
  expect(stream.edge.seen).toHaveLength(1);
  await pass(1);
  stream.lines[1]?.send("id: 6\ndata: b\n\n");
  stream.lines[1]?.end();
  await pass(4000);
  expect(stream.edge.seen.map(idOf)).toEqual(["4", "5", "6"]);
  expect(stream.heard).toEqual(["message a 5", "message b 6"]);
  expect(stream.open).toEqual([true, false, true, false, true]);
});

test("waits grow while nothing comes, up to half a minute, and begin anew after an event", async () => {
  const stream = follow((_, index) =>
    index < 8 ? unreached() : index === 8 ? undefined : unreached(),
  );
  await pass(125_000);
  const waits = stream.edge.seen
    .slice(1, 9)
    .map(({ at }, index) => at - (stream.edge.seen[index]?.at ?? 0));
  expect(waits).toEqual([1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
  stream.lines[0]?.send("data: a\n\n");
  await pass(0);
  stream.lines[0]?.end();
  await pass(3000);
  expect(stream.edge.seen).toHaveLength(10);
});

test("204 is the end, and so is a refusal", async () => {
  const over = follow(() => answer(null, 204));
  expect(await over.outcome).toBe("ended");
  const refused = follow(() => refusal(404, "kernel/not-found"));
  expect(await refused.outcome).toMatchObject({ error: { status: 404, code: "kernel/not-found" } });
  const page = follow(
    () => new Response("<!doctype html>", { headers: { "content-type": "text/html" } }),
  );
  expect(await page.outcome).toMatchObject({ error: { code: "kernel/unexpected-answer" } });
});

test("giving up ends the connection, or the wait for the next one", async () => {
  const open = follow();
  await pass(0);
  open.stop.abort();
  expect(await open.outcome).toBe("ended");
  expect(open.edge.seen[0]?.signal?.aborted).toBe(true);
  expect(open.lines[0]?.left()).toBe(true);
  const waiting = follow(() => unreached());
  await pass(100);
  waiting.stop.abort();
  await pass(60_000);
  expect(waiting.edge.seen).toHaveLength(1);
});

test("a refused token is renewed, and the stream goes on", async () => {
  let token = "old";
  const stream = follow(
    (sent) =>
      sent.headers.get("authorization") === "Bearer new" ? undefined : refusal(401, "x/y"),
    {
      getToken: () => {
        const given = token;
        token = "new";
        return given;
      },
    },
  );
  await pass(0);
  stream.lines[0]?.send("data: a\n\n");
  await pass(0);
  expect(stream.heard).toEqual(["message a "]);
});

test("a connection that falls silent is opened again; heartbeats keep it", async () => {
  const stream = follow();
  await pass(30_000);
  stream.lines[0]?.send(": \n\n");
  await pass(39_000);
  expect(stream.edge.seen).toHaveLength(1);
  await pass(10_000);
  expect(stream.edge.seen).toHaveLength(2);
  expect(stream.lines[0]?.left()).toBe(true);
});

test("after a sleep of the machine the connection is opened again at once", async () => {
  const stream = follow();
  await pass(0);
  stream.lines[0]?.send("id: 9\ndata: a\n\n");
  await pass(2000);
  await sleep(8 * 3_600_000);
  await pass(3500);
  expect(stream.edge.seen.map(idOf)).toEqual([null, "9"]);
});

test("a page out of sight for ten seconds gives its connection back, and takes it up when it is seen", async () => {
  const stream = follow();
  await pass(0);
  stream.lines[0]?.send("id: 3\ndata: a\n\n");
  await pass(0);
  hide(true);
  await pass(9000);
  hide(false);
  await pass(60_000 - 40_000);
  expect(stream.lines[0]?.left()).toBe(false);
  hide(true);
  await pass(10_000);
  expect(stream.lines[0]?.left()).toBe(true);
  await pass(3_600_000);
  expect(stream.edge.seen).toHaveLength(1);
  hide(false);
  await pass(0);
  expect(stream.edge.seen.map(idOf)).toEqual([null, "3"]);
});

test("the network coming back ends the wait", async () => {
  const stream = follow((_, index) => (index < 7 ? unreached() : undefined));
  await pass(70_000);
  const before = stream.edge.seen.length;
  globalThis.dispatchEvent(new Event("online"));
  await pass(0);
  expect(stream.edge.seen).toHaveLength(before + 1);
});

test("a listener that throws ends the stream with its error", async () => {
  const stream = follow(undefined, {
    onEvent: () => {
      throw new Error("a bug of the page");
    },
  });
  await pass(0);
  stream.lines[0]?.send("data: a\n\n");
  expect(await stream.outcome).toEqual({ error: new Error("a bug of the page") });
});
