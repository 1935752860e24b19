import { err, fault, ok, type Fault, type Json, type Result } from "@ennead/core/kernel";

import type { Input, Route } from "../route.ts";
import { readByHost, readJson, type JsonBody } from "./body.ts";
import type { Exchange } from "./exchange.ts";
import { checkMedia } from "./media.ts";
import { readQuery } from "./query.ts";
import { validate } from "./validate.ts";

/** A request as its route's schemas read it, and the bytes of its body. */
export interface ReadInput {
  readonly input: Input<unknown, unknown, unknown>;
  readonly bytes: Uint8Array;
}

const nothing: JsonBody = { bytes: new Uint8Array(), value: undefined };

const readBody = async (
  route: Route,
  request: Request,
  overdue: () => AbortSignal,
): Promise<Result<JsonBody>> => {
  if (route.limits === "bulk") {
    const media = checkMedia(request.headers, ["application/x-ndjson", "application/ndjson"]);
    if (!media.ok) return media;
    return request.bodyUsed || request.body?.locked === true ? readByHost : ok(nothing);
  }
  if (route.body === undefined) return ok(nothing);
  const body = await readJson(request, overdue);
  return body.ok && body.value.value === undefined
    ? err(fault("kernel/bad-json", "This takes a JSON body."))
    : body;
};

/** Reads the request, every fault of its parts at once. `toOurs` brings a body from the caller's version to ours. */
export const readInput = async (
  route: Route,
  { request, url }: Exchange,
  params: Readonly<Record<string, string>>,
  overdue: () => AbortSignal,
  toOurs: (value: Json) => Json,
): Promise<Result<ReadInput, readonly Fault[]>> => {
  const query = readQuery(url);
  if (!query.ok) return err([query.error]);
  const sent = await readBody(route, request, overdue);
  if (!sent.ok) return err([sent.error]);
  const { bytes, value } = sent.value;
  const faults: Fault[] = [];
  const read = (schema: Route["query"], given: unknown): unknown => {
    if (schema === undefined) return undefined;
    const result = validate(schema, given);
    if (result.ok) return result.value;
    faults.push(...result.error);
    return undefined;
  };
  const input = {
    params: read(route.params, params),
    query: read(route.query, query.value),
    body: route.body === undefined ? undefined : read(route.body, toOurs(value as Json)),
    stream: route.limits === "bulk" ? request.body : null,
    header: (name: string) => request.headers.get(name) ?? undefined,
  };
  return faults.length === 0 ? ok({ input, bytes }) : err(faults);
};
