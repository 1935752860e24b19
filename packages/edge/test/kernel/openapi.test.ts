import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { openEdge, type Edge } from "../support/edge.ts";

type Node = Record<string, never>;

let edge: Edge;
let document: {
  readonly openapi: string;
  readonly paths: Record<string, Record<string, Node & { operationId: string }>>;
  readonly components: {
    readonly securitySchemes: unknown;
    readonly schemas: Record<string, unknown>;
  };
};
beforeAll(async () => {
  edge = await openEdge();
  document = edge.ennead.openapi() as never;
});
afterAll(() => edge.close());

const operations = () =>
  Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, one]) => ({
      path,
      method,
      one: one as never as Operation,
    })),
  );

interface Operation {
  readonly operationId: string;
  readonly parameters: readonly { name: string; in: string; required: boolean; schema: object }[];
  readonly responses: Record<string, { content?: Record<string, { schema?: object }> }>;
  readonly requestBody?: object;
  readonly security?: readonly unknown[];
}

/** What an operation says of its refusals. */
const codesOf = (one: Operation): string =>
  Object.values(one.responses)
    .map((response) => (response as { readonly description?: string }).description ?? "")
    .join(", ");

describe("the OpenAPI document", () => {
  test("describes every route once, under an id of its own", () => {
    const ids = operations().map(({ one }) => one.operationId);
    expect(ids.toSorted()).toEqual(edge.ennead.routes.map(({ id }) => id).toSorted());
    expect(new Set(ids).size).toBe(ids.length);
    expect(document.openapi).toBe("3.1.0");
  });

  test("has a parameter for each brace of a path, and only those in the path", () => {
    const named = operations().map(({ path, one }) => [
      path,
      one.parameters
        .filter((each) => each.in === "path")
        .map(({ name }) => name)
        .toSorted(),
    ]);
    const braces = operations().map(({ path }) => [
      path,
      [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).toSorted(),
    ]);
    expect(named).toEqual(braces);
  });

  test("tells of each route what it answers, what it refuses and how to sign in", () => {
    const silent = operations().filter(({ one }) => {
      const statuses = Object.keys(one.responses);
      return (
        !statuses.some((status) => status.startsWith("2")) ||
        !["400", "404", "500"].every((status) => statuses.includes(status)) ||
        // What is for everybody refuses nobody for not being somebody.
        statuses.includes("401") === (one.security?.length === 0)
      );
    });
    expect(silent).toEqual([]);
    expect(document.components.securitySchemes).toMatchObject({
      apiKey: { type: "http", scheme: "bearer" },
      bearer: { type: "http", scheme: "bearer" },
      session: { type: "apiKey", in: "cookie", name: "__Host-ennead_session" },
    });
  });

  test("names what the kernel itself refuses of a change", () => {
    for (const { method, one } of operations()) {
      const codes = codesOf(one);
      const isChange = method !== "get";
      expect([one.operationId, codes.includes("kernel/version-conflict")]).toEqual([
        one.operationId,
        isChange,
      ]);
      expect(codes.includes("kernel/idempotency-mismatch")).toBe(isChange);
      expect(codes.includes("kernel/migrating")).toBe(isChange);
      const matches = one.parameters.some(({ name }) => name === "If-Match");
      expect(codes.includes("kernel/precondition-failed")).toBe(matches);
    }
  });

  test("refers to nothing that is not in it, and to no other host", () => {
    const text = JSON.stringify(document);
    for (const [, target = ""] of text.matchAll(/"\$ref":"#\/([^"]+)"/g)) {
      const found = target.split("/").reduce<unknown>((at, key) => (at as Node)[key], document);
      expect(found).toBeDefined();
    }
    // An origin is written as one in examples; nothing is fetched from there.
    expect(text.replaceAll("https://crm.example.com", "")).not.toMatch(/https?:\/\//);
    expect(text).not.toContain("$defs");
  });

  test("is served at both places, without a sign-in", async () => {
    const [one, other] = await Promise.all(
      ["/openapi.json", "/api/openapi.json"].map(async (path) => {
        const response = await edge.ennead.fetch(new Request(`http://x${path}`));
        return response.json();
      }),
    );
    expect(one).toEqual(document);
    expect(other).toEqual(document);
  });
});
