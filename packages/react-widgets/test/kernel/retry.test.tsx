import { expect, test, vi } from "vitest";

import { createActionKeys, createClient, isFault, ProblemError } from "../../src/kernel/index.ts";
import { answer, failure, fakeEdge, pass, refusal, start, useFakeTime } from "./fake-edge.ts";

useFakeTime();

const clientOf = (respond: Parameters<typeof fakeEdge>[0]) => {
  const edge = fakeEdge(respond);
  return { edge, client: createClient({ baseUrl: "", fetch: edge.fetch }) };
};

const keysOf = ({ seen }: ReturnType<typeof fakeEdge>): (string | null)[] =>
  seen.map(({ headers }) => headers.get("idempotency-key"));

const body = {
  name: "Sales",
  spec: { version: 1, source: "deal", rows: [], cols: [], values: [] },
} as const;

test("an operation is a function: its path, query, body and media come from the routes", async () => {
  const { edge, client } = clientOf(({ method }) =>
    method === "DELETE" ? answer(null, 204) : answer({ items: [] }),
  );
  await client.pivot.list({ query: { limit: "7", cursor: "a b" } });
  await client.pivot.update({ params: { id: "a/b" }, body: { name: "x" }, ifMatch: 3 });
  await expect(client.pivot.delete({ params: { id: "1" } })).resolves.toBeUndefined();
  const raw = await client.record.bulk({ params: { object: "account" }, body: "{}\n" });
  expect(raw).toBeInstanceOf(Response);
  expect(edge.seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
    "GET /api/analytics/reports?limit=7&cursor=a+b",
    "PATCH /api/analytics/reports/a%2Fb",
    "DELETE /api/analytics/reports/1",
    "POST /api/records/account/bulk",
  ]);
  expect(edge.seen[1]?.headers.get("if-match")).toBe('W/"3"');
  expect(edge.seen[1]?.body).toBe('{"name":"x"}');
  expect(edge.seen[3]?.headers.get("content-type")).toBe("application/x-ndjson");
  expect(edge.seen[3]?.headers.get("accept")).toBe(
    "application/x-ndjson, application/problem+json",
  );
  expect(edge.seen[3]?.body).toBe("{}\n");
});

test("a refusal is asked for by its code, and by no code that the operation cannot have", async () => {
  const { client } = clientOf(() => refusal(412, "kernel/precondition-failed"));
  const error: unknown = await client.pivot
    .update({ params: { id: "1" }, body: {} })
    .catch((caught: unknown) => caught);
  expect(isFault("pivot.update", error, "kernel/precondition-failed")).toBe(true);
  expect(isFault("pivot.update", error, "kernel/not-found")).toBe(false);
  // @ts-expect-error A report cannot be refused like this.
  expect(isFault("pivot.update", error, "access/duplicate-email")).toBe(false);
});

test("reads carry no Idempotency-Key, every change a fresh one", async () => {
  const { edge, client } = clientOf(() => answer({}));
  await client.access.me();
  await client.pivot.create({ body });
  await client.pivot.create({ body });
  const [none, first, second] = keysOf(edge);
  expect(none).toBeNull();
  expect(first).toMatch(/^[0-9a-f]{32}$/);
  expect(second).not.toBe(first);
});

test("a change whose answer was lost is sent again with its key", async () => {
  const { edge, client } = clientOf((_, index) =>
    index < 2 ? Promise.reject(new TypeError("failed to fetch")) : answer({ id: "1" }, 201),
  );
  const created = client.pivot.create({ body });
  await pass(5000);
  await expect(created).resolves.toEqual({ id: "1" });
  expect(new Set(keysOf(edge)).size).toBe(1);
  expect(edge.seen).toHaveLength(3);
});

test("a change is sent three times at most", async () => {
  const { edge, client } = clientOf(() => Promise.reject(new TypeError("failed to fetch")));
  const refused = failure(client.pivot.create({ body }));
  await pass(60_000);
  expect(await refused).toMatchObject({ code: "kernel/unreachable" });
  expect(edge.seen).toHaveLength(3);
});

test("the key of an action stays until it has succeeded, or sends something else", () => {
  const keys = createActionKeys();
  const first = keys.keyOf({ name: "a" });
  expect(keys.keyOf({ name: "a" })).toBe(first);
  const other = keys.keyOf({ name: "b" });
  expect(other).not.toBe(first);
  keys.done();
  expect(keys.keyOf({ name: "b" })).not.toBe(other);
});

test("429 and 503 are waited out as long as they ask, by seconds or by a date of the server's", async () => {
  const later = {
    date: new Date(start - 5_000_000).toUTCString(),
    "retry-after": new Date(start - 4_997_000).toUTCString(),
  };
  const { edge, client } = clientOf((_, index) =>
    index === 0
      ? refusal(429, "kernel/rate-limited", { "retry-after": "2" })
      : index === 1
        ? refusal(503, "kernel/unavailable", later)
        : answer([]),
  );
  const got = client.get("/api/records");
  await pass(20_000);
  await expect(got).resolves.toEqual([]);
  expect(edge.seen.map(({ at }) => at)).toEqual([0, 2000, 5000]);
});

test("equal waits are spread, so that many clients do not come back as one", async () => {
  vi.spyOn(Math, "random").mockReturnValue(0.5);
  const { edge, client } = clientOf((_, index) =>
    index === 0 ? refusal(503, "kernel/unavailable", { "retry-after": "4" }) : answer([]),
  );
  const got = client.pivot.create({ body });
  await pass(10_000);
  await got;
  expect(edge.seen.map(({ at }) => at)).toEqual([0, 4500]);
  expect(new Set(keysOf(edge)).size).toBe(1);
});

test("a wait of more than half a minute, or none named, is the reader's to decide", async () => {
  const long = clientOf(() => refusal(429, "kernel/rate-limited", { "retry-after": "31" }));
  await expect(long.client.get("/api/records")).rejects.toMatchObject({
    status: 429,
    retryAfter: 31_000,
  });
  const none = clientOf(() => refusal(503, "kernel/unavailable"));
  await expect(none.client.get("/api/records")).rejects.toMatchObject({
    status: 503,
    retryAfter: undefined,
  });
  expect(long.edge.seen.length + none.edge.seen.length).toBe(2);
});

test("a stream is sent once: it could not be read again", async () => {
  const { edge, client } = clientOf(() =>
    refusal(503, "kernel/unavailable", { "retry-after": "1" }),
  );
  const stream = new ReadableStream();
  await expect(
    client.record.bulk({ params: { object: "account" }, body: stream as unknown as BodyInit }),
  ).rejects.toBeInstanceOf(ProblemError);
  expect(edge.seen).toHaveLength(1);
});

test("giving up ends the request, and also the wait before it is sent again", async () => {
  const { edge, client } = clientOf(() =>
    refusal(503, "kernel/unavailable", { "retry-after": "9" }),
  );
  const given = new AbortController();
  const gone = failure(client.access.me({ signal: given.signal }));
  await pass(3000);
  given.abort(new Error("enough"));
  expect(await gone).toEqual(new Error("enough"));
  await pass(60_000);
  expect(edge.seen).toHaveLength(1);
  await expect(client.access.me({ signal: given.signal })).rejects.toThrow("enough");
  expect(edge.seen).toHaveLength(1);
});

test("without a network the problem says so, and nothing is sent again", async () => {
  vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
  const { edge, client } = clientOf(() => Promise.reject(new TypeError("failed to fetch")));
  await expect(client.pivot.create({ body })).rejects.toMatchObject({
    status: 0,
    code: "kernel/offline",
  });
  expect(edge.seen).toHaveLength(1);
});
