import { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { openEdge, theirs, type Edge } from "../support/edge.ts";

let edge: Edge;
const logged: string[] = [];
beforeAll(async () => {
  edge = await openEdge({
    logger: (level, event) => logged.push(`${level} ${event}`),
  });
});
afterAll(() => edge.close());

const raw = (path: string, init: RequestInit = {}): Promise<Response> =>
  Promise.resolve(edge.ennead.fetch(new Request(`http://ennead.example${path}`, init)));

const post = (body: BodyInit, headers: Record<string, string> = {}) =>
  edge.send("admin", "POST", "/api/records/visit", { raw: body, headers });

describe("every answer", () => {
  test("carries the API version, a request id and headers that keep browsers safe", async () => {
    const { headers } = await edge.send("admin", "GET", "/api/access/me", {
      headers: { "x-request-id": "caller-chose-this" },
    });
    expect(Object.fromEntries(headers)).toMatchObject({
      "api-version": "2026-01-01",
      "x-request-id": "caller-chose-this",
      "x-content-type-options": "nosniff",
      "referrer-policy": "no-referrer",
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
      "cache-control": "no-store",
      vary: "Authorization, Cookie, Accept-Version, Origin",
    });
  });

  test("gives a hostile request id no way into a header or a log", async () => {
    const { headers } = await edge.send("admin", "GET", "/api/access/me", {
      headers: { "x-request-id": "<script>alert(1)</script>" },
    });
    expect(headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  });

  test("of a version that is not there is refused", async () => {
    const refused = await edge.send("admin", "GET", "/api/records", {
      headers: { "accept-version": "2020-01-01" },
    });
    expect([refused.status, refused.body["code"]]).toEqual([400, "versioning/unknown-version"]);
  });
});

describe("a problem", () => {
  test("has the members of RFC 9457, a code and a place for each fault", async () => {
    const refused = await post('{"fields":{}}');
    expect(refused.headers.get("content-type")).toBe("application/problem+json");
    expect(refused.body).toEqual({
      type: "urn:ennead:fault:record/required",
      title: "Invalid input",
      status: 422,
      code: "record/required",
      detail: "Subject must have a value.",
      instance: "/api/records/visit",
      errors: [
        {
          pointer: "/fields/subject",
          code: "record/required",
          message: "Subject must have a value.",
        },
      ],
      requestId: refused.headers.get("x-request-id"),
    });
  });
});

const me = async (headers: Record<string, string>): Promise<unknown[]> => {
  const response = await raw("/api/access/me", { headers });
  const { code } = (await response.json()) as { code: string };
  return [response.status, code, response.headers.get("www-authenticate")];
};

describe("a credential", () => {
  test("that is missing, of another kind, or of nobody answers 401", async () => {
    expect(await me({})).toEqual([401, "kernel/unauthenticated", "Bearer"]);
    expect(await me({ authorization: "Basic YTpi" })).toEqual([
      401,
      "access/token-malformed",
      "Bearer",
    ]);
    for (const claims of [
      { sub: "nobody-of-this-name" },
      { company: "no-company" },
      { company: theirs },
      { sub: "a\u0000" },
    ]) {
      const token = await edge.token("admin", claims);
      expect(await me({ authorization: `Bearer ${token}` })).toEqual([
        401,
        "kernel/unauthenticated",
        "Bearer",
      ]);
    }
  });

  test("in the query is none", async () => {
    const token = await edge.token("admin");
    const response = await raw(`/api/access/me?access_token=${token}`);
    expect(response.status).toBe(401);
  });
});

describe("methods", () => {
  test("that a path does not take answer 405 with those it takes", async () => {
    const refused = await edge.send("admin", "PUT", "/api/records/visit");
    expect([refused.status, refused.headers.get("allow")]).toEqual([
      405,
      "GET, POST, HEAD, OPTIONS",
    ]);
    const bulk = await edge.send("admin", "GET", "/api/records/visit/bulk");
    expect([bulk.status, bulk.headers.get("allow")]).toEqual([405, "POST, OPTIONS"]);
  });

  test("OPTIONS tells them, HEAD answers as GET without a body", async () => {
    const options = await raw("/api/records/visit", { method: "OPTIONS" });
    expect([options.status, options.headers.get("allow")]).toEqual([
      204,
      "GET, POST, HEAD, OPTIONS",
    ]);
    const head = await edge.send("admin", "HEAD", "/api/records/visit");
    expect([head.status, head.text, head.headers.get("content-type")]).toEqual([
      200,
      "",
      "application/json",
    ]);
  });

  test("an unknown path is a problem too", async () => {
    const [api, other] = await Promise.all([raw("/api/nothing"), raw("/nothing")]);
    expect([api.status, other.status]).toEqual([404, 404]);
    expect(api.headers.get("content-type")).toBe("application/problem+json");
  });
});

describe("hostile bodies", () => {
  test.each([
    ["no JSON", "{", "kernel/bad-json", 400],
    ["nothing", "", "kernel/bad-json", 400],
    ["no UTF-8", new Uint8Array([0x22, 0xe4, 0x22]), "kernel/bad-json", 400],
    ["an array", "[]", "kernel/invalid-value", 422],
    ["null", "null", "kernel/invalid-value", 422],
    ["deep arrays", `${"[".repeat(100_000)}${"]".repeat(100_000)}`, "kernel/too-deep", 422],
    ["deep objects", `${'{"a":'.repeat(70)}1${"}".repeat(70)}`, "kernel/too-deep", 422],
    [
      "very many keys",
      JSON.stringify(Object.fromEntries(Array.from({ length: 10_001 }, (_, at) => [`k${at}`, 1]))),
      "kernel/too-deep",
      422,
    ],
    [
      "a megabyte and more",
      `{"fields":{"subject":"${"x".repeat(1024 * 1024)}"}}`,
      "kernel/too-large",
      413,
    ],
    [
      "a prototype key",
      '{"__proto__":{"admin":true},"fields":{"subject":"x"}}',
      "kernel/unknown-field",
      422,
    ],
    [
      "a constructor key",
      '{"constructor":1,"fields":{"subject":"x"}}',
      "kernel/unknown-field",
      422,
    ],
    [
      "prototype keys among fields",
      '{"fields":{"subject":"x","__proto__":{"a":1},"constructor":1}}',
      "record/unknown-field",
      422,
    ],
    ["fields that are a list", '{"fields":[]}', "kernel/invalid-value", 422],
    ["NUL in a text", '{"fields":{"subject":"a\\u0000b"}}', "record/bad-format", 422],
    ["half a character", '{"fields":{"subject":"\\ud800"}}', "record/bad-format", 422],
    [
      "a text that is too long",
      `{"fields":{"subject":"${"x".repeat(256)}"}}`,
      "record/too-long",
      422,
    ],
  ])("%s", async (_name, body, code, status) => {
    const refused = await post(body);
    expect([refused.status, refused.body["code"]]).toEqual([status, code]);
  });

  test("a stream without end is cut at the limit", async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        sent += 65_536;
        controller.enqueue(new Uint8Array(65_536).fill(32));
      },
    });
    const refused = await post(endless);
    expect([refused.status, refused.body["code"]]).toEqual([413, "kernel/too-large"]);
    expect(sent).toBeLessThan(4 * 1024 * 1024);
  });

  test("another media type or a content encoding is refused", async () => {
    const form = await post("a=1", { "content-type": "application/x-www-form-urlencoded" });
    expect(form.status).toBe(415);
    const packed = await post("{}", { "content-encoding": "gzip" });
    expect(packed.status).toBe(415);
  });

  test("SQL in every place stays text", async () => {
    const evil = "x'); drop table record; --";
    const made = await post(
      JSON.stringify({ fields: { subject: evil, code: evil }, externalId: evil }),
    );
    expect(made.status).toBe(201);
    const filter = encodeURIComponent(JSON.stringify(["=", "subject", evil]));
    const found = await edge.send("admin", "GET", `/api/records/visit?filter=${filter}&total=true`);
    expect(found.body["total"]).toBe(1);
  });

  test("nothing a caller sent was an error of ours", () => {
    expect(logged).toEqual([]);
  });
});

describe("hostile paths", () => {
  test.each([
    "%00",
    "..%2f..%2fetc",
    "%2e%2e",
    "a%2Fb",
    "%ff",
    "%",
    "'",
    "__proto__",
    "x".repeat(10_000),
    "%F0%9F%98%80",
  ])("an id of %j names nothing", async (id) => {
    const missing = await edge.send("admin", "GET", `/api/records/visit/${id}`);
    expect([missing.status, missing.body["code"]]).toEqual([404, "kernel/not-found"]);
    const object = await edge.send("admin", "GET", `/api/records/${id}`);
    expect(object.status).toBe(404);
  });

  test("a query beyond all measure is refused", async () => {
    const long = await edge.send("admin", "GET", `/api/records/visit?sort=${"x".repeat(20_000)}`);
    expect(long.status).toBe(400);
    const deep = JSON.stringify(
      Array.from({ length: 40 }).reduce((inner) => ["not", inner], ["isNull", "day"]),
    );
    const refused = await edge.send(
      "admin",
      "GET",
      `/api/records/visit?filter=${encodeURIComponent(deep)}`,
    );
    expect([refused.status, refused.body["code"]]).toEqual([422, "filter/too-deep"]);
  });
});

const hosted = (mount: (app: Hono) => void): Hono => {
  const app = new Hono();
  app.get("/hello", (c) => c.text("host"));
  mount(app);
  app.notFound((c) => c.text("the host's own", 404));
  return app;
};

describe("in a host's app", () => {
  test("it answers beneath a prefix and leaves the rest to the host", async () => {
    const app = hosted((one) => one.route("/crm/v1", edge.ennead.hono));
    const authorization = `Bearer ${await edge.token("admin")}`;
    const get = (path: string) => app.request(path, { headers: { authorization } });
    const who = await get("/crm/v1/api/access/me");
    expect(who.status).toBe(200);
    expect((await get("/crm/v1/api/records/visit")).status).toBe(200);
    expect((await get("/crm/v1/healthz")).status).toBe(200);
    expect((await get("/crm/v1/api/nothing")).headers.get("content-type")).toBe(
      "application/problem+json",
    );
    const hello = await get("/hello");
    expect([await hello.text(), hello.headers.get("api-version")]).toEqual(["host", null]);
    expect(await (await get("/elsewhere")).text()).toBe("the host's own");
    const document = (await (await get("/crm/v1/openapi.json")).json()) as {
      servers: { url: string }[];
    };
    expect(document.servers).toEqual([{ url: "/crm/v1" }]);
  });

  test("an error of ours is answered by us, one of the host's by the host", async () => {
    const app = hosted((one) => {
      one.get("/boom", () => {
        throw new Error("the host's");
      });
      one.onError((_error, c) => c.text("handled by the host", 500));
      one.route("/", edge.ennead.hono);
    });
    expect(await (await app.request("/boom")).text()).toBe("handled by the host");
  });

  test("a body that the host has read already is told plainly", async () => {
    const request = new Request("http://ennead.example/api/records/visit", {
      method: "POST",
      headers: {
        authorization: `Bearer ${await edge.token("admin")}`,
        "content-type": "application/json",
      },
      body: "{}",
    });
    await request.text();
    const response = await edge.ennead.fetch(request);
    expect(response.status).toBe(400);
  });

  test("given a base path it takes whole requests", async () => {
    const other = await openEdge({ basePath: "/base" });
    const get = async (path: string): Promise<number> =>
      (await other.send("admin", "GET", path)).status;
    expect(await get("/base/api/access/me")).toBe(200);
    expect(await get("/api/access/me")).toBe(404);
    await other.close();
  });
});

describe("health", () => {
  test("asks the databases once for all who want to know at a time whether it is ready", async () => {
    const { read } = edge.database;
    let reads = 0;
    edge.database.read = (statements) => {
      if (statements.some(({ sql }) => sql.includes("sqlite_master"))) reads += 1;
      return read(statements);
    };
    const all = await Promise.all(Array.from({ length: 20 }, () => raw("/readyz")));
    edge.database.read = read;
    expect(new Set(all.map(({ status }) => status))).toEqual(new Set([200]));
    expect(reads).toBe(1);
  });

  test("is well while the process runs, ready while the schema is whole", async () => {
    expect((await raw("/healthz")).status).toBe(200);
    expect((await raw("/readyz")).status).toBe(200);
    await edge.db.execute("drop trigger record_before_update");
    const broken = await raw("/readyz");
    expect(broken.status).toBe(503);
    await edge.ennead.migrate();
    expect((await raw("/readyz")).status).toBe(200);
  });
});
