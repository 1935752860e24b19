import type { Api } from "../api.gen.ts";
import { problemOf, unanswered } from "../problem.ts";
import { newKey } from "./action-key.ts";
import { bindApi } from "./bind-api.ts";
import { during, pause } from "./pause.ts";
import { readJson } from "./read-json.ts";
import type { RequestOptions, SendRequest } from "./request.ts";
import { retryDelay, spread } from "./retry-after.ts";
import { createServerClock } from "./server-clock.ts";
import { createTokenSource, type GetToken, type Lease } from "./token-source.ts";

/** The API version these widgets are written for. */
export const apiVersion = "2026-01-01";

export interface ClientOptions {
  /** Where the edge is mounted, without `/api`: `""` for the same origin, `https://crm.example/ennead`. */
  readonly baseUrl: string;
  readonly getToken?: GetToken | undefined;
  /** Milliseconds that `getToken` may take, 15,000 unless given; a sleep of the machine does not count. */
  readonly tokenTimeout?: number | undefined;
  /** Replaces the global fetch, e.g. in tests or to add tracing. */
  readonly fetch?: typeof fetch | undefined;
}

/** The operations of the API by room, `client.access.me()`, over requests by path. */
export interface Client extends Api {
  readonly baseUrl: string;
  readonly request: SendRequest;
  readonly get: <T>(path: `/${string}`, options?: RequestOptions) => Promise<T>;
  readonly post: <T>(path: `/${string}`, body: unknown, options?: RequestOptions) => Promise<T>;
  readonly patch: <T>(path: `/${string}`, body: unknown, options?: RequestOptions) => Promise<T>;
}

/** How often one request is sent again because of the network or because the server asked to wait. */
const retries = 2;

const search = (query: RequestOptions["query"]): string => {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined) params.set(name, String(value));
  }
  const text = params.toString();
  return text === "" ? "" : `?${text}`;
};

const bodyOf = ({ body, contentType }: RequestOptions): BodyInit | undefined =>
  body === undefined || contentType !== undefined
    ? (body as BodyInit | undefined)
    : JSON.stringify(body);

const headersOf = (
  wanted: RequestOptions,
  key: string | undefined,
  lease: Lease | undefined,
): Record<string, string> => {
  const headers: Record<string, string> = {
    accept: "application/json, application/problem+json",
    "accept-version": apiVersion,
    ...wanted.headers,
  };
  if (wanted.body !== undefined) headers["content-type"] = wanted.contentType ?? "application/json";
  if (wanted.ifMatch !== undefined) headers["if-match"] = `W/"${wanted.ifMatch}"`;
  if (key !== undefined) headers["idempotency-key"] = key;
  if (lease?.token !== undefined) headers["authorization"] = `Bearer ${lease.token}`;
  return headers;
};

/**
 * Speaks the HTTP contract of the edge: version header, bearer token (renewed once on 401), an Idempotency-Key on
 * whatever is not a read, problem+json as thrown ProblemError. With its key, a change whose answer was lost is sent once
 * more; reads and keyed changes wait as long as a 429 or 503 asks. The version header makes every request a preflighted
 * one across origins, and the session cookie goes to the same origin only, so a foreign page cannot ride on it.
 */
export const createClient = (options: ClientOptions): Client => {
  const { getToken, tokenTimeout = 15_000 } = options;
  const baseUrl = options.baseUrl.replace(/\/+$/, "");
  const send = options.fetch ?? ((input, init) => globalThis.fetch(input, init));
  const clock = createServerClock();
  const tokens =
    getToken === undefined
      ? undefined
      : createTokenSource({ getToken, timeout: tokenTimeout, serverNow: clock.now });

  const request: SendRequest = async (method, path, wanted = {}) => {
    const { signal } = wanted;
    const read = method === "GET" || method === "HEAD";
    const key = read ? undefined : (wanted.idempotencyKey ?? newKey());
    const body = bodyOf(wanted);
    // A stream can be read once.
    let left = body instanceof ReadableStream ? 0 : retries;
    let renewals = left === 0 ? 0 : 1;
    const url = `${baseUrl}${path}${search(wanted.query)}`;

    // One attempt after the other is the point.
    /* oxlint-disable no-await-in-loop */
    for (;;) {
      const lease = await (tokens && during(tokens.take(), signal));
      const init = {
        method,
        headers: headersOf(wanted, key, lease),
        credentials: "same-origin",
        ...(body === undefined ? {} : { body }),
        ...(body instanceof ReadableStream ? { duplex: "half" } : {}),
        ...(signal === undefined ? {} : { signal }),
      } as const;
      const { response, error } = await send(url, init).then(
        // Not told apart by their class: a host's fetch may answer with a Response of another realm.
        (answer) => ({ response: answer, error: undefined }),
        (reason: unknown) => ({ response: undefined, error: reason }),
      );
      if (response === undefined) {
        if (signal?.aborted === true) throw error;
        const problem = unanswered(error);
        if (read || left === 0 || problem.code === "kernel/offline") throw problem;
        left -= 1;
        await pause(spread(500), signal);
        continue;
      }
      clock.learn(response);
      if (response.ok || wanted.accept?.includes(response.status) === true) return response;
      if (response.status === 401 && tokens !== undefined && lease !== undefined && renewals > 0) {
        renewals -= 1;
        const next = await during(tokens.replace(lease), signal);
        if (next.token !== lease.token) continue;
      }
      const delay = left > 0 ? retryDelay(response) : undefined;
      if (delay === undefined) throw await problemOf(response);
      left -= 1;
      await pause(delay, signal);
    }
    /* oxlint-enable no-await-in-loop */
  };

  const json = async <T>(
    method: string,
    path: `/${string}`,
    wanted: RequestOptions | undefined,
  ): Promise<T> => readJson<T>(await request(method, path, wanted), wanted?.signal);

  return {
    ...bindApi(request),
    baseUrl,
    request,
    get: (path, wanted) => json("GET", path, wanted),
    post: (path, body, wanted) => json("POST", path, { ...wanted, body }),
    patch: (path, body, wanted) => json("PATCH", path, { ...wanted, body }),
  };
};
