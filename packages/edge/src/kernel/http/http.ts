import { permits } from "@ennead/core/access";
import {
  err,
  fault,
  ok,
  uuidv7,
  type Clock,
  type Fault,
  type Json,
  type RandomBytes,
  type Result,
} from "@ennead/core/kernel";
import type { Context, Hono } from "hono";

import type { Strategy } from "../auth/auth.ts";
import { isHostile } from "../auth/hostile.ts";
import { signIn } from "../auth/sign-in.ts";
import { findAnswer } from "../command/idempotency.ts";
import type { IdempotencyKey, KernelServices, RequestContext } from "../context.ts";
import { DatabaseError, type DatabaseErrorKind, type TenantDb } from "../db/db.ts";
import { sha256 } from "../keys/digest.ts";
import type { Input, Route } from "../route.ts";
import type { Answer } from "./answer.ts";
import { checkMedia, readJson, type JsonBody } from "./body.ts";
import { matchesTag, versionsAsked } from "./etag.ts";
import { problemOf } from "./problem.ts";
import { untilEnd, type Running } from "./running.ts";
import { validate } from "./validate.ts";
import { currentVersion, negotiate, type Convert } from "./versioning.ts";

export interface HttpOptions {
  readonly routes: readonly Route[];
  readonly strategies: readonly Strategy[];
  readonly db: TenantDb;
  readonly services: KernelServices;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly convert: Convert;
  /** Milliseconds after which a request of class `json` is given up. */
  readonly timeout: number;
  /** Told of every request, so that closing can wait for those that run. */
  readonly running: Running;
}

type Faults = readonly Fault[];

const secure: Readonly<Record<string, string>> = {
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
};

const unavailable: Readonly<Record<Exclude<DatabaseErrorKind, "refused">, string>> = {
  busy: "The database is busy; ask again.",
  unknown: "The database did not answer; ask again.",
  failed: "The database can store nothing at present; nothing was changed.",
};

const asList = (faults: Fault | Faults): Faults =>
  Array.isArray(faults) ? (faults as Faults) : [faults as Fault];

const notFound = (): Fault => fault("kernel/not-found", "There is nothing here.");

const requestIdOf = (request: Request, now: number, random: RandomBytes): string => {
  const given = request.headers.get("x-request-id");
  return given !== null && /^[A-Za-z0-9._-]{8,64}$/.test(given) ? given : uuidv7(now, random);
};

const ended = (answer: Response, requestId: string, https: boolean): Response => {
  const { headers } = answer;
  for (const [name, value] of Object.entries(secure)) headers.set(name, value);
  if (https) headers.set("strict-transport-security", "max-age=31536000");
  headers.set("api-version", currentVersion);
  headers.set("x-request-id", requestId);
  if (!headers.has("cache-control")) {
    headers.set("cache-control", headers.has("etag") ? "private, no-cache" : "no-store");
  }
  headers.set("vary", "Authorization, Cookie, Accept-Version, Origin");
  return answer;
};

const problem = (faults: Faults, path: string, requestId: string): Response => {
  const { status, body } = problemOf(faults, path, requestId);
  const headers = new Headers({ "content-type": "application/problem+json" });
  if (status === 401) headers.set("www-authenticate", "Bearer");
  if (status === 503 || status === 429) headers.set("retry-after", "1");
  return new Response(JSON.stringify(body), { status, headers });
};

/** The query, where each parameter is given once. */
const single = (url: URL): Result<Readonly<Record<string, string>>> => {
  const query: Record<string, string> = Object.create(null) as Record<string, string>;
  if (url.search.length > 16_384) {
    return err(fault("kernel/bad-request", "The query is longer than 16 KiB."));
  }
  for (const [name, value] of url.searchParams) {
    if (name in query) {
      return err(fault("kernel/bad-request", "A query parameter is given twice.", [name]));
    }
    query[name] = value;
  }
  return ok({ ...query });
};

/** An object that one may not read does not exist; another refusal is one. */
const permissionFault = (
  route: Route,
  context: RequestContext,
  params: Readonly<Record<string, string>>,
): Fault | null => {
  const { permission } = route;
  if (permission === "public" || permission === "signed-in") return null;
  const { model, principal } = context;
  if ("system" in permission) {
    return permits(model, principal, permission).allow
      ? null
      : fault("access/forbidden", `This takes the permission ${permission.system}.`);
  }
  const object = permission.object.startsWith(":")
    ? (params[permission.object.slice(1)] ?? "")
    : permission.object;
  if (permits(model, principal, { object, action: permission.action }).allow) return null;
  return permits(model, principal, { object, action: "read" }).allow
    ? fault("access/forbidden", `You may not ${permission.action} here.`)
    : notFound();
};

const keyOf = (route: Route, request: Request): Result<string | undefined> => {
  const key = request.headers.get("idempotency-key");
  if (key === null) {
    return route.idempotency === "required"
      ? err(fault("kernel/idempotency-required", "This takes an Idempotency-Key."))
      : ok(undefined);
  }
  return /^[\x21-\x7e]{1,200}$/.test(key) && !key.includes("#")
    ? ok(key)
    : err(fault("kernel/bad-request", "An Idempotency-Key has 1 to 200 visible characters, no #."));
};

/**
 * The request's signal, made when somebody asks: few handlers do, and Deno warns of its own meaning of it as soon as
 * it is touched. A request of class `json` is also given up after a time.
 */
const lazySignal = (request: Request, overdue: AbortSignal | undefined): (() => AbortSignal) => {
  let signal: AbortSignal | undefined;
  return () =>
    (signal ??=
      overdue === undefined ? request.signal : AbortSignal.any([request.signal, overdue]));
};

/** The context with the caller's key; its signal stays unasked for. */
const withKey = (context: RequestContext, idempotency: IdempotencyKey): RequestContext =>
  Object.defineProperties({} as RequestContext, {
    ...Object.getOwnPropertyDescriptors(context),
    idempotency: { value: idempotency, enumerable: true },
  });

/** The request as the route's schemas read it, every fault at once, and the bytes of its body. */
const readInput = async (
  route: Route,
  request: Request,
  params: Readonly<Record<string, string>>,
  overdue: AbortSignal | undefined,
  toOurs: (value: Json) => Json,
): Promise<
  Result<{ readonly input: Input<unknown, unknown, unknown>; readonly bytes: Uint8Array }, Faults>
> => {
  const query = single(new URL(request.url));
  if (!query.ok) return err([query.error]);
  const faults: Fault[] = [];
  const read = (schema: Route["query"], value: unknown): unknown => {
    if (schema === undefined) return undefined;
    const result = validate(schema, value);
    if (result.ok) return result.value;
    faults.push(...result.error);
    return undefined;
  };
  let sent: JsonBody = { bytes: new Uint8Array(), value: undefined };
  if (route.limits === "bulk") {
    const media = checkMedia(request.headers, ["application/x-ndjson", "application/ndjson"]);
    if (!media.ok) return err([media.error]);
  } else if (route.body !== undefined) {
    const body = await readJson(request, overdue ?? request.signal);
    if (!body.ok) return err([body.error]);
    sent = body.value;
    if (sent.value === undefined) {
      return err([fault("kernel/bad-json", "This takes a JSON body.")]);
    }
  }
  const input = {
    params: read(route.params, params),
    query: read(route.query, query.value),
    body: route.body === undefined ? undefined : read(route.body, toOurs(sent.value as Json)),
    stream: route.limits === "bulk" ? request.body : null,
    header: (name: string) => request.headers.get(name) ?? undefined,
  };
  return faults.length === 0 ? ok({ input, bytes: sent.bytes }) : err(faults);
};

/** The context with the caller's Idempotency-Key and what it was sent with. Slices of a load have hashes of their own. */
const keyedContext = async (
  route: Route,
  request: Request,
  context: RequestContext,
  bytes: Uint8Array,
): Promise<Result<RequestContext>> => {
  const key = keyOf(route, request);
  if (!key.ok) return key;
  if (key.value === undefined) return ok(context);
  const { pathname, search } = new URL(request.url);
  const hash =
    route.limits === "bulk" ? "" : await sha256(`${route.method} ${pathname}${search}\n`, bytes);
  return ok(withKey(context, { key: key.value, hash }));
};

/** Registers the routes on an app of ours. Everything a request needs is made here; nothing outlives it. */
export const registerRoutes = (app: Hono, options: HttpOptions): void => {
  const { routes, services, clock, random } = options;
  const { logger } = services;

  const contextOf = async (
    route: Route,
    request: Request,
    requestId: string,
    now: number,
    signal: () => AbortSignal,
  ): Promise<Result<RequestContext>> => {
    const { strategies, db } = options;
    const { directory } = services.ports;
    const signedIn = await signIn({ strategies, db, directory }, request, now);
    if (!signedIn.ok) return signedIn;
    const { scope, principal, model, label } = signedIn.value;
    const asked = route.method === "GET" ? null : request.headers.get("if-match");
    const ifMatch = versionsAsked(asked ?? undefined);
    if (!ifMatch.ok) return ifMatch;
    return ok({
      scope,
      company: principal.company,
      principal,
      actorLabel: label,
      model,
      now,
      random,
      requestId,
      get signal() {
        return signal();
      },
      route: route.id,
      apiVersion: currentVersion,
      ...(ifMatch.value === undefined ? {} : { ifMatch: ifMatch.value }),
      services,
    });
  };

  const answerOf = async (
    route: Route,
    c: Context,
    requestId: string,
    now: number,
  ): Promise<Result<Answer, Fault | Faults>> => {
    const request = c.req.raw;
    const version = negotiate(request.headers.get("accept-version"));
    if (!version.ok) return version;
    const params: Record<string, string> = c.req.param();
    const overdue = route.limits === "json" ? AbortSignal.timeout(options.timeout) : undefined;
    let context: RequestContext | undefined;
    if (route.permission !== "public") {
      const signal = lazySignal(request, overdue);
      const made = await contextOf(route, request, requestId, now, signal);
      if (!made.ok) return made;
      context = made.value;
      if (Object.values(params).some(isHostile)) return err(notFound());
      const refused = permissionFault(route, context, params);
      if (refused !== null) return err(refused);
    }
    const read = await readInput(route, request, params, overdue, (value) =>
      options.convert(route.id, version.value, "up", value),
    );
    if (!read.ok) return read;
    if (context !== undefined && route.method !== "GET") {
      const keyed = await keyedContext(route, request, context, read.value.bytes);
      if (!keyed.ok) return keyed;
      context = keyed.value;
      if (context.idempotency !== undefined && route.limits === "json") {
        const before = await findAnswer(context, context.idempotency);
        if (before !== null) return before;
      }
    }
    // A public route is given no context: there is nobody whose scope it could have.
    return await route.handler(
      context ?? (undefined as unknown as RequestContext),
      read.value.input as unknown as Input<never, never, never>,
    );
  };

  const respond = (route: Route, answer: Answer, request: Request): Response => {
    const headers = new Headers(answer.headers);
    const tag = headers.get("etag");
    if (route.method === "GET" && tag !== null) {
      if (matchesTag(request.headers.get("if-none-match"), tag)) {
        return new Response(null, { status: 304, headers });
      }
    }
    if (answer.stream !== undefined) {
      return new Response(answer.stream, { status: answer.status, headers });
    }
    if (answer.bytes !== undefined) {
      return new Response(Uint8Array.from(answer.bytes()), { status: answer.status, headers });
    }
    if (answer.body === undefined) return new Response(null, { status: answer.status, headers });
    headers.set("content-type", "application/json");
    const body = options.convert(route.id, currentVersion, "down", answer.body);
    return new Response(JSON.stringify(body), { status: answer.status, headers });
  };

  const crashed = (error: unknown, route: Route, requestId: string): Faults => {
    if (error instanceof DOMException && error.name === "TimeoutError") {
      return [fault("kernel/timeout", "The request took too long and was given up.")];
    }
    if (error instanceof DOMException && error.name === "AbortError") {
      return [fault("kernel/bad-request", "The caller left before the answer.")];
    }
    if (error instanceof DatabaseError && error.kind !== "refused") {
      const { kind, message } = error;
      const level = kind === "failed" ? "error" : "warn";
      logger(level, "database-unavailable", { route: route.id, requestId, kind, message });
      return [fault("kernel/unavailable", unavailable[kind])];
    }
    const told = error instanceof Error ? (error.stack ?? error.message) : String(error);
    logger("error", "internal", { route: route.id, requestId, error: told });
    return [fault("kernel/internal", "Something went wrong on our side.")];
  };

  const serve =
    (route: Route) =>
    async (c: Context): Promise<Response> => {
      const now = clock();
      const request = c.req.raw;
      const requestId = requestIdOf(request, now, random);
      const https = request.url.startsWith("https:");
      const path = new URL(request.url).pathname;
      const refused = (faults: Faults): Response =>
        ended(problem(faults, path, requestId), requestId, https);
      const leave = options.running.enter();
      if (leave === null) return refused([fault("kernel/unavailable", "This server is closing.")]);
      let streams = false;
      try {
        const answer = await answerOf(route, c, requestId, now);
        if (!answer.ok) return refused(asList(answer.error));
        const { stream } = answer.value;
        streams = stream !== undefined;
        const value =
          stream === undefined
            ? answer.value
            : { ...answer.value, stream: untilEnd(stream, leave) };
        return ended(respond(route, value, request), requestId, https);
      } catch (error) {
        return refused(crashed(error, route, requestId));
      } finally {
        if (!streams) leave();
      }
    };

  const refuse =
    (one: Fault, headers: Readonly<Record<string, string>> = {}) =>
    (c: Context): Response => {
      const request = c.req.raw;
      const requestId = requestIdOf(request, clock(), random);
      const response = problem([one], new URL(request.url).pathname, requestId);
      for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
      return ended(response, requestId, request.url.startsWith("https:"));
    };

  // A brace sorts after every letter, so literal segments are tried before parameters.
  const paths = new Map<string, Route[]>();
  for (const route of routes.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    const path = route.path.replaceAll(/\{(\w+)\}/g, ":$1");
    paths.set(path, [...(paths.get(path) ?? []), route]);
  }
  for (const [path, known] of paths) {
    for (const route of known) app.on(route.method, path, serve(route));
    const methods = known.map(({ method }) => method);
    const allow = [
      ...new Set([...methods, ...(methods.includes("GET") ? ["HEAD"] : []), "OPTIONS"]),
    ].join(", ");
    app.on("OPTIONS", path, () => new Response(null, { status: 204, headers: { allow } }));
    app.all(
      path,
      refuse(fault("kernel/method-not-allowed", `This path takes ${allow}.`), { allow }),
    );
  }
  app.all("/api", refuse(notFound()));
  app.all("/api/*", refuse(notFound()));
  app.onError((error, c) => {
    logger("error", "internal", { error: error.stack ?? error.message });
    return refuse(fault("kernel/internal", "Something went wrong on our side."))(c);
  });
  app.notFound(refuse(notFound()));
};
