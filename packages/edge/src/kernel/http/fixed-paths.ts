import type { JsonObject, RandomBytes } from "@ennead/core/kernel";

import { answerReference, referencePath } from "../openapi/reference.ts";
import type { Health } from "../schema/health.ts";
import { bearerSecret } from "./bearer-secret.ts";
import type { FixedPath } from "./register-routes.ts";
import { sharedRun } from "./shared-run.ts";

export interface FixedPathsOptions {
  /** The document of the current version. */
  readonly openapi: () => JsonObject;
  readonly random: RandomBytes;
  readonly health: () => Promise<Health>;
  readonly tick: () => Promise<object>;
  readonly tickSecret: string | undefined;
  readonly metrics: () => Promise<string>;
  readonly metricsSecret: string | undefined;
}

const json = (status: number, body: object): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: {
      "content-type": "application/json",
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });

/** The path where the host has given its secret, for requests that bear it. */
const guarded = (
  name: string,
  secret: string | undefined,
  { path, method, handler }: FixedPath,
): readonly FixedPath[] => {
  if (secret === undefined) return [];
  const bears = bearerSecret(name, secret);
  return [
    {
      path,
      method,
      handler: async (request) => ((await bears(request)) ? handler(request) : null),
    },
  ];
};

/** The paths beside the routes of the rooms. Those with a secret are there only when the host has given one. */
export const fixedPaths = (options: FixedPathsOptions): readonly FixedPath[] => {
  const { random, health, tick, tickSecret, metrics, metricsSecret } = options;
  // Everybody may ask, and it takes reads of every database.
  const ready = sharedRun(health);
  let document: JsonObject | undefined;
  const described = (): JsonObject => (document ??= options.openapi());

  const openapi = (path: string): FixedPath => ({
    path,
    method: "GET",
    counted: true,
    handler: ({ url }) => {
      const { pathname } = new URL(url);
      const server = pathname.slice(0, -path.length) || "/";
      return json(200, { ...described(), servers: [{ url: server }] });
    },
  });

  return [
    openapi("/openapi.json"),
    openapi("/api/openapi.json"),
    {
      path: referencePath,
      method: "GET",
      counted: true,
      handler: ({ url }) => answerReference(url, described(), random),
    },
    { path: "/healthz", method: "GET", handler: () => json(200, { status: "ok" }) },
    {
      path: "/readyz",
      method: "GET",
      handler: async () => {
        const told = await ready();
        return json(told.ready ? 200 : 503, told);
      },
    },
    ...guarded("metricsSecret", metricsSecret, {
      path: "/metrics",
      method: "GET",
      handler: async () =>
        new Response(await metrics(), {
          headers: {
            "content-type": "text/plain; version=0.0.4; charset=utf-8",
            "cache-control": "no-store",
            "x-content-type-options": "nosniff",
          },
        }),
    }),
    ...guarded("tickSecret", tickSecret, {
      path: "/internal/tick",
      method: "POST",
      handler: async () => json(200, await tick()),
    }),
  ];
};
