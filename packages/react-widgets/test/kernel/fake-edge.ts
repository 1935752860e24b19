import { afterEach, beforeEach, vi } from "vitest";

import type { GetToken } from "../../src/kernel/index.ts";

export interface Sent {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly body: unknown;
  readonly signal: AbortSignal | undefined;
  /** Milliseconds since the test began. */
  readonly at: number;
}

export const start = Date.UTC(2026, 0, 5, 9);

/** Time stands still in every test of the file until the test lets it pass; waits have no random part. */
export const useFakeTime = (): void => {
  beforeEach(() => {
    vi.useFakeTimers({ now: start });
    vi.spyOn(Math, "random").mockReturnValue(0);
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.restoreAllMocks();
  });
};

/** A turn of the real event loop: bodies of answers are read there, whatever the time of the test. */
const turn = (): Promise<unknown> =>
  new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.addEventListener("message", resolve, { once: true });
    port1.start();
    port2.postMessage(null);
  });

const settle = async (): Promise<void> => {
  for (let turns = 0; turns < 4; turns += 1) {
    // oxlint-disable-next-line no-await-in-loop
    await turn();
  }
};

/** Lets time pass in small steps; after each, what has come is read before time goes on. */
export const pass = async (ms: number): Promise<void> => {
  await settle();
  const step = Math.max(500, ms / 500);
  for (let left = ms; left > 0; left -= step) {
    // oxlint-disable-next-line no-await-in-loop
    await vi.advanceTimersByTimeAsync(Math.min(left, step));
    // oxlint-disable-next-line no-await-in-loop
    await settle();
  }
};

/** The machine sleeps: the clock is `ms` later when it wakes, and what was due meanwhile fires then, once. */
export const sleep = async (ms: number): Promise<void> => {
  vi.setSystemTime(Date.now() + ms);
  await vi.runOnlyPendingTimersAsync();
};

export const answer = (
  body: unknown,
  status = 200,
  headers: Readonly<Record<string, string>> = {},
): Response => new Response(status === 204 ? null : JSON.stringify(body), { status, headers });

export const refusal = (
  status: number,
  code: string,
  headers: Readonly<Record<string, string>> = {},
): Response => answer({ code, status, detail: code }, status, headers);

/** An edge that answers by `respond` and remembers what was sent. */
export const fakeEdge = (respond: (sent: Sent, index: number) => Response | Promise<Response>) => {
  const seen: Sent[] = [];
  const send: typeof fetch = async (input, init) => {
    init?.signal?.throwIfAborted();
    const sent: Sent = {
      method: init?.method ?? "GET",
      url: String(input),
      headers: new Headers(init?.headers),
      body: init?.body,
      signal: init?.signal ?? undefined,
      at: Date.now() - start,
    };
    seen.push(sent);
    return respond(sent, seen.length - 1);
  };
  return { seen, fetch: send };
};

const part = (value: unknown): string =>
  btoa(JSON.stringify(value)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

/** An unsigned JWT with these claims, times in epoch milliseconds. */
export const jwt = (name: string, issued: number, expires: number): string =>
  `${part({ alg: "none" })}.${part({ sub: name, iat: issued / 1000, exp: expires / 1000 })}.x`;

/** A host that gives the tokens in this order, the last one again and again, and remembers how it was asked. */
export const tokenHost = (...tokens: readonly string[]) => {
  const asked: boolean[] = [];
  const getToken: GetToken = ({ refresh }) => {
    asked.push(refresh);
    return tokens[Math.min(asked.length, tokens.length) - 1];
  };
  return { asked, getToken };
};

export const bearer = (sent: Sent | undefined): string | undefined =>
  sent?.headers.get("authorization")?.replace("Bearer ", "");

/** Why a promise failed; waited for from now on, so that no failure is left unheard while time passes. */
export const failure = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => undefined,
    (error: unknown) => error,
  );

/** No network, or nobody at its other end. */
export const unreached = (): Promise<Response> => Promise.reject(new TypeError("failed to fetch"));

/** An event stream that the test writes to; it begins like the edge's. */
export const openLine = (...parts: readonly string[]) => {
  const coder = new TextEncoder();
  let write: ReadableStreamDefaultController<Uint8Array> | undefined;
  let left = false;
  const body = new ReadableStream<Uint8Array>({
    start: (controller) => {
      write = controller;
      for (const text of ["retry: 3000\n\n", ...parts]) controller.enqueue(coder.encode(text));
    },
    cancel: () => {
      left = true;
    },
  });
  return {
    response: new Response(body, { headers: { "content-type": "text/event-stream" } }),
    send: (text: string): void => write?.enqueue(coder.encode(text)),
    end: (): void => write?.close(),
    break: (): void => write?.error(new TypeError("network error")),
    /** Whether the client has given it up. */
    left: (): boolean => left,
  };
};

export type Line = ReturnType<typeof openLine>;
