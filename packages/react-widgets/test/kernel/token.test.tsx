import { expect, test } from "vitest";

import { createClient, type GetToken } from "../../src/kernel/index.ts";
import {
  answer,
  bearer,
  failure,
  fakeEdge,
  jwt,
  pass,
  refusal,
  sleep,
  start,
  tokenHost,
  useFakeTime,
} from "./fake-edge.ts";

useFakeTime();

const minute = 60_000;
const hour = 60 * minute;

/** Accepts one token only, and tells its time, which may be another than the client's. */
const strictEdge = (good: () => string, serverTime: () => number = Date.now) =>
  fakeEdge((sent) => {
    const date = { date: new Date(serverTime()).toUTCString() };
    return bearer(sent) === good()
      ? answer([], 200, date)
      : refusal(401, "kernel/unauthenticated", date);
  });

const me = "/api/access/me";

test("requests of several widgets that start together, and later ones, share one token", async () => {
  const host = tokenHost("a");
  const edge = strictEdge(() => "a");
  const client = createClient({ baseUrl: "", fetch: edge.fetch, getToken: host.getToken });
  await Promise.all([client.get(me), client.access.listUsers(), client.pivot.list()]);
  await client.get(me);
  expect(host.asked).toEqual([false]);
  expect(edge.seen).toHaveLength(4);
});

test("many refused requests, also slow ones, cost one new token", async () => {
  const host = tokenHost("old", "new");
  const edge = fakeEdge(async (sent, index) => {
    if (bearer(sent) === "new") return answer(index);
    await pass(index * 100);
    return refusal(401, "kernel/unauthenticated");
  });
  const client = createClient({ baseUrl: "", fetch: edge.fetch, getToken: host.getToken });
  await Promise.all(Array.from({ length: 8 }, () => client.get(me)));
  expect(host.asked).toEqual([false, true]);
  expect(edge.seen).toHaveLength(16);
});

test("the same refused token ends every request once, without a second try", async () => {
  const host = tokenHost("old");
  const edge = strictEdge(() => "another");
  const client = createClient({ baseUrl: "", fetch: edge.fetch, getToken: host.getToken });
  const outcomes = await Promise.allSettled([client.get(me), client.get(me), client.get(me)]);
  expect(outcomes.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
  expect(edge.seen).toHaveLength(3);
  expect(host.asked).toEqual([false, true]);
});

test("a new token that is refused as well is a problem after one repetition", async () => {
  const host = tokenHost("old", "new", "newer");
  const edge = strictEdge(() => "another");
  const client = createClient({ baseUrl: "", fetch: edge.fetch, getToken: host.getToken });
  await expect(client.get(me)).rejects.toMatchObject({
    status: 401,
    code: "kernel/unauthenticated",
  });
  expect(edge.seen.map((sent) => bearer(sent))).toEqual(["old", "new"]);
});

test("a getToken that fails is a problem of its own, and is asked anew by the next request", async () => {
  let broken = true;
  const getToken: GetToken = () => {
    if (broken) throw new Error("The sign-in page is down.");
    return "a";
  };
  const edge = strictEdge(() => "a");
  const client = createClient({ baseUrl: "", fetch: edge.fetch, getToken });
  await expect(client.get(me)).rejects.toMatchObject({
    status: 0,
    code: "kernel/token-unavailable",
    cause: new Error("The sign-in page is down."),
  });
  expect(edge.seen).toHaveLength(0);
  broken = false;
  await expect(client.get(me)).resolves.toEqual([]);
});

test("a getToken that hangs is given up after 15 s and told so; the next request asks anew", async () => {
  const signals: AbortSignal[] = [];
  const getToken: GetToken = ({ signal }) => {
    signals.push(signal);
    return signals.length === 1 ? new Promise(() => undefined) : "a";
  };
  const edge = strictEdge(() => "a");
  const client = createClient({ baseUrl: "", fetch: edge.fetch, getToken });
  const refused = failure(Promise.all([client.get(me), client.get(me)]));
  await pass(14_999);
  expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
  await pass(1);
  expect(await refused).toMatchObject({ code: "kernel/token-unavailable" });
  expect(signals.map(({ aborted }) => aborted)).toEqual([true]);
  await expect(client.get(me)).resolves.toEqual([]);
  expect(signals.map(({ aborted }) => aborted)).toEqual([true, false]);
});

test("a sleep of the machine does not use up the time that getToken has", async () => {
  const { promise, resolve: give } = Promise.withResolvers<string>();
  const edge = strictEdge(() => "a");
  const client = createClient({ baseUrl: "", fetch: edge.fetch, getToken: () => promise });
  const asked = client.get(me);
  await pass(1000);
  await sleep(8 * hour);
  await pass(9000);
  give("a");
  await expect(asked).resolves.toEqual([]);
});

test("after a night asleep the first 401 leads to one new token, and all requests go on", async () => {
  const [old, fresh] = [
    jwt("amy", start, start + hour),
    jwt("amy", start + 8 * hour, start + 9 * hour),
  ];
  // No `Date` that the page may read: across origins without an exposed header.
  const edge = fakeEdge((sent) =>
    bearer(sent) === fresh || Date.now() < start + hour ? answer([]) : refusal(401, "x/y"),
  );
  const host = tokenHost(old, fresh);
  const client = createClient({ baseUrl: "", fetch: edge.fetch, getToken: host.getToken });
  await client.get(me);
  await sleep(8 * hour);
  await Promise.all([client.get(me), client.get(me), client.get(me)]);
  expect(host.asked).toEqual([false, true]);
  expect(edge.seen.map((sent) => bearer(sent))).toEqual([old, old, old, old, fresh, fresh, fresh]);
});

test("a client's clock that is hours ahead or behind neither renews a good token nor keeps a bad one", async () => {
  for (const skew of [-5 * hour, 5 * hour]) {
    const server = (): number => Date.now() + skew;
    const token = jwt("amy", server(), server() + hour);
    const host = tokenHost(token, jwt("amy", server(), server() + 2 * hour));
    const edge = fakeEdge(() => answer([], 200, { date: new Date(server()).toUTCString() }));
    const client = createClient({ baseUrl: "", fetch: edge.fetch, getToken: host.getToken });
    // oxlint-disable-next-line no-await-in-loop
    await client.get(me);
    // oxlint-disable-next-line no-await-in-loop
    await pass(50 * minute);
    // oxlint-disable-next-line no-await-in-loop
    await client.get(me);
    expect(host.asked).toEqual([false]);
    // oxlint-disable-next-line no-await-in-loop
    await pass(9 * minute + 1000);
    // oxlint-disable-next-line no-await-in-loop
    await client.get(me);
    expect(host.asked).toEqual([false, true]);
    expect(bearer(edge.seen.at(-1))).toBe(token);
  }
});

test("shortly before its end by the server's time a token is renewed once, beside the requests", async () => {
  const [first, second] = [jwt("amy", start, start + hour), jwt("amy", start, start + 2 * hour)];
  const waiting: ((token: string) => void)[] = [];
  const asked: boolean[] = [];
  const getToken: GetToken = ({ refresh }) => {
    asked.push(refresh);
    return refresh ? new Promise((resolve) => waiting.push(resolve)) : first;
  };
  const edge = fakeEdge(() => answer([], 200, { date: new Date().toUTCString() }));
  const client = createClient({ baseUrl: "", fetch: edge.fetch, getToken });
  await client.get(me);
  await pass(59 * minute + 1000);
  await Promise.all([client.get(me), client.get(me)]);
  await client.get(me);
  expect(edge.seen.map((sent) => bearer(sent))).toEqual([first, first, first, first]);
  expect(asked).toEqual([false, true]);
  waiting[0]?.(second);
  await pass(0);
  await client.get(me);
  expect(edge.seen.map((sent) => bearer(sent)).at(-1)).toBe(second);
});

test("an expired token waits for the next one; when there is none, the server decides", async () => {
  const old = jwt("amy", start, start + hour);
  let fails = false;
  const getToken: GetToken = ({ refresh }) => {
    if (fails) throw new Error("down");
    return refresh ? jwt("amy", Date.now(), Date.now() + hour) : old;
  };
  const edge = fakeEdge(() => answer([], 200, { date: new Date().toUTCString() }));
  const client = createClient({ baseUrl: "", fetch: edge.fetch, getToken });
  await client.get(me);
  await pass(2 * hour);
  await client.get(me);
  const renewed = bearer(edge.seen[1]);
  expect(renewed).not.toBe(old);
  fails = true;
  await pass(2 * hour);
  await expect(client.get(me)).resolves.toEqual([]);
  expect(edge.seen.map((sent) => bearer(sent))).toEqual([old, renewed, renewed]);
});

test("a request that is given up while the token is on its way leaves the token to the others", async () => {
  const { promise, resolve: give } = Promise.withResolvers<string>();
  const edge = strictEdge(() => "a");
  const client = createClient({ baseUrl: "", fetch: edge.fetch, getToken: () => promise });
  const one = new AbortController();
  const gone = failure(client.access.me({ signal: one.signal }));
  const other = client.get(me);
  await pass(0);
  one.abort(new Error("changed my mind"));
  expect(await gone).toEqual(new Error("changed my mind"));
  give("a");
  await expect(other).resolves.toEqual([]);
});
