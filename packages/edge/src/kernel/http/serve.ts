import { fault, type Fault, type Json } from "@ennead/core/kernel";
import type { Context } from "hono";

import { randomPool } from "../random-pool.ts";
import type { Route } from "../route.ts";
import { answering, type Passage } from "./answering.ts";
import { faultOfError } from "./crashed.ts";
import { exchangeOf } from "./exchange.ts";
import type { HttpOptions } from "./http-options.ts";
import { lifetime } from "./lifetime.ts";
import { openLines } from "./open-lines.ts";
import { sent, type Outgoing } from "./outgoing.ts";
import { isEvents, passOn } from "./pass-on.ts";
import { ipOf } from "./peer.ts";
import { refusal } from "./refusal.ts";
import { respond } from "./respond.ts";
import { currentVersion } from "./versioning.ts";

type Faults = readonly Fault[];

/** How many event streams one person may have open, whatever the credentials. */
const mostLines = 100;

const tooManyLines = fault(
  "kernel/rate-limited",
  `At most ${mostLines} event streams of one person are open at a time; close some first.`,
  undefined,
  { policy: "streams", retryAfterMs: 10_000 },
);

const asList = (faults: Fault | Faults): Faults =>
  Array.isArray(faults) ? (faults as Faults) : [faults as Fault];

/** Answers the requests of a route within their time, counts them and tells of them. */
export const serving = (
  options: HttpOptions,
): ((route: Route) => (c: Context) => Promise<Response>) => {
  const { services, clock, random, timeout, running, cors, metrics, trustedHops } = options;
  const { logger } = services;
  const answerOf = answering(options);
  const idBytes = randomPool(random);
  const lines = openLines(mostLines);

  /** The outcome within its time. `leave` is called when nothing of the request goes on any more. */
  const outgoingOf = async (passage: Passage, leave: () => void): Promise<Outgoing> => {
    const { route, exchange, life } = passage;
    const { request, requestId } = exchange;
    const crashed = (error: unknown): Faults => [
      faultOfError(error, { route: route.id, requestId }, logger),
    ];
    const work = answerOf(passage);
    try {
      const answer = await life.within(work);
      if (!answer.ok) {
        leave();
        return refusal(asList(answer.error), exchange);
      }
      const toTheirs = (value: Json): Json =>
        options.convert(route.id, currentVersion, "down", value);
      const outgoing = respond(answer.value, request, toTheirs);
      const letGo = (ended: () => void): Outgoing =>
        passOn(outgoing, { request, life, timeout, closing: running.closing, leave: ended });
      if (!isEvents(outgoing)) return letGo(leave);
      const { company = "", actor = "" } = passage.principal ?? {};
      const close = lines.open(`${company} ${actor}`);
      if (close === null) {
        life.left();
        await answer.value.stream?.cancel().catch(() => undefined);
        leave();
        metrics.limited("streams");
        return refusal([tooManyLines], exchange);
      }
      return letGo(() => {
        close();
        leave();
      });
    } catch (error) {
      // Work that was given up may still end: badly, with a stream that nobody reads, or well.
      void work
        .then(async (late) => late.ok && (await late.value.stream?.cancel()))
        .catch((late: unknown) => late === error || crashed(late))
        .finally(leave);
      return refusal(crashed(error), exchange);
    }
  };

  return (route) => async (c) => {
    const begun = performance.now();
    const request = c.req.raw;
    const ip = ipOf(c, trustedHops);
    const exchange = exchangeOf(request, clock(), random, { ip, idBytes });
    const leave = running.enter();
    if (leave === null) {
      const closed = fault("kernel/unavailable", "This server is closing.");
      return sent(refusal([closed], exchange), exchange);
    }
    const life = lifetime(request, route.limits === "bulk" ? undefined : timeout);
    const passage: Passage = { route, exchange, params: c.req.param(), life };
    const outgoing = await outgoingOf(passage, leave);
    life.endless();
    const { principal } = passage;
    // Whoever was not signed in is of no company: a page may read why, if it may ask at all.
    if (principal === undefined && exchange.origin !== null) {
      Object.assign(exchange.headers, await cors.stranger(exchange));
    }
    const ms = performance.now() - begun;
    metrics.answered(route.id, outgoing.status, ms);
    logger("info", "request", {
      route: route.id,
      status: outgoing.status,
      ms: Math.round(ms * 100) / 100,
      requestId: exchange.requestId,
      company: principal?.company ?? null,
      user: principal?.actor ?? null,
    });
    return sent(outgoing, exchange);
  };
};
