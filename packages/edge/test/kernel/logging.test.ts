import { afterAll, beforeAll, expect, test } from "vitest";

import { openEdge, type Edge } from "../support/edge.ts";

let edge: Edge;
const lines: string[] = [];
beforeAll(async () => {
  edge = await openEdge({
    tickSecret: "a tick secret of at least 32 characters",
    logger: (level, event, facts) => lines.push(JSON.stringify({ level, event, ...facts })),
  });
});
afterAll(() => edge.close());

test("a request is one line: what was asked, by whom, and what came of it", async () => {
  const made = await edge.send("admin", "POST", "/api/records/visit", {
    body: { fields: { subject: "Logged" } },
  });
  expect(edge.requests.at(-1)).toEqual({
    route: "record.create",
    status: 201,
    ms: expect.any(Number) as number,
    requestId: made.headers.get("x-request-id"),
    company: edge.ours,
    user: edge.users.admin,
  });
  await edge.ennead.fetch(new Request("http://ennead.example/api/access/me"));
  expect(edge.requests.at(-1)).toMatchObject({ status: 401, company: null, user: null });
});

test("an error is told with its stack", async () => {
  const { read } = edge.database;
  edge.database.read = () => Promise.reject(new Error("a bug"));
  const answer = await edge.send("admin", "GET", "/api/records/visit");
  edge.database.read = read;
  expect(answer.status).toBe(500);
  expect(lines.at(-1)).toMatch(/"event":"internal".*Error: a bug.*at /);
});

test("no line of a hostile run holds a credential or a value that was sent", async () => {
  const token = await edge.token("admin");
  const marks = {
    value: "mark-of-a-value",
    query: "mark-of-a-query",
    cookie: "mark-of-a-cookie",
    key: "enn_mark-of-a-key",
    path: "mark-of-a-path",
    idempotency: "mark-of-an-idempotency-key",
    id: "<mark-of-an-id>",
  };
  const headers = {
    cookie: `__Host-ennead_session=${marks.cookie}`,
    "idempotency-key": marks.idempotency,
    "x-request-id": marks.id,
    "x-forwarded-for": marks.value,
    "user-agent": marks.value,
  };
  const bodies = [
    { fields: { subject: marks.value, pin: marks.value, guest: marks.value } },
    { fields: { subject: marks.value.repeat(100) } },
    { [marks.value]: marks.value },
    { fields: { [marks.value]: marks.value } },
  ];
  for (const body of bodies)
    await edge.send("admin", "POST", "/api/records/visit", { body, headers });
  for (const raw of ["{", `{"${marks.value}":1,"${marks.value}":2}`, `"${marks.value}`]) {
    await edge.send("admin", "POST", "/api/records/visit", { raw, headers });
  }
  for (const path of [
    `/api/records/visit?filter=${marks.query}&access_token=${token}`,
    `/api/records/${marks.path}`,
    `/api/${marks.path}?key=${marks.key}`,
  ]) {
    await edge.send("admin", "GET", path, { headers });
  }
  for (const credential of [
    `Bearer ${marks.key}`,
    `Bearer ${token.slice(0, -2)}`,
    `Basic ${marks.key}`,
    "Bearer a tick secret of at least 32 characters",
  ]) {
    await edge.send("admin", "GET", "/api/access/me", { headers: { authorization: credential } });
    await edge.send("admin", "POST", "/internal/tick", { headers: { authorization: credential } });
  }
  const { write } = edge.database;
  edge.database.write = () => Promise.reject(new Error("no more writing"));
  await edge.send("admin", "POST", "/api/records/visit", { body: bodies[0] });
  edge.database.write = write;
  const all = [...lines, ...edge.requests.map((facts) => JSON.stringify(facts))].join("\n");
  const told = [
    ...Object.values(marks),
    token,
    token.split(".")[2] ?? "",
    "tick secret",
    "mark-of",
  ];
  expect(told.filter((secret) => all.includes(secret))).toEqual([]);
  expect(all).toContain("no more writing");
});
