import type { CallOptions } from "./call.ts";

export interface RequestOptions extends CallOptions {
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>> | undefined;
  /** Sent as JSON, or as it is when `contentType` is given. */
  readonly body?: unknown;
  readonly contentType?: string | undefined;
}

/** Sends a request; the raw answer, or a thrown ProblemError for anything outside 2xx and `accept`. */
export type SendRequest = (
  method: string,
  path: `/${string}`,
  options?: RequestOptions,
) => Promise<Response>;
