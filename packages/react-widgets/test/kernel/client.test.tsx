import { expect, test } from "vitest";

import { createClient, ProblemError } from "../../src/kernel/index.ts";
import { json, problem, testServer } from "../support/server.ts";

test("requests that start together share one call for a token", async () => {
  const server = testServer();
  let calls = 0;
  const client = createClient({
    baseUrl: "/crm/",
    fetch: server.fetch,
    getToken: async () => {
      calls += 1;
      return `t${calls}`;
    },
  });
  server.answer("/crm/api/records", () => json({ items: [] }));
  await Promise.all([client.get("/api/records"), client.get("/api/records")]);
  expect(calls).toBe(1);
  expect(server.seen.map(({ headers }) => headers.get("authorization"))).toEqual([
    "Bearer t1",
    "Bearer t1",
  ]);
  expect(server.seen[0]?.headers.get("accept-version")).toBe("2026-01-01");
});

test("a refused token is renewed once for all requests that it failed", async () => {
  const server = testServer();
  server.answer("/api/records", ({ headers }) =>
    headers.get("authorization") === "Bearer new"
      ? json({ items: [] })
      : problem(401, "kernel/unauthenticated", "Expired."),
  );
  const asked: boolean[] = [];
  const client = createClient({
    baseUrl: "",
    fetch: server.fetch,
    getToken: ({ refresh }) => {
      asked.push(refresh);
      return refresh ? "new" : "old";
    },
  });
  await Promise.all([client.get("/api/records"), client.get("/api/records")]);
  expect(asked).toEqual([false, true]);
  expect(server.seen).toHaveLength(4);
});

test("the token that was refused, given again, is a problem, not a loop", async () => {
  const server = testServer();
  server.answer("/api/records", () => problem(401, "kernel/unauthenticated", "Expired."));
  const client = createClient({ baseUrl: "", fetch: server.fetch, getToken: () => "old" });
  await expect(client.get("/api/records")).rejects.toMatchObject({ status: 401 });
  expect(server.seen).toHaveLength(1);
});

test("a problem carries code, sentence, request id and its parts", async () => {
  const server = testServer();
  server.answer("/api/records", () =>
    json(
      {
        code: "record/invalid",
        detail: "Amount is missing.",
        requestId: "r-1",
        errors: [{ pointer: "/fields/amount", code: "record/required", message: "Amount?" }, 7],
      },
      422,
    ),
  );
  const client = createClient({ baseUrl: "", fetch: server.fetch });
  const error: unknown = await client.get("/api/records").catch((caught: unknown) => caught);
  expect(error).toBeInstanceOf(ProblemError);
  expect(error).toMatchObject({
    status: 422,
    code: "record/invalid",
    message: "Amount is missing.",
    requestId: "r-1",
    errors: [{ pointer: "/fields/amount", code: "record/required", message: "Amount?" }],
  });
});

test("an answer that is no problem+json, and no answer at all, are problems too", async () => {
  const server = testServer();
  server.answer("/api/records", () => new Response("<h1>Bad gateway</h1>", { status: 502 }));
  const client = createClient({ baseUrl: "", fetch: server.fetch });
  await expect(client.get("/api/records")).rejects.toMatchObject({
    status: 502,
    code: "kernel/unexpected-answer",
    transient: true,
  });
  const unreachable = createClient({
    baseUrl: "",
    fetch: () => Promise.reject(new TypeError("failed to fetch")),
  });
  await expect(unreachable.get("/api/records")).rejects.toMatchObject({
    status: 0,
    code: "kernel/unreachable",
  });
});

test("a page in place of JSON names the address, a body that breaks off the connection", async () => {
  const server = testServer();
  const client = createClient({ baseUrl: "", fetch: server.fetch });
  server.answer("/api/records", () => new Response("<!doctype html>"));
  await expect(client.get("/api/records")).rejects.toMatchObject({
    code: "kernel/unexpected-answer",
  });
  const broken = new ReadableStream({
    pull: (controller) => controller.error(new TypeError("network error")),
  });
  server.answer("/api/records", () => new Response(broken));
  await expect(client.get("/api/records")).rejects.toMatchObject({
    code: "kernel/unreachable",
  });
});

test("an answer of another realm, as a host's own fetch may give it, is an answer", async () => {
  const frame = document.createElement("iframe");
  document.body.append(frame);
  const realm = frame.contentWindow as unknown as { readonly Response: typeof Response };
  const client = createClient({
    baseUrl: "",
    fetch: () => Promise.resolve(new realm.Response('{"items":[]}')),
  });
  await expect(client.get("/api/records")).resolves.toEqual({ items: [] });
  frame.remove();
});
