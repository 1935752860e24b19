import { problemOf, unreachable, unreadable } from "./problem.ts";

/** The API version these widgets are written for. */
export const apiVersion = "2026-01-01";

/** Gives the bearer token, or undefined when a session cookie signs the request. `refresh` asks for a new one. */
export type GetToken = (options: {
  readonly refresh: boolean;
}) => string | undefined | Promise<string | undefined>;

export interface ClientOptions {
  /** Where the edge is mounted, without `/api`: `""` for the same origin, `https://crm.example/ennead`. */
  readonly baseUrl: string;
  readonly getToken?: GetToken | undefined;
  /** Replaces the global fetch, e.g. in tests or to add tracing. */
  readonly fetch?: typeof fetch | undefined;
}

export interface RequestOptions {
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Version the change is based on; refused with 412 when the stored one is another. */
  readonly ifMatch?: number;
  readonly signal?: AbortSignal;
  /** Statuses besides 2xx that the caller wants to see, e.g. 304. */
  readonly accept?: readonly number[];
}

export interface Client {
  readonly baseUrl: string;
  /** The raw answer; throws ProblemError for anything outside 2xx and `accept`. */
  readonly request: (
    method: string,
    path: `/${string}`,
    options?: RequestOptions,
  ) => Promise<Response>;
  readonly get: <T>(path: `/${string}`, options?: RequestOptions) => Promise<T>;
  readonly post: <T>(path: `/${string}`, body: unknown, options?: RequestOptions) => Promise<T>;
  readonly patch: <T>(path: `/${string}`, body: unknown, options?: RequestOptions) => Promise<T>;
}

const search = (query: RequestOptions["query"]): string => {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined) params.set(name, String(value));
  }
  const text = params.toString();
  return text === "" ? "" : `?${text}`;
};

/** One token for all widgets of a provider: requests that start together wait for one call of `getToken`. */
const tokenSource = (getToken: GetToken | undefined) => {
  let current: Promise<string | undefined> | undefined;
  const load = (refresh: boolean): Promise<string | undefined> => {
    const pending = Promise.resolve(getToken?.({ refresh }));
    current = pending;
    pending.catch(() => {
      if (current === pending) current = undefined;
    });
    return pending;
  };
  return {
    take: (): Promise<string | undefined> => current ?? load(false),
    /** Replaces a token that was refused, once, however many requests were refused with it. */
    replace: (refused: Promise<string | undefined>): Promise<string | undefined> =>
      current === undefined || current === refused ? load(true) : current,
  };
};

/**
 * Speaks the HTTP contract of the edge: version header, bearer token (renewed once on 401), problem+json as thrown
 * ProblemError. The version header makes every request a preflighted one across origins, and the session cookie goes
 * to the same origin only, so a foreign page cannot ride on it.
 */
export const createClient = (options: ClientOptions): Client => {
  const baseUrl = options.baseUrl.replace(/\/+$/, "");
  const send = options.fetch ?? ((input, init) => globalThis.fetch(input, init));
  const tokens = tokenSource(options.getToken);

  const attempt = async (
    method: string,
    path: string,
    request: RequestOptions,
    token: string | undefined,
  ): Promise<Response> => {
    const headers: Record<string, string> = {
      accept: "application/json, application/problem+json",
      "accept-version": apiVersion,
      ...request.headers,
    };
    if (request.body !== undefined) headers["content-type"] = "application/json";
    if (request.ifMatch !== undefined) headers["if-match"] = `W/"${request.ifMatch}"`;
    if (token !== undefined) headers["authorization"] = `Bearer ${token}`;
    try {
      return await send(`${baseUrl}${path}${search(request.query)}`, {
        method,
        headers,
        credentials: "same-origin",
        ...(request.body === undefined ? {} : { body: JSON.stringify(request.body) }),
        ...(request.signal === undefined ? {} : { signal: request.signal }),
      });
    } catch (error) {
      if (request.signal?.aborted === true) throw error;
      throw unreachable(error);
    }
  };

  const request: Client["request"] = async (method, path, wanted = {}) => {
    const token = tokens.take();
    let response = await attempt(method, path, wanted, await token);
    if (response.status === 401 && options.getToken !== undefined) {
      response = await attempt(method, path, wanted, await tokens.replace(token));
    }
    if (response.ok || wanted.accept?.includes(response.status) === true) return response;
    throw await problemOf(response);
  };

  const json = async <T>(
    method: string,
    path: `/${string}`,
    wanted: RequestOptions | undefined,
  ): Promise<T> => {
    const response = await request(method, path, wanted);
    try {
      return (await response.json()) as T;
    } catch (error) {
      if (wanted?.signal?.aborted === true) throw error;
      // A connection that breaks off within the body is as transient as one that never came about.
      throw error instanceof SyntaxError ? unreadable(response, error) : unreachable(error);
    }
  };

  return {
    baseUrl,
    request,
    get: (path, wanted) => json("GET", path, wanted),
    post: (path, body, wanted) => json("POST", path, { ...wanted, body }),
    patch: (path, body, wanted) => json("PATCH", path, { ...wanted, body }),
  };
};
