import { err, fault, ok, type Result } from "@ennead/core/kernel";

import type { IdempotencyKey, RequestContext } from "../context.ts";
import { sha256 } from "../keys/digest.ts";
import type { Route } from "../route.ts";
import type { Exchange } from "./exchange.ts";

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

/** The context with the caller's key; its signal stays unasked for. */
const withKey = (context: RequestContext, idempotency: IdempotencyKey): RequestContext =>
  Object.defineProperties({} as RequestContext, {
    ...Object.getOwnPropertyDescriptors(context),
    idempotency: { value: idempotency, enumerable: true },
  });

/**
 * What the request is as a whole, its body apart. A credential with scopes is part of it: a stored answer shows what its
 * asker may see, which the same person with a lesser credential may not. So is the person in whose name he acts.
 */
const requestLine = (
  route: Route,
  { pathname, search }: URL,
  { principal }: RequestContext,
): string => {
  const { onBehalfOf, scopes } = principal;
  const within = scopes === undefined ? "" : ` ${JSON.stringify(scopes)}`;
  const as = onBehalfOf === undefined ? "" : ` as ${onBehalfOf}`;
  return `${route.method} ${pathname}${search}${within}${as}\n`;
};

/** The context with the caller's Idempotency-Key and what it was sent with; slices of a load add their lines to that. */
export const keyedContext = async (
  route: Route,
  { request, url }: Exchange,
  context: RequestContext,
  bytes: Uint8Array,
): Promise<Result<RequestContext>> => {
  const key = keyOf(route, request);
  if (!key.ok) return key;
  if (key.value === undefined) return ok(context);
  const hash = await sha256(requestLine(route, url, context), bytes);
  return ok(withKey(context, { key: key.value, hash }));
};
