import { vi } from "vitest";

import { account, dealBytes, opportunity } from "./deals.ts";

// What is waited for comes at once on an idle machine; a busy one gets its time.
vi.setConfig({ testTimeout: 40_000, expect: { poll: { timeout: 10_000 } } });

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
  readonly body: unknown;
}

export interface TestServer {
  readonly fetch: typeof fetch;
  readonly seen: readonly SeenRequest[];
  /** Replaces the answer to a path, from the next request on. */
  readonly answer: (
    path: string,
    make: (request: SeenRequest) => Response | Promise<Response>,
  ) => void;
}

export const json = (body: unknown, status = 200, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: { "content-type": "application/json", ...headers },
  });

export const problem = (status: number, code: string, detail: string): Response =>
  json({ type: "about:blank", title: code, status, code, detail, requestId: "req-42" }, status);

/** Answers like the edge, out of memory, and remembers what was asked. */
export const testServer = (bytes: Uint8Array<ArrayBuffer> = dealBytes()): TestServer => {
  const seen: SeenRequest[] = [];
  const answers = new Map<string, (request: SeenRequest) => Response | Promise<Response>>([
    ["/api/records", () => json({ items: [account, opportunity] })],
    [
      "/api/records/opportunity/dataset",
      ({ headers }) =>
        headers.get("if-none-match") === 'W/"7"'
          ? new Response(null, { status: 304 })
          : new Response(bytes, { headers: { etag: 'W/"7"' } }),
    ],
    ["/api/analytics/reports", () => json({ items: [], next: null })],
  ]);
  return {
    seen,
    answer: (path, make) => void answers.set(path, make),
    fetch: async (input, init) => {
      const path = new URL(String(input), "https://test.invalid").pathname;
      const request: SeenRequest = {
        method: init?.method ?? "GET",
        path,
        headers: new Headers(init?.headers),
        body: typeof init?.body === "string" ? (JSON.parse(init.body) as unknown) : undefined,
      };
      seen.push(request);
      const make = answers.get(path);
      return make === undefined ? problem(404, "kernel/not-found", path) : make(request);
    },
  };
};
