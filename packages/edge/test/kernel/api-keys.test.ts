import { crc32 } from "node:zlib";

import { hashApiKey, mintApiKey } from "@ennead/core/access";
import { hs256Bearer } from "@ennead/edge";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { databases } from "../support/databases.ts";
import {
  bulk,
  linesOf,
  openEdge,
  secret,
  type Edge,
  type Person,
  type Reply,
} from "../support/edge.ts";

const day = 86_400_000;
const random = (count: number): Uint8Array => crypto.getRandomValues(new Uint8Array(count));

const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** A key out of what stands before its checksum. */
const withChecksum = (body: string): string => {
  let [rest, sum] = [crc32(body), ""];
  for (let at = 0; at < 6; at += 1) {
    sum = `${digits[rest % 62]}${sum}`;
    rest = Math.floor(rest / 62);
  }
  return `${body}${sum}`;
};

const text = (at: number): string => new Date(at).toISOString();

const faultsOf = ({ body }: Reply): unknown =>
  (body["errors"] as { code: string; pointer: string }[]).map((one) => [one.code, one.pointer]);

describe.each(databases)("API keys on %s", (on) => {
  let edge: Edge;
  beforeAll(async () => {
    edge = await openEdge({}, on);
  });
  afterAll(() => edge.close());

  const make = async (as: Person, body: object = {}): Promise<Reply> =>
    edge.send(as, "POST", "/api/access/api-keys", {
      body: { name: "Load", scopes: ["write"], ...body },
    });

  /** A key of a person: its text and its id. */
  const keyOf = async (
    as: Person,
    body: object = {},
  ): Promise<{ readonly value: string; readonly id: string }> => {
    const made = await make(as, body);
    expect([made.status, made.text]).toEqual([201, expect.anything()]);
    return { value: String(made.body["value"]), id: String(made.body["id"]) };
  };

  const withKey = async (
    value: string,
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<{ readonly status: number; readonly code: unknown; readonly body: Reply["body"] }> => {
    const response = await edge.ennead.fetch(
      new Request(`http://ennead.example${path}`, {
        method,
        headers: {
          authorization: `Bearer ${value}`,
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
    const answer = await response.text();
    const json = (answer === "" ? {} : JSON.parse(answer)) as Reply["body"];
    return { status: response.status, code: json["code"], body: json };
  };
  const me = (value: string) => withKey(value, "GET", "/api/access/me");

  const ask = (path: string, headers: Record<string, string>) =>
    edge.ennead.fetch(new Request(`http://ennead.example${path}`, { headers }));

  const setActive = (active: boolean) =>
    edge.send("admin", "PATCH", `/api/access/users/${edge.users.mate}`, { body: { active } });

  /** Runs with every read counted that is about who somebody is; what goes on in the background is not. */
  const readsOf = async (work: () => Promise<unknown>): Promise<number> => {
    const { read } = edge.database;
    let reads = 0;
    edge.database.read = (statements) => {
      if (statements.some(({ sql }) => /api_key|session|access_stamp|from user/.test(sql)))
        reads += 1;
      return read(statements);
    };
    await work();
    edge.database.read = read;
    return reads;
  };

  describe("a key", () => {
    test("is told once, and only its prefix and its hash are kept", async () => {
      const made = await make("rep", { name: "Nightly", scopes: ["read", "write", "read"] });
      const value = String(made.body["value"]);
      expect(made.body).toMatchObject({
        name: "Nightly",
        prefix: value.slice(0, 12),
        userId: edge.users.rep,
        scopes: ["read", "write"],
        revokedAt: null,
        lastUsedAt: null,
      });
      const again = await edge.send(
        "rep",
        "GET",
        `/api/access/api-keys/${String(made.body["id"])}`,
      );
      expect(again.body).not.toHaveProperty("value");
      expect(again.text).not.toContain(value.slice(13));
      const { rows } = await edge.db.execute({
        sql: "select hash from api_key where id = ?",
        args: [String(made.body["id"])],
      });
      expect(rows[0]?.["hash"]).toBe(hashApiKey(value));
      for (const table of ["api_key", "audit_event", "audit_value", "idempotency"]) {
        const all = await edge.db.execute(`select * from ${table}`);
        expect(JSON.stringify(all.rows)).not.toContain(value.slice(13));
      }
      const audit = await edge.db.execute({
        sql: "select action, version, diff from audit_event where entity_id = ?",
        args: [String(made.body["id"])],
      });
      expect(audit.rows.map(({ action, version }) => [action, version])).toEqual([
        ["access.api-key.create", 1],
      ]);
      expect(String(audit.rows[0]?.["diff"])).not.toContain(hashApiKey(value));
    });

    test("is not told again under the same Idempotency-Key, and no second one is made", async () => {
      const sent = {
        body: { name: "Once", scopes: ["read"] },
        headers: { "idempotency-key": `once-${on}` },
      };
      const first = await edge.send("rep", "POST", "/api/access/api-keys", sent);
      const second = await edge.send("rep", "POST", "/api/access/api-keys", sent);
      expect(first.body["value"]).toMatch(/^enn_/);
      expect(second.headers.get("idempotency-replayed")).toBe("true");
      expect(second.body).toEqual({ ...first.body, value: null });
      const stored = await edge.db.execute("select response from idempotency");
      expect(JSON.stringify(stored.rows)).not.toContain(String(first.body["value"]).slice(13));
    });

    test("acts as its owner, and the audit log tells that it was a key", async () => {
      const { value } = await keyOf("rep");
      const made = await withKey(value, "POST", "/api/records/visit", {
        fields: { subject: "By key" },
      });
      expect(made.status).toBe(201);
      expect(made.body["ownerId"]).toBe(edge.users.rep);
      const { rows } = await edge.db.execute({
        sql: "select actor, actor_kind from audit_event where entity_id = ?",
        args: [String(made.body["id"])],
      });
      expect(rows.map((row) => ({ ...row }))).toEqual([
        { actor: edge.users.rep, actor_kind: "apiKey" },
      ]);
    });

    test("is taken whatever the case of Bearer, beside a cookie, and not from the query", async () => {
      const { value } = await keyOf("rep");
      const taken = await ask("/api/access/me", { authorization: `bearer  ${value}` });
      expect(taken.status).toBe(200);
      const cookie = { authorization: `Bearer ${value}`, cookie: "__Host-ennead_session=x" };
      expect((await ask("/api/access/me", cookie)).status).toBe(200);
      for (const name of ["key", "api_key", "token", "access_token", "authorization"]) {
        expect((await ask(`/api/access/me?${name}=${value}`, {})).status).toBe(401);
      }
    });

    test("beside a second credential in the header is refused", async () => {
      const { value } = await keyOf("rep");
      const token = await edge.token("admin");
      for (const authorization of [
        `Bearer ${value}, Bearer ${value}`,
        `Bearer ${token}, Bearer ${value}`,
        `Bearer ${value}, Basic eDp5`,
        `Basic eDp5, Bearer ${value}`,
      ]) {
        const answer = await withKey("", "GET", "/api/access/me", undefined, { authorization });
        expect(answer).toMatchObject({ status: 400, code: "kernel/bad-request" });
      }
    });

    test("is used with a note of when, at most once a minute and apart from the key", async () => {
      const { value, id } = await keyOf("rep", { scopes: ["read", "credentials"] });
      const path = `/api/access/api-keys/${id}`;
      const lastUse = async (): Promise<unknown> =>
        (await edge.send("rep", "GET", path)).body["lastUsedAt"];
      await me(value);
      await expect.poll(lastUse).not.toBe(null);
      const first = await lastUse();
      edge.time.now += 30_000;
      await me(value);
      expect(await lastUse()).toBe(first);
      edge.time.now += 31_000;
      await me(value);
      await expect.poll(lastUse).not.toBe(first);
      const { body } = await edge.send("rep", "GET", path);
      expect(body["version"]).toBe(1);
    });
  });

  test("a key that is known costs one read, rights included", async () => {
    const { value } = await keyOf("rep");
    const missing = "/api/records/visit/0190a000-0000-7000-8000-0000000000ee";
    await withKey(value, "GET", missing);
    let answer: unknown;
    const reads = await readsOf(async () => {
      answer = await withKey(value, "GET", missing);
    });
    expect(answer).toMatchObject({ status: 404 });
    expect(reads).toBe(1);
  });

  describe("a key is refused", () => {
    test("when it is mistyped, without a read of the database", async () => {
      const { value } = await keyOf("rep");
      const typo = `${value.slice(0, 20)}${value[20] === "a" ? "b" : "a"}${value.slice(21)}`;
      for (const bad of [typo, value.slice(0, -1), "enn_", "enn_x_y"]) {
        let answer: unknown;
        const reads = await readsOf(async () => {
          answer = await me(bad);
        });
        expect(answer).toMatchObject({ status: 401, code: "access/bad-key" });
        expect(reads).toBe(0);
      }
    });

    test("when it was never made, and when only its prefix is right, alike", async () => {
      const { value } = await keyOf("rep");
      const unknown = mintApiKey(random).text;
      // Another secret behind a prefix that exists, with the checksum that belongs to it.
      const guessed = withChecksum(`${value.slice(0, 12)}${unknown.slice(12, 56)}`);
      const answers: unknown[] = [];
      for (const bad of [unknown, guessed]) {
        const reads = await readsOf(async () => {
          const { instance: _, requestId: __, ...rest } = (await me(bad)).body;
          answers.push(rest);
        });
        expect(reads).toBe(1);
      }
      expect(answers[0]).toMatchObject({ status: 401, code: "access/bad-key" });
      expect(answers[1]).toEqual(answers[0]);
    });

    test("once it is revoked, from the next request on, and stays in the list", async () => {
      const { value, id } = await keyOf("rep");
      expect((await me(value)).status).toBe(200);
      const revoked = await edge.send("rep", "DELETE", `/api/access/api-keys/${id}`);
      expect(revoked.status).toBe(204);
      expect(await me(value)).toMatchObject({ status: 401, code: "access/key-revoked" });
      const { body } = await edge.send("rep", "GET", `/api/access/api-keys/${id}`);
      expect(body).toMatchObject({ version: 2, revokedAt: expect.any(String) });
    });

    test("once it has expired", async () => {
      const { value } = await keyOf("rep", { expiresAt: text(edge.time.now + day) });
      expect((await me(value)).status).toBe(200);
      edge.time.now += day;
      expect(await me(value)).toMatchObject({ status: 401, code: "access/key-expired" });
    });

    test("while its owner is inactive", async () => {
      const { value } = await keyOf("mate");
      expect((await me(value)).status).toBe(200);
      await setActive(false);
      expect(await me(value)).toMatchObject({ status: 401, code: "kernel/unauthenticated" });
      await setActive(true);
      expect((await me(value)).status).toBe(200);
    });
  });

  describe("scopes", () => {
    test("bound what the owner may do, in routes, lists, fields and datasets", async () => {
      const { value } = await keyOf("admin", { scopes: ["visit:read", "visit:create"] });
      await edge.send("rep", "POST", "/api/records/visit", { body: { fields: { subject: "R" } } });
      const made = await withKey(value, "POST", "/api/records/visit", {
        fields: { subject: "Scoped" },
      });
      expect(made.status).toBe(201);
      const at = `/api/records/visit/${String(made.body["id"])}`;
      const change = { fields: { subject: "Changed" } };
      expect((await withKey(value, "PATCH", at, change)).status).toBe(403);
      expect((await withKey(value, "DELETE", at)).status).toBe(403);
      expect((await withKey(value, "GET", "/api/records/account")).status).toBe(404);
      expect((await withKey(value, "GET", "/api/access/users")).status).toBe(404);
      expect((await withKey(value, "GET", "/api/access/permission-sets")).status).toBe(403);
      const objects = await withKey(value, "GET", "/api/records");
      const named = objects.body["items"] as { name: string }[];
      expect(named.map(({ name }) => name)).toEqual(["visit"]);
      // The owner's jobs are beyond a key that may read visits.
      const job = "/api/jobs/0190a000-0000-7000-8000-0000000000ee";
      expect((await withKey(value, "GET", job)).status).toBe(403);
      const rights = (await me(value)).body["permissions"];
      expect(rights).toMatchObject({
        system: [],
        objects: { visit: { actions: ["create", "read"] } },
      });
      const spec = {
        version: 1,
        source: "account",
        rows: [],
        cols: [],
        values: [{ name: "n", agg: "records" }],
      };
      const run = await withKey(value, "POST", "/api/analytics/reports/run", { spec });
      expect(run.status).toBe(404);
      const visits = await withKey(value, "POST", "/api/analytics/reports/run", {
        spec: { ...spec, source: "visit" },
      });
      expect(visits.status).toBe(200);
    });

    test("show no answer that the owner was given with more of them, under whatever Idempotency-Key", async () => {
      const { value } = await keyOf("admin", { scopes: ["visit:create"] });
      const headers = { "idempotency-key": `more-${on}` };
      const body = { fields: { subject: "For the owner's eyes" } };
      const made = await edge.send("admin", "POST", "/api/records/visit", { body, headers });
      expect(made.status).toBe(201);
      const again = await withKey(value, "POST", "/api/records/visit", body, headers);
      expect(again).toMatchObject({ status: 422, code: "kernel/idempotency-mismatch" });
      expect(JSON.stringify(again.body)).not.toContain(String(made.body["id"]));
    });

    test("show no outcome of a load that the owner made with more of them, under whatever Idempotency-Key", async () => {
      const { value } = await keyOf("admin", { scopes: ["visit:create", "visit:update"] });
      const raw = JSON.stringify({ externalId: `load-${on}`, fields: { subject: "Loaded" } });
      const headers = bulk(`load-${on}`);
      const path = "/api/records/visit/bulk";
      const [made] = linesOf(await edge.send("admin", "POST", path, { raw, headers }));
      expect(made).toMatchObject({ status: "created" });
      const again = await edge.ennead.fetch(
        new Request(`http://ennead.example${path}`, {
          method: "POST",
          body: raw,
          headers: { ...headers, authorization: `Bearer ${value}` },
        }),
      );
      const told = await again.text();
      expect(JSON.parse(told)).toMatchObject({
        status: "refused",
        fault: { code: "kernel/idempotency-mismatch" },
      });
      expect(told).not.toContain(String(made?.["id"]));
    });

    test("give nothing that the owner does not have, and follow his rights at once", async () => {
      const { value } = await keyOf("viewer", { scopes: ["write", "read"] });
      expect((await withKey(value, "GET", "/api/records/visit")).status).toBe(200);
      const made = await withKey(value, "POST", "/api/records/visit", {
        fields: { subject: "No" },
      });
      expect(made.status).toBe(403);
      await edge.send("admin", "PATCH", `/api/access/users/${edge.users.viewer}`, {
        body: { sets: [] },
      });
      expect((await withKey(value, "GET", "/api/records/visit")).status).toBe(404);
    });

    test("of reading change nothing, not even where a route asks for no permission", async () => {
      const { value } = await keyOf("admin", { scopes: ["read"] });
      const spec = {
        version: 1,
        source: "visit",
        rows: [],
        cols: [],
        values: [{ name: "n", agg: "records" }],
      };
      // A report is asked for by POST, and changes nothing.
      expect((await withKey(value, "POST", "/api/analytics/reports/run", { spec })).status).toBe(
        200,
      );
      for (const [method, path, body] of [
        ["POST", "/api/records/visit", { fields: { subject: "No" } }],
        ["POST", "/api/access/users", { name: "No", email: "no@ours.example" }],
        ["POST", "/api/access/api-keys", { name: "No", scopes: ["read"] }],
        ["GET", "/api/access/api-keys", undefined],
        ["GET", "/api/access/sessions", undefined],
        ["POST", `/api/access/users/${edge.users.admin}/sign-out`, undefined],
      ] as const) {
        expect([path, (await withKey(value, method, path, body)).status]).toEqual([path, 403]);
      }
    });

    test("beyond one's own rights are not given, and words that name nothing are refused", async () => {
      const made = await make("rep", {
        scopes: ["visit:read", "visit:export", "system:access.manage", "viist:read", "everything"],
      });
      expect(faultsOf(made)).toEqual([
        ["access/unknown-object", "/scopes/3"],
        ["access/unknown-scope", "/scopes/4"],
      ]);
      const high = await make("rep", {
        scopes: ["visit:read", "visit:export", "system:access.manage"],
      });
      expect([high.status, faultsOf(high)]).toEqual([
        422,
        [
          ["access/grant-exceeds-own", "/scopes/1"],
          ["access/grant-exceeds-own", "/scopes/2"],
        ],
      ]);
    });
  });

  describe("a key that makes keys", () => {
    test("takes the keys that were made by it along when it is revoked", async () => {
      const scopes = ["visit:read", "credentials"];
      const { value, id } = await keyOf("admin", { scopes });
      const makeBy = async (by: string): Promise<string> => {
        const made = await withKey(by, "POST", "/api/access/api-keys", { name: "Child", scopes });
        return String(made.body["value"]);
      };
      const child = await makeBy(value);
      const grandchild = await makeBy(child);
      const other = await keyOf("admin", { scopes });
      const statuses = async (): Promise<unknown[]> =>
        Promise.all(
          [value, child, grandchild, other.value].map(async (one) => (await me(one)).code),
        );
      expect(await statuses()).toEqual([undefined, undefined, undefined, undefined]);
      const path = `/api/access/api-keys/${id}`;
      // Whoever goes on making keys meanwhile is left with none of them.
      const [revoked, ...made] = await Promise.all([
        edge.send("admin", "DELETE", path),
        ...Array.from({ length: 5 }, () => makeBy(child)),
      ]);
      expect(revoked.status).toBe(204);
      const gone = "access/key-revoked";
      expect(await statuses()).toEqual([gone, gone, gone, undefined]);
      for (const late of made.filter((one) => one.startsWith("enn_"))) {
        expect((await me(late)).code).toBe(gone);
      }
    });

    test("gives no more than it has, for no longer, and for nobody else", async () => {
      const end = Math.floor(edge.time.now / 1000) * 1000 + 10 * day + 5;
      const { value, id } = await keyOf("admin", {
        scopes: ["visit:read", "credentials"],
        expiresAt: text(end),
      });
      const create = (body: object) =>
        withKey(value, "POST", "/api/access/api-keys", {
          name: "Child",
          scopes: ["visit:read"],
          ...body,
        });
      const child = await create({});
      expect(child.status).toBe(201);
      expect(child.body).toMatchObject({ userId: edge.users.admin, expiresAt: text(end) });
      for (const scopes of [["read"], ["write"], ["visit:update"], ["system:access.manage"]]) {
        expect(await create({ scopes })).toMatchObject({
          status: 422,
          code: "access/grant-exceeds-own",
        });
      }
      expect(await create({ expiresAt: text(end + 1) })).toMatchObject({
        status: 422,
        code: "access/grant-exceeds-own",
      });
      expect(await create({ userId: edge.users.rep })).toMatchObject({
        code: "kernel/unknown-field",
      });
      // Without access.manage in its scopes it sees its owner's keys and no others.
      await keyOf("rep", { name: "Of the rep" });
      const listed = await withKey(value, "GET", "/api/access/api-keys?limit=500");
      const items = listed.body["items"] as { id: string; userId: string }[];
      expect(new Set(items.map(({ userId }) => userId))).toEqual(new Set([edge.users.admin]));
      expect((await withKey(value, "DELETE", `/api/access/api-keys/${id}`)).status).toBe(204);
      expect((await me(value)).code).toBe("access/key-revoked");
    });
  });

  describe("the end of a key", () => {
    test("lies ahead and within a year, and 90 days away when nobody says", async () => {
      const now = edge.time.now;
      const end = (at: number | string) =>
        make("rep", { expiresAt: typeof at === "number" ? text(at) : at });
      expect((await end(now - 1)).body["code"]).toBe("access/expiry-in-past");
      expect((await end(now + 367 * day)).body["code"]).toBe("access/expiry-too-late");
      expect((await end(now + 364 * day)).status).toBe(201);
      expect((await end("tomorrow")).status).toBe(422);
      const usual = await make("rep");
      const { createdAt, expiresAt } = usual.body;
      expect(Date.parse(String(expiresAt)) - Date.parse(String(createdAt))).toBe(90 * day);
    });
  });

  describe("keys of others", () => {
    test("are seen and revoked by who administers, and are not there for anybody else", async () => {
      const { value, id } = await keyOf("rep", { name: "Seen" });
      const path = `/api/access/api-keys/${id}`;
      const missing = "/api/access/api-keys/0190a000-0000-7000-8000-0000000000ee";
      const shape = async (as: Person, method: string, at: string): Promise<unknown> => {
        const { status, body } = await edge.send(as, method, at);
        const { instance: _, requestId: __, ...rest } = body;
        return { status, rest };
      };
      for (const as of ["mate", "nobody", "stranger"] as const) {
        for (const method of ["GET", "DELETE"]) {
          const told = await shape(as, method, path);
          expect(told).toMatchObject({ status: 404 });
          expect(told).toEqual(await shape(as, method, missing));
        }
        const list = await edge.send(as, "GET", "/api/access/api-keys");
        expect(list.text).not.toContain("Seen");
      }
      expect((await me(value)).status).toBe(200);
      const all = await edge.send("admin", "GET", "/api/access/api-keys?limit=500&total=true");
      expect(all.text).toContain("Seen");
      const mine = encodeURIComponent(JSON.stringify(["=", "userId", edge.users.admin]));
      const some = await edge.send("admin", "GET", `/api/access/api-keys?filter=${mine}`);
      expect(some.text).not.toContain("Seen");
      expect((await edge.send("admin", "DELETE", path)).status).toBe(204);
      expect((await me(value)).code).toBe("access/key-revoked");
    });

    test("name their own company alone", async () => {
      const theirs = await keyOf("stranger", { scopes: ["read", "write"] });
      const made = await edge.send("rep", "POST", "/api/records/visit", {
        body: { fields: { subject: "Ours" } },
      });
      const at = `/api/records/visit/${String(made.body["id"])}`;
      expect((await withKey(theirs.value, "GET", at)).status).toBe(404);
    });
  });

  test("revoked by many at once are revoked once", async () => {
    const { id } = await keyOf("rep");
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, at) =>
        edge.send(at % 2 === 0 ? "rep" : "admin", "DELETE", `/api/access/api-keys/${id}`),
      ),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([204]));
    const { rows } = await edge.db.execute({
      sql: "select action, version from audit_event where entity_id = ? order by seq",
      args: [id],
    });
    expect(rows.map(({ action, version }) => [action, version])).toEqual([
      ["access.api-key.create", 1],
      ["access.api-key.revoke", 2],
    ]);
  });

  test("are few: nobody has more than a hundred that work", async () => {
    const { rows } = await edge.db.execute({
      sql: "select count(*) as n from api_key where user_id = ? and revoked_at is null",
      args: [edge.users.nobody],
    });
    expect(Number(rows[0]?.["n"])).toBe(0);
    let last: Reply | undefined;
    for (let at = 0; at < 101; at += 1) last = await make("nobody", { scopes: ["read"] });
    expect([last?.status, last?.body["code"]]).toEqual([409, "access/too-many-keys"]);
  });
});

test("keys go before the host's bearer tokens, which claim every other one", async () => {
  const edge = await openEdge({ auth: [hs256Bearer({ secret })] });
  const ask = async (authorization: string): Promise<unknown> => {
    const response = await edge.ennead.fetch(
      new Request("http://ennead.example/api/access/me", { headers: { authorization } }),
    );
    return ((await response.json()) as { code: string }).code;
  };
  expect(await ask("Bearer enn_nonsense")).toBe("access/bad-key");
  expect(await ask("Bearer nonsense")).toBe("access/token-malformed");
  await edge.close();
});
