import { isObject, type Json, type JsonObject } from "@ennead/core/kernel";
import { toJsonSchema } from "@valibot/to-json-schema";
import type * as v from "valibot";

import type { Strategy } from "../auth/auth.ts";
import { statusOf } from "../http/problem.ts";
import { currentVersion } from "../http/versioning.ts";
import type { Route } from "../route.ts";
import { exampleOf } from "./example.ts";

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

const everyRoute = ["kernel/bad-request", "versioning/unknown-version", "kernel/internal"] as const;
const signedIn = ["kernel/unauthenticated", "access/forbidden", "kernel/not-found"] as const;

const refusals = (route: Route): JsonObject => {
  const codes = [
    ...route.faults,
    ...everyRoute,
    ...(route.permission === "public" ? [] : signedIn),
    ...(route.body === undefined
      ? []
      : ["kernel/bad-json", "kernel/invalid-value", "kernel/too-large"]),
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
          content: {
            "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } },
          },
        },
      ]),
  );
};

const success = (route: Route): JsonObject => {
  const status = String(route.status ?? 200);
  if (route.response === null) return { [status]: { description: "Done." } };
  if ("media" in route.response) {
    return {
      [status]: { description: route.summary, content: { [route.response.media]: {} } },
    };
  }
  return {
    [status]: {
      description: route.summary,
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
    ...(["PATCH", "PUT", "DELETE"].includes(route.method)
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
  return {
    openapi: "3.1.0",
    info: { title: "Ennead", version: currentVersion },
    servers: [{ url: server }],
    paths,
    components: {
      schemas: { Problem: problemSchema },
      securitySchemes: Object.fromEntries(
        strategies.map(({ name, scheme }) => [name, scheme as unknown as Json]),
      ),
    },
    security: strategies.map(({ name }) => ({ [name]: [] })),
  };
};
