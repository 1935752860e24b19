import { retryAfter } from "./client/retry-after.ts";

/** One refused part of a request: `pointer` is an RFC 6901 pointer into the body. */
export interface ProblemPart {
  readonly pointer?: string;
  readonly code: string;
  readonly message: string;
}

interface ProblemParts {
  readonly status: number;
  readonly code: string;
  readonly message: string;
  readonly requestId?: string | undefined;
  readonly errors?: readonly ProblemPart[] | undefined;
  readonly retryAfter?: number | undefined;
}

/** Codes of problems that no server has told. */
export type ClientFault =
  | "kernel/unreachable"
  | "kernel/offline"
  | "kernel/token-unavailable"
  | "kernel/unexpected-answer";

/**
 * A refused or failed request. `status` is 0 when no answer came at all; `code` is a fault code `room/kebab-case`;
 * `requestId` is what support needs to find the request again.
 */
export class ProblemError extends Error {
  readonly status: number;
  readonly code: string;
  readonly requestId: string | undefined;
  readonly errors: readonly ProblemPart[];
  /** Milliseconds after which the server asks to try again; undefined when it has not said. */
  readonly retryAfter: number | undefined;

  constructor(parts: ProblemParts, options?: ErrorOptions) {
    super(parts.message, options);
    this.name = "ProblemError";
    this.status = parts.status;
    this.code = parts.code;
    this.requestId = parts.requestId;
    this.errors = parts.errors ?? [];
    this.retryAfter = parts.retryAfter;
  }

  /** Whether the reader may not see the thing, or it does not exist for this company. Signing in again does not help. */
  get forbidden(): boolean {
    return this.status === 403 || this.status === 404;
  }

  /** Whether asking again may help: no answer, a server fault, or too many requests. */
  get transient(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** No answer came, or it broke off. */
const unreachable = (cause: unknown): ProblemError =>
  new ProblemError(
    { status: 0, code: "kernel/unreachable", message: "The server could not be reached." },
    { cause },
  );

/** No answer can come: the machine has no network. */
const offline = (cause: unknown): ProblemError =>
  new ProblemError(
    { status: 0, code: "kernel/offline", message: "This device is offline." },
    { cause },
  );

/** Why no answer came. `onLine` is sure only when it is false. */
export const unanswered = (cause: unknown): ProblemError =>
  globalThis.navigator?.onLine === false ? offline(cause) : unreachable(cause);

/** The host gave no token to sign the request with. */
export const tokenUnavailable = (cause: unknown): ProblemError =>
  new ProblemError(
    {
      status: 0,
      code: "kernel/token-unavailable",
      message: "The page could not renew your sign-in.",
    },
    { cause },
  );

/** An answer of another kind than was asked for, e.g. the page of a proxy. */
export const unreadable = (response: Response, cause: unknown): ProblemError =>
  new ProblemError(
    {
      status: response.status,
      code: "kernel/unexpected-answer",
      message: "The server's answer is not what was asked for. Check the address of the server.",
      requestId: response.headers.get("x-request-id") ?? undefined,
    },
    { cause },
  );

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;

const parts = (value: unknown): ProblemPart[] =>
  Array.isArray(value)
    ? value.flatMap((item: unknown) => {
        const part = item as Partial<ProblemPart> | null;
        const message = text(part?.message);
        if (message === undefined) return [];
        const pointer = text(part?.pointer);
        return [
          {
            code: text(part?.code) ?? "kernel/unknown",
            message,
            ...(pointer === undefined ? {} : { pointer }),
          },
        ];
      })
    : [];

/** The problem that an answer outside 2xx describes; an answer that is no problem+json still gives one. */
export const problemOf = async (response: Response): Promise<ProblemError> => {
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => null);
  const problem = (typeof body === "object" && body !== null ? body : {}) as Record<
    string,
    unknown
  >;
  return new ProblemError({
    status: response.status,
    code: text(problem["code"]) ?? "kernel/unexpected-answer",
    message:
      text(problem["detail"]) ??
      text(problem["title"]) ??
      `The server answered ${response.status}.`,
    requestId: text(problem["requestId"]) ?? response.headers.get("x-request-id") ?? undefined,
    errors: parts(problem["errors"]),
    retryAfter: retryAfter(response),
  });
};
