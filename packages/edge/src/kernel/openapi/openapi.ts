import { isObject, type Json, type JsonObject } from "@ennead/core/kernel";
import { toJsonSchema } from "@valibot/to-json-schema";
import type * as v from "valibot";

import type { Strategy } from "../auth/auth.ts";
import { statusOf } from "../http/problem.ts";
import { currentVersion } from "../http/versioning.ts";
import type { Route } from "../route.ts";
import { exampleOf } from "./example.ts";
import { hoistDefinitions } from "./hoist-definitions.ts";

const schemaOf = (schema: v.GenericSchema<unknown, unknown>): JsonObject => {
  const { $schema: _, ...rest } = toJsonSchema(schema as Parameters<typeof toJsonSchema>[0], {
    typeMode: "input",
    errorMode: "ignore",
    // Checked by core, which knows the fields of an object.
    overrideSchema: ({ valibotSchema, jsonSchema }) =>
      valibotSchema.type === "custom" ? { type: "object" } : jsonSchema,
  }) as unknown as JsonObject;
  return rest;
};

const jsonContent = (body: v.GenericSchema<unknown, unknown>): JsonObject => {
  const schema = schemaOf(body);
  return { "application/json": { schema, example: exampleOf(schema) } };
};

const members = (schema: Route["params"]): readonly [string, Json, boolean][] => {
  if (schema === undefined) return [];
  const object = schemaOf(schema);
  const properties = object["properties"];
  const required = object["required"];
  if (!isObject(properties)) return [];
  return Object.entries(properties as JsonObject).map(([name, one]) => [
    name,
    one,
    Array.isArray(required) && required.includes(name),
  ]);
};

const problemSchema: JsonObject = {
  type: "object",
  required: ["type", "title", "status", "code", "detail", "instance", "errors", "requestId"],
  properties: {
    type: { type: "string" },
    title: { type: "string" },
    status: { type: "integer" },
    code: { type: "string" },
    detail: { type: "string" },
    instance: { type: "string" },
    info: {},
    errors: {
      type: "array",
      items: {
        type: "object",
        required: ["pointer", "code", "message"],
        properties: {
          pointer: { type: "string" },
          code: { type: "string" },
          message: { type: "string" },
        },
      },
    },
    requestId: { type: "string" },
  },
};

const everyRoute = [
  "kernel/bad-request",
  "versioning/unknown-version",
  "kernel/not-acceptable",
  "kernel/rate-limited",
  "kernel/internal",
  "kernel/unavailable",
] as const;
const signedIn = [
  "kernel/unauthenticated",
  "kernel/forbidden",
  "access/forbidden",
  "kernel/not-found",
] as const;

/** What the kernel refuses of a change, whatever its handler does. */
const anyChange = [
  "kernel/idempotency-mismatch",
  "kernel/version-conflict",
  "kernel/migrating",
] as const;

/** Whether a route takes `If-Match`. */
const takesMatch = ({ method }: Route): boolean => ["PATCH", "PUT", "DELETE"].includes(method);

const told = (description: string): JsonObject => ({ description, schema: { type: "string" } });

/** Headers that every answer bears to whoever has signed in. */
const limitFields: JsonObject = {
  "RateLimit-Policy": told('The limit of this kind of request, like "read";q=3000;w=60.'),
  RateLimit: told(
    'What is left of it, and the seconds until all of it is back: "read";r=2999;t=1.',
  ),
};

const waitHeaders: JsonObject = {
  ...limitFields,
  "Retry-After": told("Seconds to wait, with some chance in them."),
};

const refusals = (route: Route): JsonObject => {
  const codes = [
    ...route.faults,
    ...everyRoute,
    ...(route.permission === "public" ? [] : signedIn),
    ...(route.body === undefined
      ? []
      : [
          "kernel/bad-json",
          "kernel/invalid-value",
          "kernel/unknown-field",
          "kernel/too-deep",
          "kernel/too-large",
          "kernel/unsupported-media",
        ]),
    ...(route.limits === "bulk" ? ["kernel/unsupported-media"] : ["kernel/timeout"]),
    ...(route.method === "GET" ? [] : anyChange),
    ...(takesMatch(route) ? ["kernel/precondition-failed"] : []),
    ...(route.idempotency === "required" ? ["kernel/idempotency-required"] : []),
  ];
  const byStatus = new Map<number, string[]>();
  for (const code of new Set(codes)) {
    const status = statusOf(code);
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus]
      .toSorted(([a], [b]) => a - b)
      .map(([status, list]) => [
        String(status),
        {
          description: list.join(", "),
          ...(status === 429 || status === 503 ? { headers: waitHeaders } : {}),
          content: {
            "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } },
          },
        },
      ]),
  );
};

const success = (route: Route): JsonObject => {
  const status = String(route.status ?? 200);
  const headers = limitFields;
  if (route.response === null) return { [status]: { description: "Done.", headers } };
  if ("media" in route.response) {
    return {
      [status]: { description: route.summary, headers, content: { [route.response.media]: {} } },
    };
  }
  return {
    [status]: {
      description: route.summary,
      headers,
      content: jsonContent(route.response),
    },
  };
};

const header = (name: string, required: boolean, description: string): JsonObject => ({
  name,
  in: "header",
  required,
  description,
  schema: { type: "string" },
});

const headersOf = (route: Route): readonly Json[] => {
  return [
    header("Accept-Version", false, `API version; ${currentVersion} unless given.`),
    ...(route.method === "GET"
      ? []
      : [
          header(
            "Idempotency-Key",
            route.idempotency === "required",
            "Repeating a request with its key answers what the first one answered.",
          ),
        ]),
    ...(takesMatch(route)
      ? [header("If-Match", false, "ETag of the version to change; another version answers 412.")]
      : []),
  ];
};

const operation = (route: Route): JsonObject => ({
  operationId: route.id,
  summary: route.summary,
  tags: [route.id.split(".")[0] ?? ""],
  "x-since": route.since,
  "x-permission": route.permission as unknown as Json,
  parameters: [
    ...members(route.params).map(([name, schema]) => ({
      name,
      in: "path",
      required: true,
      schema,
    })),
    ...members(route.query).map(([name, schema, required]) => ({
      name,
      in: "query",
      required,
      schema,
    })),
    ...headersOf(route),
  ],
  ...(route.limits === "bulk"
    ? { requestBody: { required: true, content: { "application/x-ndjson": {} } } }
    : route.body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: jsonContent(route.body),
          },
        }),
  responses: { ...success(route), ...refusals(route) },
  ...(route.permission === "public" ? { security: [] } : {}),
});

const description = [
  "Pages of other origins may call this API for a company that lists their origin (`origins` of /api/access/company).",
  "They sign in with a bearer token or an API key; cookies are taken from our own pages alone.",
  "Limits are told in the fields RateLimit-Policy and RateLimit of answers; 429 and 503 say when to come back.",
].join(" ");

/** How a credential is described, by how it is sent. */
const schemeDescription = ({ scheme }: Strategy): string => {
  if (scheme.type === "http")
    return "Authorization: Bearer, with a token of the host or an API key.";
  return scheme.in === "cookie"
    ? "Of our own pages: a change must come from the same origin."
    : "A key in a header of its own.";
};

/** The OpenAPI 3.1 document of the routes. Paths begin at `/api`; `server` is where the host has mounted them. */
export const openapiOf = (
  routes: readonly Route[],
  strategies: readonly Strategy[],
  server: string,
): JsonObject => {
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes) {
    (paths[route.path] ??= {})[route.method.toLowerCase()] = operation(route);
  }
  const hoisted = hoistDefinitions(paths);
  return {
    openapi: "3.1.0",
    info: { title: "Ennead", version: currentVersion, description },
    servers: [{ url: server }],
    paths: hoisted.value,
    components: {
      schemas: { Problem: problemSchema, ...hoisted.schemas },
      securitySchemes: Object.fromEntries(
        strategies.map((strategy) => [
          strategy.name,
          {
            ...(strategy.scheme as unknown as JsonObject),
            description: schemeDescription(strategy),
          },
        ]),
      ),
    },
    security: strategies.map(({ name }) => ({ [name]: [] })),
  };
};
