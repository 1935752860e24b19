import type { Principal } from "@ennead/core/access";
import { err, fault, type Fault, type Result } from "@ennead/core/kernel";

import type { Strategy } from "../auth/auth.ts";
import { isHostile } from "../auth/hostile.ts";
import { signIn } from "../auth/sign-in.ts";
import { findAnswer } from "../command/idempotency.ts";
import type { RequestContext } from "../context.ts";
import { databaseOf } from "../db/scope.ts";
import type { Input, PathCredential, Route } from "../route.ts";
import type { Answer } from "./answer.ts";
import { contextOf } from "./context-of.ts";
import type { Exchange } from "./exchange.ts";
import type { HttpOptions } from "./http-options.ts";
import { keyedContext } from "./idempotency-key.ts";
import type { Lifetime } from "./lifetime.ts";
import { accepts } from "./media.ts";
import { notFound, permissionFault } from "./permission.ts";
import { statusOf } from "./problem.ts";
import { readInput } from "./read-input.ts";
import { negotiate } from "./versioning.ts";

/** One request on its way through the steps, and what became known of it. */
export interface Passage {
  readonly route: Route;
  readonly exchange: Exchange;
  readonly params: Readonly<Record<string, string>>;
  readonly life: Lifetime;
  /** Who asks, once he is signed in. */
  principal?: Principal;
}

type Outcome = Result<Answer, Fault | readonly Fault[]>;

/** The media types a route may answer in, its refusals apart. */
const mediaOf = ({ response }: Route): readonly string[] => {
  if (response === null) return [];
  return "media" in response ? [response.media] : ["application/json"];
};

const isAcceptable = (route: Route, { request }: Exchange): boolean => {
  const media = mediaOf(route);
  return media.length === 0 || accepts(request.headers.get("accept"), media);
};

/** The steps of a request: sign in, count, ask what is allowed, read, hand over. The first that refuses ends them. */
export const answering = (options: HttpOptions): ((passage: Passage) => Promise<Outcome>) => {
  const { services, strategies, db, admission, cors, convert } = options;

  /** The context of whoever has signed in, may ask from where he asks, and has not asked too often. */
  const admitted = async (passage: Passage): Promise<Result<RequestContext>> => {
    const { route, exchange, life } = passage;
    const { request, now } = exchange;
    const { directory } = services.ports;
    const signedIn = await signIn({ strategies, db, directory }, request, now);
    if (!signedIn.ok) {
      if (statusOf(signedIn.error.code) >= 500) return signedIn;
      const counted = admission.unsigned(exchange);
      return counted.ok ? signedIn : counted;
    }
    const { principal, scope } = signedIn.value;
    passage.principal = principal;
    const page = await cors.admitted(exchange, scope, principal.stamp);
    if (!page.ok) return page;
    Object.assign(exchange.headers, page.value);
    const counted = await admission.signedIn(exchange, route, principal, databaseOf(scope));
    return counted.ok ? contextOf(route, exchange, life, signedIn.value, services) : counted;
  };

  /** The context of whom the path of a public route speaks for. */
  const spokenFor = async (
    { route, exchange, params, life }: Passage,
    credential: PathCredential,
  ): Promise<Result<RequestContext>> => {
    if (Object.values(params).some(isHostile)) return err(notFound());
    const { request, now } = exchange;
    const path: Strategy = {
      name: "path",
      scheme: { type: "http", scheme: "bearer" },
      authenticate: () => credential(params, { db, keys: services.keys, now }),
    };
    const { directory } = services.ports;
    const signedIn = await signIn({ strategies: [path], db, directory }, request, now);
    if (signedIn.ok) return contextOf(route, exchange, life, signedIn.value, services);
    // Whom it spoke for is gone; that there was somebody is nobody's business.
    return signedIn.error.code === "kernel/unauthenticated" ? err(notFound()) : signedIn;
  };

  return async (passage) => {
    const { route, exchange, params, life } = passage;
    const version = negotiate(exchange.request.headers.get("accept-version"));
    if (!version.ok) return version;
    let context: RequestContext | undefined;
    if (route.permission === "public") {
      const counted = admission.unsigned(exchange);
      if (!counted.ok) return counted;
      if (route.credential !== undefined) {
        const made = await spokenFor(passage, route.credential);
        if (!made.ok) return made;
        context = made.value;
      }
    } else {
      const made = await admitted(passage);
      if (!made.ok) return made;
      context = made.value;
      if (Object.values(params).some(isHostile)) return err(notFound());
      const refused = permissionFault(route, context, params);
      if (refused !== null) return err(refused);
    }
    if (!isAcceptable(route, exchange)) {
      const media = mediaOf(route).join(" or ");
      return err(fault("kernel/not-acceptable", `This answers ${media}.`));
    }
    const read = await readInput(
      route,
      exchange,
      params,
      () => life.overdue,
      (value) => convert(route.id, version.value, "up", value),
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
    // A public route without a credential is given no context: there is nobody whose scope it could have.
    return await route.handler(
      context ?? (undefined as unknown as RequestContext),
      read.value.input as unknown as Input<never, never, never>,
    );
  };
};
