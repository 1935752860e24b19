import { ok } from "@ennead/core/kernel";
import { defineRoom, defineRoute, durableLimit, type RequestContext } from "@ennead/edge";
import { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { bulk, openEdge, type Edge, type Reply } from "../support/edge.ts";

const state = { aborted: "" };

const route = (name: string, handler: (context: RequestContext) => Promise<unknown>) =>
  defineRoute({
    id: `test.${name}`,
    method: "GET",
    path: `/api/test/${name}`,
    summary: name,
    permission: "signed-in",
    response: null,
    faults: [],
    limits: "json",
    since: "2026-01-01",
    handler: async (context) => {
      await handler(context);
      return ok({ status: 204 });
    },
  });

const room = defineRoom({
  name: "test",
  tables: [],
  routes: [
    route("deaf", () => new Promise(() => undefined)),
    route(
      "heeding",
      ({ signal }) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener("abort", () => {
            state.aborted = (signal.reason as Error).name;
            reject(signal.reason as Error);
          });
        }),
    ),
  ],
});

let edge: Edge;
beforeAll(async () => {
  edge = await openEdge({ rooms: [room], limits: { timeout: 60 } });
});
afterAll(() => edge.close());

const make = (raw: BodyInit, headers: Readonly<Record<string, string>> = {}): Promise<Reply> =>
  edge.send("admin", "POST", "/api/records/visit", { raw, headers });

const told = ({ status, body }: Reply): unknown[] => [status, body["code"]];

const padded = (bytes: number): string => {
  const text = '{"fields":{"subject":"x"}}';
  return text + " ".repeat(bytes - text.length);
};

const nested = (levels: number): string => `${"[".repeat(levels)}${"]".repeat(levels)}`;

const many = (count: number): string => JSON.stringify(Array.from({ length: count }, () => 1));

const query = (count: number): string =>
  Array.from({ length: count }, (_, at) => `p${at}=1`).join("&");

const listBy = (text: string) => edge.send("admin", "GET", `/api/records/visit?${text}`);

const statusFor = async (accept: string, path = "/api/access/me"): Promise<number> =>
  (await edge.send("admin", "GET", path, { headers: { accept } })).status;

describe("a body", () => {
  test("has 1 MiB and no byte more", async () => {
    expect((await make(padded(1024 * 1024))).status).toBe(201);
    expect(told(await make(padded(1024 * 1024 + 1)))).toEqual([413, "kernel/too-large"]);
  });

  test("is 64 levels deep and no more", async () => {
    expect(told(await make(nested(64)))).toEqual([422, "kernel/invalid-value"]);
    expect(told(await make(nested(65)))).toEqual([422, "kernel/too-deep"]);
  });

  test("has 10,000 members and no more", async () => {
    expect(told(await make(many(10_000)))).toEqual([422, "kernel/invalid-value"]);
    expect(told(await make(many(10_001)))).toEqual([422, "kernel/too-deep"]);
  });

  test.each([
    '{"fields":{"subject":"a"},"fields":{"subject":"b"}}',
    '{"fields":{"subject":"a","subject":"b"}}',
    String.raw`{"fields":{"subject":"a","\u0073ubject":"b"}}`,
    '{"fields":{"subject":"a"},"__proto__":1,"__proto__":2}',
  ])("says nothing twice: %s", async (raw) => {
    expect(told(await make(raw))).toEqual([400, "kernel/bad-json"]);
  });

  test("may hold colons, quotes and backslashes in its texts", async () => {
    const subject = String.raw`a":"b\\":{}\" : \\`;
    const made = await make(JSON.stringify({ fields: { subject, code: `${subject}:` } }));
    expect([made.status, (made.body["fields"] as Record<string, unknown>)["subject"]]).toEqual([
      201,
      subject,
    ]);
  });

  test("comes as it is: no encoding of its content is undone", async () => {
    for (const encoding of ["gzip", "br", "deflate", "gzip, identity"]) {
      const packed = await make("{}", { "content-encoding": encoding });
      expect(told(packed)).toEqual([415, "kernel/unsupported-media"]);
    }
    const plain = await make('{"fields":{"subject":"x"}}', { "content-encoding": "identity" });
    expect(plain.status).toBe(201);
    const load = { ...bulk("packed"), "content-encoding": "gzip" };
    const lines = await edge.send("admin", "POST", "/api/records/visit/bulk", {
      raw: "{}",
      headers: load,
    });
    expect(lines.status).toBe(415);
  });

  test("of lines that the host has read already is told plainly", async () => {
    const request = new Request("http://ennead.example/api/records/visit/bulk", {
      method: "POST",
      headers: { authorization: `Bearer ${await edge.token("admin")}`, ...bulk("read") },
      body: "{}",
    });
    await request.text();
    expect((await edge.ennead.fetch(request)).status).toBe(400);
  });
});

describe("a query", () => {
  test("has 100 parameters and no more, each of them once", async () => {
    expect(told(await listBy(query(100)))).toEqual([422, "kernel/unknown-field"]);
    expect(told(await listBy(query(101)))).toEqual([400, "kernel/bad-request"]);
    expect(told(await listBy("limit=1&limit=2"))).toEqual([400, "kernel/bad-request"]);
    expect(told(await listBy("a[__proto__][b]=1&__proto__=2"))).toEqual([
      422,
      "kernel/unknown-field",
    ]);
  });

  test("asks for a page of 500 at most", async () => {
    expect((await edge.send("admin", "GET", "/api/records/visit?limit=500")).status).toBe(200);
    expect((await edge.send("admin", "GET", "/api/records/visit?limit=501")).status).toBe(422);
  });
});

describe("time", () => {
  test("is up for a handler whether it heeds its signal or not", async () => {
    const deaf = await edge.send("admin", "GET", "/api/test/deaf");
    expect(told(deaf)).toEqual([503, "kernel/timeout"]);
    expect(Number(deaf.headers.get("retry-after"))).toBeGreaterThanOrEqual(1);
    const heeding = await edge.send("admin", "GET", "/api/test/heeding");
    expect(told(heeding)).toEqual([503, "kernel/timeout"]);
    expect(state.aborted).toBe("TimeoutError");
  });

  test("is up for a body that never ends", async () => {
    const silent = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode("{")),
    });
    expect(told(await make(silent))).toEqual([503, "kernel/timeout"]);
  });

  test("is over for a handler whose client has left", async () => {
    const controller = new AbortController();
    const authorization = `Bearer ${await edge.token("admin")}`;
    const asked = Promise.resolve(
      edge.ennead.fetch(
        new Request("http://ennead.example/api/test/heeding", {
          headers: { authorization },
          signal: controller.signal,
        }),
      ),
    );
    setTimeout(() => controller.abort(), 10);
    await asked;
    expect(state.aborted).toBe("AbortError");
  });
});

describe("what a caller accepts", () => {
  test.each([
    "*/*",
    "application/json",
    "application/*;q=0.5, text/html",
    "text/html, application/json;q=0.1",
    "APPLICATION/JSON",
  ])("%s is answered", async (accept) => {
    expect(await statusFor(accept)).toBe(200);
  });

  test.each(["text/html", "application/xml, text/*", "application/json;q=0", "garbage"])(
    "%s is not, with 406",
    async (accept) => {
      expect(await statusFor(accept)).toBe(406);
    },
  );
});

describe("the paths beside the routes", () => {
  test.each([
    ["POST", "/healthz", "GET, HEAD, OPTIONS"],
    ["DELETE", "/readyz", "GET, HEAD, OPTIONS"],
    ["PUT", "/openapi.json", "GET, HEAD, OPTIONS"],
    ["PATCH", "/api/openapi.json", "GET, HEAD, OPTIONS"],
    ["POST", "/api/reference", "GET, HEAD, OPTIONS"],
  ])("%s %s answers 405 with what it takes", async (method, path, allow) => {
    const refused = await edge.send("admin", method, path);
    expect([refused.status, refused.headers.get("allow")]).toEqual([405, allow]);
    const options = await edge.send("admin", "OPTIONS", path);
    expect([options.status, options.headers.get("allow")]).toEqual([204, allow]);
    const head = await edge.send("admin", "HEAD", path);
    expect([head.status, head.text]).toEqual([200, ""]);
  });

  test("the tick is there where the host gave a secret, for POST alone", async () => {
    const none = await edge.send("admin", "GET", "/internal/tick");
    expect(none.status).toBe(404);
    const ticking = await openEdge({ tickSecret: "a tick secret of at least 32 characters" });
    const refused = await ticking.send("admin", "GET", "/internal/tick");
    expect([refused.status, refused.headers.get("allow")]).toEqual([405, "POST, OPTIONS"]);
    await ticking.close();
  });
});

test("beneath two prefixes of a host, refusals and preflights are ours", async () => {
  const app = new Hono().route("/a", new Hono().route("/b/", edge.ennead.hono));
  const get = async (path: string, method = "GET"): Promise<number> =>
    (await app.request(path, { method })).status;
  expect(await get("/a/b/healthz")).toBe(200);
  expect(await get("/a/b/healthz", "POST")).toBe(405);
  expect(await get("/a/b/api/access/me")).toBe(401);
  expect(await get("/a/b/api/%2e%2e/healthz")).not.toBe(500);
});

describe("If-None-Match", () => {
  test("takes weak tags, strong ones and lists", async () => {
    const made = await make('{"fields":{"subject":"Tagged"}}');
    const tag = made.headers.get("etag") ?? "";
    const path = `/api/records/visit/${String(made.body["id"])}`;
    const asked = async (value: string): Promise<number> =>
      (await edge.send("admin", "GET", path, { headers: { "if-none-match": value } })).status;
    const bare = tag.replace("W/", "");
    expect(
      await Promise.all([tag, bare, `"x", ${tag}`, `W/"y",${bare} ,"z"`, "*"].map(asked)),
    ).toEqual([304, 304, 304, 304, 304]);
    expect(await Promise.all(['"x"', "", bare.slice(1, -1)].map(asked))).toEqual([200, 200, 200]);
  });
});

describe("rate limits", () => {
  const narrow = { quota: 3, window: 60_000 };

  test("tell what is left, and when to come back", async () => {
    const limited = await openEdge({ limits: { rates: { read: narrow } } });
    const replies: Reply[] = [];
    for (let at = 0; at < 5; at += 1)
      replies.push(await limited.send("rep", "GET", "/api/access/me"));
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 429, 429]);
    expect(replies[0]?.headers.get("ratelimit-policy")).toBe('"read";q=3;w=60');
    expect(replies.map(({ headers }) => headers.get("ratelimit")?.split(";")[1])).toEqual([
      "r=2",
      "r=1",
      "r=0",
      "r=0",
      "r=0",
    ]);
    const refused = replies[4];
    expect(refused?.body).toMatchObject({ code: "kernel/rate-limited", info: { policy: "read" } });
    const wait = Number(refused?.headers.get("retry-after"));
    expect(wait).toBeGreaterThanOrEqual(20);
    limited.time.now += wait * 1000;
    expect((await limited.send("rep", "GET", "/api/access/me")).status).toBe(200);
    await limited.close();
  });

  test("are each caller's own, and each class's", async () => {
    const limited = await openEdge({ limits: { rates: { read: narrow } } });
    for (let at = 0; at < 4; at += 1) await limited.send("rep", "GET", "/api/access/me");
    const status = async (as: "mate" | "stranger" | "rep", method: string, path: string) =>
      (
        await limited.send(
          as,
          method,
          path,
          method === "POST" ? { body: { fields: { subject: "x" } } } : {},
        )
      ).status;
    expect([
      await status("mate", "GET", "/api/access/me"),
      await status("stranger", "GET", "/api/access/me"),
      await status("rep", "POST", "/api/records/visit"),
      await status("rep", "GET", "/api/access/me"),
    ]).toEqual([200, 200, 201, 429]);
    await limited.close();
  });

  test("hold for the documents that everybody may read, and not for the questions of a watchman", async () => {
    const limited = await openEdge({ limits: { rates: { anonymous: narrow } } });
    const ask = async (path: string, ip: string): Promise<number> =>
      (await limited.ennead.fetch(new Request(`http://ennead.example${path}`), { ip })).status;
    const documents = ["/openapi.json", "/api/openapi.json", "/api/reference", "/openapi.json"];
    const answers: number[] = [];
    for (const path of documents) answers.push(await ask(path, "192.0.2.1"));
    expect(answers).toEqual([200, 200, 200, 429]);
    expect(await ask("/openapi.json", "192.0.2.2")).toBe(200);
    for (let at = 0; at < 5; at += 1) expect(await ask("/healthz", "192.0.2.1")).toBe(200);
    expect(await ask("/readyz", "192.0.2.1")).toBe(200);
    await limited.close();
  });

  test("are not widened by making keys", async () => {
    const limited = await openEdge({ limits: { rates: { read: narrow } } });
    const keys: string[] = [];
    for (let at = 0; at < 14; at += 1) {
      const body = { name: "One of many", scopes: ["read"] };
      const made = await limited.send("rep", "POST", "/api/access/api-keys", { body });
      keys.push(String(made.body["value"]));
    }
    const ask = async (key = ""): Promise<string> => {
      const headers = { authorization: `Bearer ${key}` };
      const request = new Request("http://ennead.example/api/access/me", { headers });
      const { status, headers: sent } = await limited.ennead.fetch(request);
      return `${status} ${sent.get("ratelimit-policy")}`;
    };
    // A key that goes on asking in vain takes nothing from the others.
    for (let at = 0; at < 40; at += 1) await ask(keys[0]);
    expect(await ask(keys[0])).toBe('429 "read";q=3;w=60');
    const answers: string[] = [];
    for (const key of keys.slice(1)) for (let at = 0; at < 3; at += 1) answers.push(await ask(key));
    expect(answers.slice(0, 27)).toEqual(answers.slice(0, 27).map(() => '200 "read";q=3;w=60'));
    expect(new Set(answers.slice(27))).toEqual(new Set(['429 "read-keys";q=30;w=60']));
    expect((await limited.send("rep", "GET", "/api/access/me")).status).toBe(200);
    await limited.close();
  });

  test("before sign-in are an address's; a good credential is heard from anywhere", async () => {
    const limited = await openEdge({
      trustedHops: 1,
      limits: { rates: { anonymous: narrow, unknown: { quota: 5, window: 60_000 } } },
    });
    const knock = async (forwarded: string | null, authorization = "Bearer a.b.c") => {
      const headers = {
        authorization,
        ...(forwarded === null ? {} : { "x-forwarded-for": forwarded }),
      };
      const request = new Request("http://ennead.example/api/access/me", { headers });
      return (await limited.ennead.fetch(request)).status;
    };
    const good = `Bearer ${await limited.token("admin")}`;
    const evil: number[] = [];
    // What stands to the left is invented by the caller himself.
    for (let at = 0; at < 5; at += 1) evil.push(await knock(`10.0.0.${at}, 192.0.2.1`));
    expect(evil).toEqual([401, 401, 401, 429, 429]);
    // A whole office may share an address, and everybody that of a proxy which nobody told of.
    expect(await knock("192.0.2.1", good)).toBe(200);
    expect(await knock("192.0.2.2")).toBe(401);
    // Callers of unknown address share a bucket.
    const unknown: number[] = [];
    for (let at = 0; at < 7; at += 1) unknown.push(await knock(null));
    expect(unknown).toEqual([401, 401, 401, 401, 401, 429, 429]);
    expect(await knock(null, good)).toBe(200);
    await limited.close();
  });

  test("of costly classes count what other isolates were asked", async () => {
    const limited = await openEdge({ limits: { rates: { bulk: narrow } } });
    const { database, time, ours, users } = limited;
    const load = (key: string): Promise<Reply> =>
      limited.send("admin", "POST", "/api/records/visit/bulk", { raw: "", headers: bulk(key) });
    expect((await load("here")).status).toBe(200);
    const elsewhere = durableLimit(database, "bulk", narrow);
    for (let at = 0; at < 2; at += 1) await elsewhere.take(`${ours} ${users.admin}`, time.now);
    const refused = await load("here too");
    expect([refused.status, refused.headers.get("ratelimit")?.split(";")[1]]).toEqual([429, "r=0"]);
    await limited.close();
  });
});
