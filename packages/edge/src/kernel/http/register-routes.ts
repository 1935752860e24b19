import { fault, type Fault } from "@ennead/core/kernel";
import type { Context, Hono } from "hono";

import type { Route } from "../route.ts";
import { exchangeOf } from "./exchange.ts";
import type { HttpOptions } from "./http-options.ts";
import { sent } from "./outgoing.ts";
import { ipOf } from "./peer.ts";
import { notFound } from "./permission.ts";
import { refusal } from "./refusal.ts";
import { serving } from "./serve.ts";

type Handler = (c: Context) => Response | Promise<Response>;

/** A path beside the routes of the rooms: health, documents, metrics, the tick. */
export interface FixedPath {
  readonly path: string;
  readonly method: "GET" | "POST";
  /** Whether it is counted like a request of nobody: it is open to all and takes some work. */
  readonly counted?: boolean;
  /** null for a request that is to find nothing here. */
  readonly handler: (request: Request) => Promise<Response | null> | Response | null;
}

/** Registers a path with its methods; any other is told which there are, a page from elsewhere whether it may ask. */
const registerPath = (
  app: Hono,
  path: string,
  handlers: ReadonlyMap<string, Handler>,
  { cors, clock, random }: HttpOptions,
  refuse: (one: Fault, headers?: Readonly<Record<string, string>>) => Handler,
): void => {
  const methods = [...handlers.keys()];
  const allow = [...methods, ...(methods.includes("GET") ? ["HEAD"] : []), "OPTIONS"].join(", ");
  for (const [method, handler] of handlers) app.on(method, path, handler);
  app.on("OPTIONS", path, async (c) => {
    const exchange = exchangeOf(c.req.raw, clock(), random);
    const isPreflight = exchange.request.headers.has("access-control-request-method");
    if (exchange.origin === null || !isPreflight) {
      return sent({ status: 204, headers: { allow }, body: null }, exchange);
    }
    const headers = await cors.preflight(exchange, methods.join(", "));
    return headers === null
      ? refuse(fault("kernel/forbidden", "Pages of this origin may not ask here."))(c)
      : sent({ status: 204, headers: { allow, ...headers }, body: null }, exchange);
  });
  app.all(path, refuse(fault("kernel/method-not-allowed", `This path takes ${allow}.`), { allow }));
};

/** Registers the routes on an app of ours. Everything a request needs is made here; nothing outlives it. */
export const registerRoutes = (
  app: Hono,
  options: HttpOptions,
  fixed: readonly FixedPath[],
): void => {
  const { routes, services, clock, random, admission, trustedHops } = options;
  const serve = serving(options);

  const refuse =
    (one: Fault, headers: Readonly<Record<string, string>> = {}): Handler =>
    (c) => {
      const exchange = exchangeOf(c.req.raw, clock(), random);
      const refused = refusal([one], exchange);
      return sent({ ...refused, headers: { ...refused.headers, ...headers } }, exchange);
    };

  for (const { path, method, counted = false, handler } of fixed) {
    const answer: Handler = async (c) => {
      if (counted) {
        const exchange = exchangeOf(c.req.raw, clock(), random, { ip: ipOf(c, trustedHops) });
        const may = admission.unsigned(exchange);
        if (!may.ok) return sent(refusal([may.error], exchange), exchange);
      }
      return (await handler(c.req.raw)) ?? refuse(notFound())(c);
    };
    registerPath(app, path, new Map([[method, answer]]), options, refuse);
  }
  // A brace sorts after every letter, so literal segments are tried before parameters.
  const paths = new Map<string, Map<string, Handler>>();
  for (const route of routes.toSorted((a: Route, b: Route) => (a.path < b.path ? -1 : 1))) {
    const path = route.path.replaceAll(/\{(\w+)\}/g, ":$1");
    paths.set(
      path,
      (paths.get(path) ?? new Map<string, Handler>()).set(route.method, serve(route)),
    );
  }
  for (const [path, handlers] of paths) registerPath(app, path, handlers, options, refuse);
  app.all("/api", refuse(notFound()));
  app.all("/api/*", refuse(notFound()));
  app.onError((error, c) => {
    services.logger("error", "internal", { error: error.stack ?? error.message });
    return refuse(fault("kernel/internal", "Something went wrong on our side."))(c);
  });
  app.notFound(refuse(notFound()));
};
