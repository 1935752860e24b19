import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

import { getRequestListener } from "@hono/node-server";
import chromium from "@sparticuz/chromium";
import { chromium as playwright } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { openEdge, type Edge, type Person, type Reply } from "../support/edge.ts";

const ours = "https://crm.ours.example";
const theirs = "https://crm.theirs.example:8443";
const host = "https://portal.host.example";
const evil = "https://evil.example";

let edge: Edge;
beforeAll(async () => {
  edge = await openEdge({
    origins: [host],
    limits: { rates: { read: { quota: 5000, window: 1 } } },
  });
  await listed("admin", [ours]);
  await listed("stranger", [theirs]);
});
afterAll(() => edge.close());

const listed = (as: Person, origins: readonly string[]): Promise<Reply> =>
  edge.send(as, "PATCH", "/api/access/company", { body: { origins } });

/** A server on loopback, on a port of its own. */
const listening = async (listener: RequestListener) => {
  const server = createServer(listener);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
};

const corsOf = (headers: Headers): Record<string, string> =>
  Object.fromEntries([...headers].filter(([name]) => name.startsWith("access-control-")));

const preflight = async (origin: string, path = "/api/records/visit"): Promise<Response> =>
  edge.ennead.fetch(
    new Request(`http://ennead.example${path}`, {
      method: "OPTIONS",
      headers: {
        origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "authorization,content-type",
      },
    }),
  );

/** What a page of this origin is told of a bad credential. */
const unsigned = async (origin: string): Promise<unknown[]> => {
  const headers = { origin, authorization: "Bearer x.y.z" };
  const answer = await edge.ennead.fetch(
    new Request("http://ennead.example/api/access/me", { headers }),
  );
  return [answer.status, answer.headers.get("access-control-allow-origin")];
};

const get = (as: Person, headers: Readonly<Record<string, string>>): Promise<Reply> =>
  edge.send(as, "GET", "/api/access/me", { headers });

describe("a preflight", () => {
  test.each([ours, theirs, host])("of %s is answered: somebody lists it", async (origin) => {
    const answer = await preflight(origin);
    expect([answer.status, corsOf(answer.headers)]).toEqual([
      204,
      {
        "access-control-allow-origin": origin,
        "access-control-allow-methods": "GET, POST",
        "access-control-allow-headers": expect.stringContaining("Authorization") as string,
        "access-control-expose-headers": expect.stringContaining("ETag") as string,
        "access-control-max-age": "600",
      },
    ]);
    expect(answer.headers.get("vary")).toContain("Origin");
  });

  test.each([
    evil,
    "null",
    "*",
    `${ours}.evil.example`,
    `${ours}:444`,
    ours.replace("https", "http"),
    ours.toUpperCase(),
    `${ours}/`,
    "https://crm.ours.example@evil.example",
    "",
  ])("of %j is refused without a word that a browser would take for leave", async (origin) => {
    const answer = await preflight(origin);
    expect([answer.status, corsOf(answer.headers)]).toEqual([403, {}]);
  });

  test("of a path that is not there is told so", async () => {
    expect((await preflight(ours, "/api/nothing")).status).toBe(404);
  });
});

describe("a request of a page", () => {
  test("of an origin of its company may be read, and never goes with cookies", async () => {
    const answer = await get("admin", { origin: ours });
    expect([answer.status, corsOf(answer.headers)]).toEqual([
      200,
      {
        "access-control-allow-origin": ours,
        "access-control-expose-headers":
          "API-Version, Content-Disposition, ETag, Idempotency-Replayed, Location, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id",
      },
    ]);
    expect(answer.headers.get("vary")).toContain("Origin");
  });

  test("of an origin of the host may be read for every company", async () => {
    for (const person of ["admin", "stranger"] as const) {
      const answer = await get(person, { origin: host });
      expect([answer.status, answer.headers.get("access-control-allow-origin")]).toEqual([
        200,
        host,
      ]);
    }
  });

  test.each([theirs, evil, "null"])("of %s is refused for our company", async (origin) => {
    const answer = await get("admin", { origin });
    expect([answer.status, answer.body["code"], corsOf(answer.headers)]).toEqual([
      403,
      "kernel/forbidden",
      {},
    ]);
  });

  test("changes nothing where it is refused", async () => {
    const made = await edge.send("admin", "POST", "/api/records/visit", {
      body: { fields: { subject: "From elsewhere" } },
      headers: { origin: theirs },
    });
    expect(made.status).toBe(403);
    const { rows } = await edge.db.execute("select count(*) as n from record");
    expect(rows[0]?.["n"]).toBe(0);
  });

  test("learns why it was not signed in, if it may ask at all", async () => {
    expect(await unsigned(ours)).toEqual([401, ours]);
    expect(await unsigned(evil)).toEqual([401, null]);
  });

  test("may read what a tag says, refusals and a list alike", async () => {
    const headers = { origin: ours };
    const missing = await edge.send("admin", "GET", "/api/records/visit/none", { headers });
    expect([missing.status, missing.headers.get("access-control-allow-origin")]).toEqual([
      404,
      ours,
    ]);
    const list = await edge.send("admin", "GET", "/api/records/visit", { headers });
    expect([list.status, list.headers.get("access-control-allow-origin")]).toEqual([200, ours]);
  });

  test("of our own origin is no foreign one, also behind a proxy", async () => {
    const own = await get("admin", { origin: "http://ennead.example" });
    expect([own.status, corsOf(own.headers)]).toEqual([200, {}]);
    const proxied = await get("admin", {
      origin: "https://public.example",
      "sec-fetch-site": "same-origin",
    });
    expect([proxied.status, corsOf(proxied.headers)]).toEqual([200, {}]);
  });
});

describe("a company's list", () => {
  test("holds from the moment it was changed", async () => {
    const fresh = "https://fresh.ours.example";
    expect((await preflight(fresh)).status).toBe(403);
    await listed("admin", [ours, fresh]);
    expect((await preflight(fresh)).status).toBe(204);
    expect((await get("admin", { origin: fresh })).status).toBe(200);
    await listed("admin", [ours]);
    expect((await preflight(fresh)).status).toBe(403);
    expect((await get("admin", { origin: fresh })).status).toBe(403);
  });

  test("is audited, and shown to those who administer", async () => {
    const answer = await edge.send("admin", "GET", "/api/access/company");
    expect(answer.body["origins"]).toEqual([ours]);
    const { rows } = await edge.db.execute({
      sql: "select diff from audit_event where entity = 'access.company' and company_id = ? order by seq desc limit 1",
      args: [edge.ours],
    });
    expect(String(rows[0]?.["diff"])).toContain("origins");
  });

  test.each([
    "*",
    "null",
    "crm.example.com",
    "https://a.example/",
    "https://a.example/x",
    "ftp://a.example",
    "https://*.example.com",
    "https://A.example",
    "https://a.example:443",
  ])("takes no %j", async (origin) => {
    const answer = await listed("admin", [origin]);
    expect([answer.status, answer.body["code"]]).toEqual([422, "kernel/invalid-value"]);
  });

  test("is not read again for every origin that strangers invent", async () => {
    const { read } = edge.database;
    let reads = 0;
    edge.database.read = (statements) => {
      reads += 1;
      return read(statements);
    };
    for (let at = 0; at < 200; at += 1) await preflight(`https://invented-${at}.example`);
    edge.database.read = read;
    expect(reads).toBeLessThanOrEqual(2);
  });
});

test.each(["*", "https://a.example/", "a.example", "https://*.a.example"])(
  "the host cannot list %j",
  async (origin) => {
    await expect(openEdge({ origins: [origin] })).rejects.toThrow("An origin is written like");
  },
);

test("a page in a real browser reads answers where it is listed, and nowhere else", async () => {
  const listener = getRequestListener((request) => edge.ennead.fetch(request));
  const api = await listening((incoming, outgoing) => void listener(incoming, outgoing));
  const page = await listening((_incoming, outgoing) => {
    outgoing.writeHead(200, { "content-type": "text/html" }).end("<title>Embedding</title>");
  });
  const browser = await playwright.launch({
    executablePath: await chromium.executablePath(),
    args: ["--no-sandbox", "--headless=shell"],
  });
  try {
    const tab = await browser.newPage();
    await tab.goto(page.url);
    const authorization = `Bearer ${await edge.token("admin")}`;
    // A header of its own makes the browser ask beforehand.
    const read = (): Promise<unknown> =>
      tab.evaluate(
        async ([url = "", bearer = ""]) => {
          const headers = { authorization: bearer, "accept-version": "2026-01-01" };
          try {
            const answer = await fetch(`${url}/api/access/company`, { headers });
            return [answer.status, answer.headers.get("etag") !== null];
          } catch (error) {
            return String(error);
          }
        },
        [api.url, authorization],
      );
    expect(await read()).toBe("TypeError: Failed to fetch");
    await listed("admin", [page.url]);
    expect(await read()).toEqual([200, true]);
    await listed("admin", []);
    expect(await read()).toBe("TypeError: Failed to fetch");
  } finally {
    await browser.close();
    api.close();
    page.close();
  }
}, 60_000);
