import { AsyncLocalStorage } from "node:async_hooks";

import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { databases } from "../support/databases.ts";
import { bulk, linesOf, openEdge, type Edge, type Person, type Reply } from "../support/edge.ts";

const somewhere = "0190a000-0000-7000-8000-0000000000ee";
const changing: ReadonlySet<string> = new Set(["x-request-id", "date", "ratelimit"]);
const rights = ["create", "read", "update", "delete", "share"];

const ok = async (answer: Promise<Reply>): Promise<Reply> => {
  const reply = await answer;
  if (reply.status >= 300) throw new Error(reply.text);
  return reply;
};

/** Everything that is asked of one record. */
const asked = (id: string): readonly (readonly [string, string, unknown?])[] => [
  ["GET", `/api/records/visit/${id}`],
  ["PATCH", `/api/records/visit/${id}`, { fields: { subject: "Mine" } }],
  ["PATCH", `/api/records/visit/${id}`, { ownerId: somewhere }],
  ["DELETE", `/api/records/visit/${id}`],
  ["GET", `/api/access/shares/visit/${id}`],
  ["POST", `/api/access/shares/visit/${id}`, { to: "company", access: "full" }],
  ["PUT", `/api/access/shares/visit/${id}`, { shares: [] }],
  ["DELETE", `/api/access/shares/visit/${id}/${somewhere}`],
  ["GET", `/api/access/who-can-see/visit/${id}`],
];

/** Lines of a load, of external ids from this number on. */
const lines = (from: number): Uint8Array =>
  new TextEncoder().encode(
    Array.from(
      { length: 1200 },
      (_, at) => `${JSON.stringify({ externalId: `l${from + at}`, fields: { subject: "L" } })}\n`,
    ).join(""),
  );

describe.each(databases)("on %s", { timeout: 30_000 }, (on) => {
  let edge: Edge;
  let write: Edge["database"]["write"];
  let read: Edge["database"]["read"];
  beforeAll(async () => {
    edge = await openEdge({}, on);
    ({ write, read } = edge.database);
    const sharer = await set("Sharer", { objects: { visit: rights, user: ["read"] } });
    await hold("rep", [sharer]);
    await hold("mate", [sharer]);
  });
  afterAll(() => edge.close());

  let made = 0;
  const set = async (name: string, more: object): Promise<string> => {
    const body = { name, objects: {}, fields: {}, system: [], ...more };
    const { body: answer } = await ok(
      edge.send("admin", "POST", "/api/access/permission-sets", { body }),
    );
    return String(answer["id"]);
  };
  const hold = (who: Person, sets: readonly string[]): Promise<Reply> =>
    ok(edge.send("admin", "PATCH", `/api/access/users/${edge.users[who]}`, { body: { sets } }));
  const visit = async (as: Person): Promise<string> => {
    made += 1;
    const body = { fields: { subject: `Visit ${made}` } };
    return String((await ok(edge.send(as, "POST", "/api/records/visit", { body }))).body["id"]);
  };
  /** Somebody of a token, whoever that is. */
  const by = (
    token: unknown,
    method: string,
    path: string,
    body?: unknown,
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Reply> =>
    edge.send("nobody", method, path, {
      body,
      headers: { authorization: `Bearer ${String(token)}`, ...headers },
    });
  const another = async (name: string, sets: readonly string[]): Promise<string> => {
    const body = { name, email: `${name}@ours.example`, sets };
    return String((await ok(edge.send("admin", "POST", "/api/access/users", { body }))).body["id"]);
  };

  /** Has something done between a request's decision and its write. */
  const meanwhile = async (
    marks: RegExp,
    done: () => Promise<unknown>,
    wanted: () => Promise<Reply>,
  ) => {
    let isDone = false;
    edge.database.write = async (batch) => {
      if (!isDone && marks.test(batch.map(({ sql }) => sql).join("\n"))) {
        isDone = true;
        await done();
      }
      return write(batch);
    };
    try {
      return await wanted();
    } finally {
      edge.database.write = write;
      expect(isDone).toBe(true);
    }
  };

  test("a record out of sight answers as one that never was, with the same work, whatever is asked", async () => {
    const hidden = await visit("rep");
    await ok(
      edge.send("rep", "POST", `/api/access/shares/visit/${hidden}`, {
        body: { to: `user:${edge.users.viewer}`, access: "read" },
      }),
    );
    const request = new AsyncLocalStorage<string[]>();
    const noted =
      (work: typeof read): typeof read =>
      (batch) => {
        request.getStore()?.push(...batch.map(({ sql }) => sql));
        return work(batch);
      };
    edge.database.read = noted(read);
    edge.database.write = noted(write);
    const told = (as: Person, method: string, path: string, body?: unknown): Promise<object> =>
      request.run([], async () => {
        const { status, headers, body: answer } = await edge.send(as, method, path, { body });
        const { instance: _, requestId: __, ...rest } = answer;
        const shown = [...headers].filter(([name]) => !changing.has(name));
        return { status, rest, shown, statements: request.getStore() };
      });
    await edge.send("mate", "GET", "/api/access/me");
    const there = asked(hidden);
    for (const [at, [method, path, body]] of asked(somewhere).entries()) {
      const missing = await told("mate", method, path, body);
      expect([method, path, await told("mate", method, there[at]?.[1] ?? "", body)]).toEqual([
        method,
        path,
        missing,
      ]);
      expect(missing).toMatchObject({ status: 404 });
    }
    Object.assign(edge.database, { read, write });
  });

  test("a share that is taken back while its holder writes lets nothing through", async () => {
    for (const [method, path, access] of [
      ["PATCH", "/api/records/visit/", "edit"],
      ["DELETE", "/api/records/visit/", "full"],
    ] as const) {
      const id = await visit("rep");
      const shares = `/api/access/shares/visit/${id}`;
      const body = { to: `user:${edge.users.mate}`, access };
      await ok(edge.send("rep", "POST", shares, { body }));
      const answer = await meanwhile(
        /audit_event[^]*\brecord\b/,
        () => ok(edge.send("rep", "PUT", shares, { body: { shares: [] } })),
        () =>
          edge.send(
            "mate",
            method,
            path + id,
            method === "PATCH" ? { body: { fields: { subject: "Written" } } } : {},
          ),
      );
      expect([method, answer.status]).toEqual([method, 404]);
      expect((await edge.send("rep", "GET", path + id)).body).toMatchObject({ version: 1 });
    }
  });

  test("a report is not changed by a share that is taken back meanwhile", async () => {
    const reporting = await set("Sharing reporter", {
      objects: { visit: ["read"], "pivot.report": rights },
    });
    const [owner, editor] = [
      await another("owner", [reporting]),
      await another("editor", [reporting]),
    ];
    const [his, hers] = [
      await edge.token("nobody", { sub: owner }),
      await edge.token("nobody", { sub: editor }),
    ];
    const spec = {
      version: 1,
      source: "visit",
      rows: [],
      cols: [],
      values: [{ name: "n", agg: "records" }],
    };
    const report = await ok(by(his, "POST", "/api/analytics/reports", { name: "R", spec }));
    const at = `/api/analytics/reports/${String(report.body["id"])}`;
    const asks: readonly (readonly [string, string, string, unknown?])[] = [
      ["PATCH", at, "edit", { name: "Hers" }],
      ["POST", `${at}/archive`, "edit"],
      ["POST", `${at}/versions/1/restore`, "edit"],
      ["DELETE", at, "full"],
    ];
    await ok(by(his, "PATCH", at, { name: "Second" }));
    for (const [method, path, access, body] of asks) {
      const shares = [{ to: `user:${editor}`, access }];
      await ok(by(his, "PUT", `${at}/shares`, { shares }));
      const answer = await meanwhile(
        /audit_event[^]*\breport\b/,
        () => ok(by(his, "PUT", `${at}/shares`, { shares: [] })),
        () => by(hers, method, path, body),
      );
      expect([method, path, answer.status]).toEqual([method, path, 404]);
    }
    expect((await by(his, "GET", at)).body).toMatchObject({ version: 2, name: "Second" });
  });

  test("a masked field is refused in filters of any form and in orders", async () => {
    const blind = await set("Blind", {
      objects: { visit: ["viewAll"] },
      fields: { visit: { subject: "mask" } },
    });
    const token = await edge.token("nobody", { sub: await another("blind", [blind]) });
    for (const query of [
      `filter=${encodeURIComponent('["=","subject","x"]')}`,
      `filter=${encodeURIComponent('["not",["expr","size(subject) > 2"]]')}`,
      `filter=${encodeURIComponent(`["expr","mood == 'good' && subject == 'x'"]`)}`,
      "sort=-subject",
    ]) {
      const answer = await by(token, "GET", `/api/records/visit?total=true&${query}`);
      expect([query, answer.status, answer.body["code"]]).toEqual([
        query,
        403,
        "access/field-not-filterable",
      ]);
    }
  });

  test("of two administrators who take each other's rights at once, one succeeds", async () => {
    const administering = await set("Second", { system: ["access.manage"] });
    const second = await another("second", [administering]);
    const token = await edge.token("nobody", { sub: second });
    const admin = (await edge.send("admin", "GET", `/api/access/users/${edge.users.admin}`)).body;
    const answer = await meanwhile(
      /access_stamp/,
      () =>
        ok(
          edge.send("admin", "PATCH", `/api/access/users/${second}`, {
            body: { active: true, sets: [] },
          }),
        ),
      () => by(token, "PATCH", `/api/access/users/${edge.users.admin}`, { sets: [administering] }),
    );
    expect([answer.status, answer.body["code"]]).toEqual([403, "access/forbidden"]);
    const after = await edge.send("admin", "GET", `/api/access/users/${edge.users.admin}`);
    expect(after.body["sets"]).toEqual(admin["sets"]);
  });

  test("a share planned with rights that change meanwhile is not made", async () => {
    const id = await visit("mate");
    const widow = await set("Widow", { objects: { visit: ["read"] } });
    const before = await edge.send("admin", "GET", `/api/access/users/${edge.users.mate}`);
    const answer = await meanwhile(
      /record_share/,
      () => hold("mate", [widow]),
      () =>
        edge.send("mate", "POST", `/api/access/shares/visit/${id}`, {
          body: { to: "company", access: "full" },
        }),
    );
    expect([answer.status, answer.body["code"]]).toEqual([409, "kernel/version-conflict"]);
    await hold("mate", before.body["sets"] as string[]);
    expect(
      (await edge.send("mate", "GET", `/api/access/shares/visit/${id}`)).body["items"],
    ).toEqual([]);
  });

  test("a load goes on with the rights that its sender has by then", async () => {
    const loader = await another("loader", [await set("Loader", { objects: { visit: rights } })]);
    const token = await edge.token("nobody", { sub: loader });
    let turn = 0;
    const raw = new ReadableStream<Uint8Array>(
      {
        pull: async (controller) => {
          turn += 1;
          if (turn === 2) {
            const path = `/api/access/users/${loader}`;
            await ok(edge.send("admin", "PATCH", path, { body: { sets: [] } }));
          }
          if (turn > 2) controller.close();
          else controller.enqueue(lines(turn * 10_000));
        },
      },
      { highWaterMark: 0 },
    );
    const reply = await edge.send("nobody", "POST", "/api/records/visit/bulk", {
      raw,
      headers: { ...bulk("load-of-who-leaves"), authorization: `Bearer ${token}` },
    });
    const outcomes = linesOf(reply);
    expect(outcomes.at(-1)).toMatchObject({
      status: "refused",
      fault: { code: "access/forbidden" },
    });
  });

  test("who may not act as another any more acts at once no more, and meanwhile has no hand on keys, mails and links", async () => {
    const support = await set("Support", {
      objects: { user: ["read"] },
      system: ["access.impersonate", "pivot.schedule"],
    });
    const reporter = await set("Reporter", {
      objects: { visit: ["read"], "pivot.report": ["create", "read", "update"] },
      system: ["pivot.schedule"],
    });
    const helper = await another("helper", [support]);
    const helped = await another("helped", [reporter]);
    const started = await ok(
      by(await edge.token("nobody", { sub: helper }), "POST", "/api/access/impersonation", {
        userId: helped,
        reason: "Ticket 12",
        minutes: 5,
        allow: ["read", "create", "update"],
      }),
    );
    const { token } = started.body;
    const spec = {
      version: 1,
      source: "visit",
      rows: [],
      cols: [],
      values: [{ name: "n", agg: "records" }],
    };
    const report = await ok(by(token, "POST", "/api/analytics/reports", { name: "R", spec }));
    const at = `/api/analytics/reports/${String(report.body["id"])}`;
    const refused: readonly (readonly [string, string, unknown?])[] = [
      ["GET", "/api/access/api-keys"],
      ["POST", "/api/access/api-keys", { name: "K", scopes: ["read"] }],
      ["GET", "/api/access/sessions"],
      ["POST", `/api/access/users/${helper}/sign-out`, {}],
      ["POST", `${at}/links`, {}],
      [
        "POST",
        `${at}/schedules`,
        {
          rule: { every: "week", on: [1], at: "08:00", timeZone: "Europe/Berlin" },
          recipients: [helper],
        },
      ],
    ];
    for (const [method, path, body] of refused) {
      expect([method, path, (await by(token, method, path, body)).status]).toEqual([
        method,
        path,
        403,
      ]);
    }
    const { rows } = await edge.db.execute({
      sql: `select actor, on_behalf_of from audit_event where entity = 'pivot.report' and entity_id = ?`,
      args: [String(report.body["id"])],
    });
    expect(rows.map((row) => [row[0], row[1]])).toEqual([[helper, helped]]);
    const path = `/api/access/users/${helper}`;
    await ok(edge.send("admin", "PATCH", path, { body: { sets: [] } }));
    for (const open of ["/api/access/me", "/api/access/impersonation", "/api/records"]) {
      const answer = await by(token, "GET", open);
      expect([open, answer.status, answer.body["code"]]).toEqual([
        open,
        401,
        "access/impersonation-ended",
      ]);
    }
  });

  test("two who begin to act as others at once by one account do not both go on", async () => {
    const starter = await another("starter", [
      await set("Starter", { system: ["access.impersonate"] }),
    ]);
    const token = await edge.token("nobody", { sub: starter });
    const start = (): Promise<Reply> =>
      by(token, "POST", "/api/access/impersonation", {
        userId: edge.users.viewer,
        reason: "Ticket 13",
        minutes: 5,
      });
    let first: Reply | undefined;
    const second = await meanwhile(
      /impersonation/,
      async () => {
        first = await start();
      },
      start,
    );
    expect([first?.status, second.status]).toEqual([201, 201]);
    expect((await by(first?.body["token"], "GET", "/api/access/me")).status).toBe(401);
    expect((await by(second.body["token"], "GET", "/api/access/me")).status).toBe(200);
  });

  test("a widget's token for one record reaches that one and nothing else", async () => {
    const host = await another("host", [await set("Host", { system: ["access.embed"] })]);
    const minter = await edge.token("nobody", { sub: host });
    const [one, two] = [await visit("rep"), await visit("rep")];
    const mint = (resource: object): Promise<Reply> =>
      by(minter, "POST", "/api/access/embed-tokens", {
        userId: edge.users.rep,
        scopes: ["write"],
        origin: "https://crm.example",
        resource,
      });
    expect((await mint({ object: "nothing", id: one })).body["code"]).toBe("access/unknown-object");
    const { token } = (await ok(mint({ object: "visit", id: one }))).body;
    const visits = "/api/records/visit";
    const asks: readonly (readonly [string, string, number, unknown?])[] = [
      ["GET", `${visits}/${one}`, 200],
      ["PATCH", `${visits}/${one}`, 200, { fields: { subject: "Here" } }],
      ["GET", `/api/access/shares/visit/${one}`, 200],
      ["GET", "/api/access/me", 200],
      ["GET", `${visits}/${two}`, 404],
      ["PATCH", `${visits}/${two}`, 404, { fields: { subject: "There" } }],
      ["GET", `/api/records/account/${one}`, 404],
      ["GET", visits, 404],
      ["POST", visits, 404, { fields: { subject: "New" } }],
      ["GET", `${visits}/dataset`, 404],
      ["GET", "/api/access/users", 404],
      ["GET", "/api/search?q=visit", 403],
      ["GET", "/api/records", 403],
      ["GET", "/api/access/impersonation", 403],
    ];
    for (const [method, path, status, body] of asks) {
      const answer = await by(token, method, path, body);
      expect([method, path, answer.status]).toEqual([method, path, status]);
    }
  });

  test("a key makes no link, which would show more than the key may see", async () => {
    const reporter = await set("Linker", {
      objects: { visit: ["viewAll"], "pivot.report": ["create", "read", "update"] },
    });
    const linker = await another("linker", [reporter]);
    const himself = await edge.token("nobody", { sub: linker });
    const spec = {
      version: 1,
      source: "visit",
      rows: [],
      cols: [],
      values: [{ name: "n", agg: "records" }],
    };
    const report = await ok(by(himself, "POST", "/api/analytics/reports", { name: "R", spec }));
    const at = `/api/analytics/reports/${String(report.body["id"])}/links`;
    const key = await ok(
      by(himself, "POST", "/api/access/api-keys", {
        name: "Narrow",
        scopes: ["pivot.report:read", "pivot.report:update"],
      }),
    );
    expect((await by(key.body["value"], "POST", at, {})).status).toBe(403);
    expect((await by(himself, "POST", at, {})).status).toBe(201);
  });

  test("to administer is not to see: of a record out of sight nothing is explained", async () => {
    const clerk = await another("clerk", [await set("Clerk", { system: ["access.manage"] })]);
    const token = await edge.token("nobody", { sub: clerk });
    const id = await visit("rep");
    const path = (record: string): string =>
      `/api/access/explain/visit/${record}?user=${edge.users.rep}`;
    expect((await by(token, "GET", path(id))).status).toBe(404);
    expect((await by(token, "GET", path(somewhere))).status).toBe(404);
    expect((await edge.send("admin", "GET", path(id))).status).toBe(200);
  });

  test("users who are not open to everybody are neither listed, counted nor named", async () => {
    const defaults = "/api/access/defaults/user";
    await ok(edge.send("admin", "PUT", defaults, { body: { access: "none" } }));
    const id = await visit("rep");
    const shares = `/api/access/shares/visit/${id}`;
    await ok(
      edge.send("rep", "POST", shares, { body: { to: `user:${edge.users.mate}`, access: "read" } }),
    );
    const list = await edge.send("rep", "GET", "/api/access/users?total=true");
    expect([list.status, list.body]).toEqual([200, { items: [], next: null, total: 0 }]);
    expect((await edge.send("rep", "GET", `/api/access/users/${edge.users.mate}`)).status).toBe(
      404,
    );
    const [share] = (await edge.send("rep", "GET", shares)).body["items"] as { name: unknown }[];
    expect(share?.name).toBeNull();
    const seen = await edge.send("rep", "GET", `/api/access/who-can-see/visit/${id}`);
    expect(seen.text).not.toContain('"name":"mate"');
    const all = await edge.send("admin", "GET", "/api/access/users?total=true");
    expect(Number(all.body["total"])).toBeGreaterThan(5);
    await ok(edge.send("admin", "PUT", defaults, { body: { access: null } }));
    expect((await edge.send("rep", "GET", "/api/access/users?total=true")).body["total"]).toBe(
      all.body["total"],
    );
  });

  test("nobody takes himself out of the group by which a deny names him", async () => {
    const group = await ok(
      edge.send("admin", "POST", "/api/access/groups", {
        body: { name: "Bound", members: [`user:${edge.users.admin}`, `user:${edge.users.rep}`] },
      }),
    );
    const id = String(group.body["id"]);
    const outer = await ok(
      edge.send("admin", "POST", "/api/access/groups", {
        body: { name: "Bound too", members: [`group:${id}`] },
      }),
    );
    const deny = {
      who: `group:${String(outer.body["id"])}`,
      action: "export",
      object: "visit",
      reason: "for the matrix",
    };
    await ok(edge.send("admin", "POST", "/api/access/denies", { body: deny }));
    for (const [at, members] of [
      [id, [`user:${edge.users.rep}`]],
      [String(outer.body["id"]), []],
    ] as const) {
      const left = await edge.send("admin", "PATCH", `/api/access/groups/${at}`, {
        body: { members },
      });
      expect([left.status, left.body["code"]]).toEqual([422, "access/self-grant"]);
    }
    const other = await edge.send("admin", "PATCH", `/api/access/groups/${id}`, {
      body: { members: [`user:${edge.users.admin}`] },
    });
    expect(other.status).toBe(200);
  });
});
