import { unwrap } from "@ennead/core/kernel";
import { createEnnead, hs256Bearer, openLibsql, sharedDb, type Strategy } from "@ennead/edge";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";

import { databases } from "../support/databases.ts";
import { openEdge, secret, type Edge, type Person, type Reply } from "../support/edge.ts";

const minute = 60_000;
const site = "https://ennead.example";
const secured = "__Host-ennead_session";

const pairOf = (line: string): string => line.split(";")[0] ?? "";

describe.each(databases)("sessions on %s", (on) => {
  let edge: Edge;
  beforeAll(async () => {
    edge = await openEdge({}, on);
  });
  afterAll(() => edge.close());
  // A token names whole seconds: one of the second in which somebody was signed out counts as older.
  beforeEach(() => {
    edge.time.now += 1000;
  });

  const begin = async (
    as: Person,
    request: Request = new Request(`${site}/login`),
  ): Promise<{ readonly line: string; readonly cookie: string; readonly expiresAt: number }> => {
    const company = as === "stranger" ? edge.theirs : edge.ours;
    const begun = await edge.ennead.sessions.begin({ company, user: edge.users[as] }, request);
    const { cookie, expiresAt } = unwrap(begun);
    return { line: cookie, cookie: pairOf(cookie), expiresAt };
  };

  const ask = async (
    cookie: string,
    method = "GET",
    path = "/api/access/me",
    headers: Readonly<Record<string, string>> = {},
    body?: unknown,
  ): Promise<{ readonly status: number; readonly code: unknown; readonly body: Reply["body"] }> => {
    const response = await edge.ennead.fetch(
      new Request(`${site}${path}`, {
        method,
        headers: {
          cookie,
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
    const text = await response.text();
    const json = (text === "" ? {} : JSON.parse(text)) as Reply["body"];
    return { status: response.status, code: json["code"], body: json };
  };
  const ended = { status: 401, code: "access/session-ended" };

  const seenAt = async (): Promise<unknown[]> => {
    const { rows } = await edge.db.execute("select seen_at from session order by seen_at desc");
    return rows.map((row) => row["seen_at"]);
  };

  const idOf = async (cookie: string): Promise<string> => {
    const listed = await ask(cookie, "GET", "/api/access/sessions");
    const items = listed.body["items"] as { id: string; current: boolean }[];
    return items.find(({ current }) => current)?.id ?? "";
  };

  const setUser = (person: Person, body: object): Promise<Reply> =>
    edge.send("admin", "PATCH", `/api/access/users/${edge.users[person]}`, { body });

  const signOut = (as: Person, whom: Person): Promise<Reply> =>
    edge.send(as, "POST", `/api/access/users/${edge.users[whom]}/sign-out`);

  describe("a session", () => {
    test("is a cookie for this host by https alone, and what is kept of it opens nothing", async () => {
      const { line, cookie } = await begin("rep");
      const value = cookie.slice(secured.length + 1);
      expect(value).toMatch(/^[0-9a-f]{64}$/);
      expect(line).toBe(
        `${secured}=${value}; Path=/; HttpOnly; SameSite=Lax; Max-Age=43200; Secure`,
      );
      const me = await ask(cookie);
      expect(me.body["user"]).toMatchObject({ id: edge.users.rep });
      for (const table of ["session", "audit_event"]) {
        const { rows } = await edge.db.execute(`select * from ${table}`);
        expect(JSON.stringify(rows)).not.toContain(value);
      }
      const { rows } = await edge.db.execute("select hash from session");
      for (const row of rows)
        expect((await ask(`${secured}=${String(row["hash"])}`)).code).toBe(ended.code);
    });

    test("of a plain page on this machine has a name that browsers keep there, and no other", async () => {
      const { line, cookie } = await begin("rep", new Request("http://localhost:8787/login"));
      expect(line).toMatch(
        /^ennead_session=[0-9a-f]{64}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=43200$/,
      );
      const me = (url: string) =>
        edge.ennead.fetch(new Request(`${url}/api/access/me`, { headers: { cookie } }));
      expect((await me("http://localhost:8787")).status).toBe(200);
      expect((await me("http://127.0.0.1:8787")).status).toBe(200);
      // Elsewhere anybody on the way could have set it.
      expect((await me(site)).status).toBe(401);
      expect((await me("http://ennead.example")).status).toBe(401);
    });

    test("is begun for active people alone, and noted in the log", async () => {
      const nobody = { company: edge.ours, user: "0190a000-0000-7000-8000-0000000000ee" };
      const request = new Request(`${site}/login`);
      for (const owner of [
        nobody,
        { company: edge.theirs, user: edge.users.rep },
        { company: "none", user: edge.users.rep },
        { company: edge.ours, user: "\u0000" },
      ]) {
        expect(await edge.ennead.sessions.begin(owner, request)).toMatchObject({
          ok: false,
          error: { code: "kernel/unauthenticated" },
        });
      }
      const { cookie } = await begin("rep");
      const id = await idOf(cookie);
      await edge.ennead.sessions.end(new Request(site, { headers: { cookie } }));
      const { rows } = await edge.db.execute({
        sql: "select action, actor, op, version from audit_event where entity_id = ? order by seq",
        args: [id],
      });
      expect(rows.map((row) => ({ ...row }))).toEqual(
        ["begin", "end"].map((verb) => ({
          action: `access.session.${verb}`,
          actor: edge.users.rep,
          op: null,
          version: null,
        })),
      );
    });

    test("ends after half an hour of silence, and after twelve hours whatever happens", async () => {
      const { cookie, expiresAt } = await begin("rep");
      const start = edge.time.now;
      expect(Math.abs(expiresAt - start - 12 * 60 * minute)).toBeLessThan(1000);
      edge.time.now = start + 29 * minute;
      expect((await ask(cookie)).status).toBe(200);
      await expect.poll(seenAt).toContainEqual(expect.closeTo(start + 29 * minute, -2));
      edge.time.now = start + 58 * minute;
      expect((await ask(cookie)).status).toBe(200);
      await expect.poll(seenAt).toContainEqual(expect.closeTo(start + 58 * minute, -2));
      edge.time.now = start + 89 * minute;
      expect(await ask(cookie)).toMatchObject(ended);

      const long = await begin("rep");
      const from = edge.time.now;
      for (let at = 25; at < 12 * 60; at += 25) {
        edge.time.now = from + at * minute;
        expect((await ask(long.cookie)).status).toBe(200);
        await expect.poll(seenAt).toContainEqual(expect.closeTo(from + at * minute, -2));
      }
      edge.time.now = from + 12 * 60 * minute;
      expect(await ask(long.cookie)).toMatchObject(ended);
    });

    test("is another one after every sign-in, and the one before it is over", async () => {
      const first = await begin("rep");
      const again = new Request(`${site}/login`, { headers: { cookie: first.cookie } });
      const second = await begin("mate", again);
      expect(second.cookie).not.toBe(first.cookie);
      expect(await ask(first.cookie)).toMatchObject(ended);
      expect((await ask(second.cookie)).status).toBe(200);
    });

    test("is not known by a cookie that is wrong, empty, or given twice", async () => {
      const { cookie } = await begin("rep");
      expect((await ask(`${secured}=`)).code).toBe("kernel/unauthenticated");
      expect(await ask(`${secured}=forged`)).toMatchObject(ended);
      expect(await ask(`${secured}=${"0".repeat(64)}`)).toMatchObject(ended);
      expect(await ask(`${cookie}; ${cookie}`)).toMatchObject({ status: 400 });
      expect((await ask(`theme=dark; ${cookie}; a=b`)).status).toBe(200);
      expect((await ask(`x${cookie}`)).code).toBe("kernel/unauthenticated");
    });

    test("gives way to a token that was sent on purpose, good or bad", async () => {
      const { cookie } = await begin("rep");
      const authorization = `Bearer ${await edge.token("admin")}`;
      const me = await ask(cookie, "GET", "/api/access/me", { authorization });
      expect(me.body["user"]).toMatchObject({ id: edge.users.admin });
      const bad = await ask(cookie, "GET", "/api/access/me", { authorization: "Bearer x" });
      expect(bad.code).toBe("access/token-malformed");
    });
  });

  describe("a change by cookie", () => {
    const visit = { fields: { subject: "By page" } };
    const create = (cookie: string, headers: Readonly<Record<string, string>>) =>
      ask(cookie, "POST", "/api/records/visit", headers, visit);

    test.each([
      ["from a page of the same site", { origin: site }, 201],
      [
        "whose browser tells that it is of the same origin",
        { "sec-fetch-site": "same-origin" },
        201,
      ],
      ["from another site", { origin: "https://elsewhere.example" }, 403],
      ["from another port", { origin: `${site}:8443` }, 403],
      ["from a subdomain", { origin: "https://evil.ennead.example" }, 403],
      ["from a plain page of the same name", { origin: "http://ennead.example" }, 403],
      ["from a page without an origin", { origin: "null" }, 403],
      ["that tells nothing of where it comes from", {}, 403],
      ["whose browser tells of another site", { "sec-fetch-site": "cross-site" }, 403],
      ["whose browser tells of a subdomain", { "sec-fetch-site": "same-site" }, 403],
      ["that a person typed", { "sec-fetch-site": "none" }, 403],
      [
        "of another site, whatever else it tells",
        { origin: "https://x.example", "sec-fetch-site": "same-origin" },
        403,
      ],
    ])("%s", async (_, headers, status) => {
      const { cookie } = await begin("rep");
      expect((await create(cookie, headers)).status).toBe(status);
    });

    test("asks for nothing of the kind with a token, and reading does not with a cookie", async () => {
      const authorization = `Bearer ${await edge.token("rep")}`;
      const headers = { authorization, "sec-fetch-site": "cross-site" };
      expect((await create("", headers)).status).toBe(201);
      const { cookie } = await begin("rep");
      const read = await ask(cookie, "GET", "/api/records/visit", {
        "sec-fetch-site": "cross-site",
      });
      expect(read.status).toBe(200);
    });
  });

  describe("sessions of a user", () => {
    test("are listed for himself, with the browser's name, and ended by him", async () => {
      const agent = { headers: { "user-agent": "Netscape 4" } };
      const here = await begin("viewer");
      const there = await begin("viewer", new Request(`${site}/login`, agent));
      const listed = await ask(here.cookie, "GET", "/api/access/sessions?total=true");
      const items = listed.body["items"] as Record<string, unknown>[];
      expect(items.map(({ agent: name, current }) => [name, current])).toEqual([
        ["Netscape 4", false],
        [null, true],
      ]);
      expect(items.every(({ userId }) => userId === edge.users.viewer)).toBe(true);
      expect(JSON.stringify(items)).not.toMatch(/[0-9a-f]{64}/);
      const path = `/api/access/sessions/${String(items[0]?.["id"])}`;
      expect((await ask(here.cookie, "DELETE", path, { origin: site })).status).toBe(204);
      expect(await ask(there.cookie)).toMatchObject(ended);
      expect((await ask(here.cookie)).status).toBe(200);
      expect((await ask(here.cookie, "DELETE", path, { origin: site })).status).toBe(404);
    });

    test("are seen and ended by who administers, and are not there for others", async () => {
      const { cookie } = await begin("rep");
      const id = await idOf(cookie);
      const of = `/api/access/sessions?user=${edge.users.rep}`;
      for (const as of ["mate", "nobody", "stranger"] as const) {
        expect((await edge.send(as, "DELETE", `/api/access/sessions/${id}`)).status).toBe(404);
        expect((await edge.send(as, "GET", of)).text).not.toContain(id);
      }
      expect((await edge.send("mate", "GET", of)).status).toBe(404);
      expect((await edge.send("admin", "GET", of)).text).toContain(id);
      expect((await edge.send("admin", "DELETE", `/api/access/sessions/${id}`)).status).toBe(204);
      expect(await ask(cookie)).toMatchObject(ended);
    });

    test("end with his account from the next request on, and stay ended", async () => {
      const { cookie } = await begin("mate");
      expect((await ask(cookie)).status).toBe(200);
      const authorization = `Bearer ${await edge.token("mate")}`;
      await setUser("mate", { active: false });
      expect(await ask(cookie)).toMatchObject(ended);
      const byToken = await ask("", "GET", "/api/access/me", { authorization });
      expect(byToken).toMatchObject({ status: 401, code: "kernel/unauthenticated" });
      await setUser("mate", { active: true });
      expect(await ask(cookie)).toMatchObject(ended);
    });

    test("have his present rights at every request", async () => {
      const { cookie } = await begin("viewer");
      expect((await ask(cookie, "GET", "/api/records/visit")).status).toBe(200);
      const { body } = await edge.send("admin", "GET", `/api/access/users/${edge.users.viewer}`);
      await setUser("viewer", { sets: [] });
      expect((await ask(cookie, "GET", "/api/records/visit")).status).toBe(404);
      await setUser("viewer", { sets: body["sets"] });
      expect((await ask(cookie, "GET", "/api/records/visit")).status).toBe(200);
    });

    test("are ended all at once by the host, whose tokens go on", async () => {
      const [one, two, other] = [await begin("rep"), await begin("rep"), await begin("mate")];
      const authorization = `Bearer ${await edge.token("rep")}`;
      await edge.ennead.sessions.endAll({ company: edge.ours, user: edge.users.rep });
      for (const { cookie } of [one, two]) expect(await ask(cookie)).toMatchObject(ended);
      expect((await ask(other.cookie)).status).toBe(200);
      expect((await ask("", "GET", "/api/access/me", { authorization })).status).toBe(200);
    });

    test("are told to the host, with their end", async () => {
      const { cookie } = await begin("rep");
      const of = (value: string) =>
        edge.ennead.sessions.of(new Request(site, { headers: { cookie: value } }));
      expect(await of(cookie)).toMatchObject({ company: edge.ours, user: edge.users.rep });
      expect(await of("")).toBe(null);
      expect(await of(`${secured}=${"1".repeat(64)}`)).toBe(null);
      const line = await edge.ennead.sessions.end(new Request(site, { headers: { cookie } }));
      expect(line).toBe(`${secured}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0; Secure`);
      expect(await of(cookie)).toBe(null);
    });
  });

  describe("signing out everywhere", () => {
    test("ends the sessions and the tokens from before, and no later ones", async () => {
      const { cookie } = await begin("rep");
      const authorization = `Bearer ${await edge.token("rep")}`;
      const { value } = (
        await edge.send("rep", "POST", "/api/access/api-keys", {
          body: { name: "Stays", scopes: ["read"] },
        })
      ).body;
      const other = await begin("mate");
      expect((await signOut("rep", "rep")).status).toBe(204);
      expect(await ask(cookie)).toMatchObject(ended);
      expect(await ask("", "GET", "/api/access/me", { authorization })).toMatchObject({
        status: 401,
        code: "access/token-revoked",
      });
      expect((await ask(other.cookie)).status).toBe(200);
      const key = await ask("", "GET", "/api/access/me", {
        authorization: `Bearer ${String(value)}`,
      });
      expect(key.status).toBe(200);
      // Begun in the same second: sessions know their time to the millisecond.
      expect((await ask((await begin("rep")).cookie)).status).toBe(200);
      edge.time.now += 1000;
      expect((await edge.send("rep", "GET", "/api/access/me")).status).toBe(200);
    });

    test("is for oneself and for who administers", async () => {
      expect((await signOut("rep", "mate")).status).toBe(403);
      expect((await signOut("nobody", "mate")).status).toBe(404);
      expect((await signOut("stranger", "mate")).status).toBe(404);
      const authorization = `Bearer ${await edge.token("mate")}`;
      expect((await signOut("admin", "mate")).status).toBe(204);
      expect((await ask("", "GET", "/api/access/me", { authorization })).code).toBe(
        "access/token-revoked",
      );
      const { rows } = await edge.db.execute({
        sql: "select action, actor from audit_event where entity_id = ? and action like '%sign-out'",
        args: [edge.users.mate],
      });
      expect(rows.at(-1)).toMatchObject({
        action: "access.user.sign-out",
        actor: edge.users.admin,
      });
    });
  });

  test("keys and tokens are refused by every process of the database at once", async () => {
    const other = createEnnead({
      db: sharedDb(await openLibsql(edge.options)),
      auth: [hs256Bearer({ secret })],
      clock: () => edge.time.now,
      random: (count) => crypto.getRandomValues(new Uint8Array(count)),
      keys: [{ id: "test", secret }],
    });
    const there = async (headers: Readonly<Record<string, string>>): Promise<number> =>
      (await other.fetch(new Request(`${site}/api/access/me`, { headers }))).status;
    const made = await edge.send("rep", "POST", "/api/access/api-keys", {
      body: { name: "Elsewhere", scopes: ["read"] },
    });
    const { cookie } = await begin("rep");
    const all = [
      { cookie },
      { authorization: `Bearer ${await edge.token("rep")}` },
      { authorization: `Bearer ${String(made.body["value"])}` },
    ];
    const statuses = (): Promise<readonly number[]> => Promise.all(all.map(there));
    expect(await statuses()).toEqual([200, 200, 200]);
    await edge.send("rep", "DELETE", `/api/access/api-keys/${String(made.body["id"])}`);
    await signOut("rep", "rep");
    expect(await statuses()).toEqual([401, 401, 401]);
    await other.close();
  });

  test("leave nothing behind that is over", async () => {
    await begin("rep");
    // The sweep is done once an hour.
    edge.time.now += 61 * minute;
    const { cookie } = await begin("mate");
    await edge.ennead.tick(edge.time.now);
    expect((await ask(cookie)).status).toBe(200);
    const { rows } = await edge.db.execute({
      sql: "select user_id from session where company_id = ?",
      args: [edge.ours],
    });
    expect(rows.map((row) => row["user_id"])).toEqual([edge.users.mate]);
  });
});

test("a cookie of the host's own is held to the same rule on changes", async () => {
  let edge: Edge | undefined;
  const own: Strategy = {
    name: "own",
    scheme: { type: "apiKey", in: "cookie", name: "own" },
    authenticate: (request) =>
      Promise.resolve(
        request.headers.get("cookie") === "own=rep" && edge !== undefined
          ? { ok: true, value: { company: edge.ours, user: edge.users.rep as never, kind: "user" } }
          : null,
      ),
  };
  edge = await openEdge({ auth: [own] });
  const { ennead } = edge;
  const create = async (headers: Readonly<Record<string, string>>): Promise<number> => {
    const answer = await ennead.fetch(
      new Request("http://intranet/api/records/visit", {
        method: "POST",
        headers: { cookie: "own=rep", "content-type": "application/json", ...headers },
        body: JSON.stringify({ fields: { subject: "By page" } }),
      }),
    );
    return answer.status;
  };
  expect(await create({})).toBe(403);
  expect(await create({ origin: "http://elsewhere" })).toBe(403);
  expect(await create({ origin: "http://intranet" })).toBe(201);
  // A proxy that ends TLS passes the request on as a plain one.
  expect(await create({ origin: "https://intranet" })).toBe(201);
  await edge.close();
});
