import {
  err,
  fault,
  type Clock,
  type Fault,
  type RandomBytes,
  type Result,
} from "@ennead/core/kernel";
import type { Context } from "hono";

import type { Strategy } from "../auth/auth.ts";
import { isHostile } from "../auth/hostile.ts";
import { signIn } from "../auth/sign-in.ts";
import { findAnswer } from "../command/idempotency.ts";
import type { KernelServices, RequestContext } from "../context.ts";
import type { TenantDb } from "../db/db.ts";
import type { Input, Route } from "../route.ts";
import type { Answer } from "./answer.ts";
import { faultOfError } from "./crashed.ts";
import { versionsAsked } from "./etag.ts";
import { exchangeOf, type Exchange } from "./exchange.ts";
import { keyedContext } from "./idempotency-key.ts";
import { lifetime, type Lifetime } from "./lifetime.ts";
import { sent, type Outgoing } from "./outgoing.ts";
import { passOn } from "./pass-on.ts";
import { notFound, permissionFault } from "./permission.ts";
import { readInput } from "./read-input.ts";
import { refusal } from "./refusal.ts";
import { respond } from "./respond.ts";
import type { Running } from "./running.ts";
import { currentVersion, negotiate, type Convert } from "./versioning.ts";

export interface HttpOptions {
  readonly routes: readonly Route[];
  readonly strategies: readonly Strategy[];
  readonly db: TenantDb;
  readonly services: KernelServices;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly convert: Convert;
  /** Milliseconds after which a request is given up, unless it is of class `bulk`. */
  readonly timeout: number;
  /** Told of every request, so that closing can wait for those that run. */
  readonly running: Running;
}

type Faults = readonly Fault[];

const asList = (faults: Fault | Faults): Faults =>
  Array.isArray(faults) ? (faults as Faults) : [faults as Fault];

/** One request on its way through the steps. */
interface Passage {
  readonly route: Route;
  readonly exchange: Exchange;
  readonly params: Readonly<Record<string, string>>;
  readonly life: Lifetime;
}

/** Answers the requests of a route: sign in, ask what is allowed, read, hand over, and say what came of it. */
export const serving = (
  options: HttpOptions,
): ((route: Route) => (c: Context) => Promise<Response>) => {
  const { services, clock, random, timeout, running } = options;
  const { logger } = services;

  const contextOf = async ({ route, exchange, life }: Passage): Promise<Result<RequestContext>> => {
    const { request, requestId, now } = exchange;
    const { strategies, db } = options;
    const { directory } = services.ports;
    const signedIn = await signIn({ strategies, db, directory }, request, now);
    if (!signedIn.ok) return signedIn;
    const { scope, principal, model, label } = signedIn.value;
    const asked = route.method === "GET" ? null : request.headers.get("if-match");
    const ifMatch = versionsAsked(asked ?? undefined);
    if (!ifMatch.ok) return ifMatch;
    return {
      ok: true,
      value: {
        scope,
        company: principal.company,
        principal,
        actorLabel: label,
        model,
        now,
        random,
        requestId,
        get signal() {
          return life.signal;
        },
        route: route.id,
        apiVersion: currentVersion,
        ...(ifMatch.value === undefined ? {} : { ifMatch: ifMatch.value }),
        services,
      },
    };
  };

  const answerOf = async (passage: Passage): Promise<Result<Answer, Fault | Faults>> => {
    const { route, exchange, params, life } = passage;
    const version = negotiate(exchange.request.headers.get("accept-version"));
    if (!version.ok) return version;
    let context: RequestContext | undefined;
    if (route.permission !== "public") {
      const made = await contextOf(passage);
      if (!made.ok) return made;
      context = made.value;
      if (Object.values(params).some(isHostile)) return err(notFound());
      const refused = permissionFault(route, context, params);
      if (refused !== null) return err(refused);
    }
    const read = await readInput(
      route,
      exchange,
      params,
      () => life.overdue,
      (value) => options.convert(route.id, version.value, "up", value),
    );
    if (!read.ok) return read;
    if (context !== undefined && route.method !== "GET") {
      const keyed = await keyedContext(route, exchange, context, read.value.bytes);
      if (!keyed.ok) return keyed;
      context = keyed.value;
      if (context.idempotency !== undefined && route.limits !== "bulk") {
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

  /** The outcome within its time. `leave` is called when nothing of the request goes on any more. */
  const outgoingOf = async (passage: Passage, leave: () => void): Promise<Outgoing> => {
    const { route, exchange, life } = passage;
    const crashed = (error: unknown): Faults => [
      faultOfError(error, { route: route.id, requestId: exchange.requestId }, logger),
    ];
    const work = answerOf(passage);
    let answer: Result<Answer, Fault | Faults>;
    try {
      answer = await life.within(work);
    } catch (error) {
      // Work that was given up may still end: badly, with a stream that nobody reads, or well.
      void work
        .then(async (late) => late.ok && (await late.value.stream?.cancel()), crashed)
        .then(leave, leave);
      return refusal(crashed(error), exchange);
    }
    if (!answer.ok) {
      leave();
      return refusal(asList(answer.error), exchange);
    }
    const toTheirs = (value: Parameters<Convert>[3]): typeof value =>
      options.convert(route.id, currentVersion, "down", value);
    const outgoing = respond(answer.value, exchange.request, toTheirs);
    return passOn(outgoing, {
      request: exchange.request,
      life,
      idle: timeout,
      closing: running.closing,
      leave,
    });
  };

  return (route) => async (c) => {
    const exchange = exchangeOf(c.req.raw, clock(), random);
    const leave = running.enter();
    if (leave === null) {
      return sent(
        refusal([fault("kernel/unavailable", "This server is closing.")], exchange),
        exchange,
      );
    }
    const life = lifetime(exchange.request, route.limits === "bulk" ? undefined : timeout);
    const outgoing = await outgoingOf({ route, exchange, params: c.req.param(), life }, leave);
    life.endless();
    return sent(outgoing, exchange);
  };
};
