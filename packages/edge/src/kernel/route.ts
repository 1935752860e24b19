import type { Permission as HeldPermission } from "@ennead/core/access";
import type { Fault, Instant, Result } from "@ennead/core/kernel";
import type * as v from "valibot";

import type { Identity } from "./auth/auth.ts";
import type { RequestContext } from "./context.ts";
import type { TenantDb } from "./db/db.ts";
import type { Answer } from "./http/answer.ts";
import type { KeyRing } from "./keys/keys.ts";

/**
 * Who may call a route. `object` is an access object (`opportunity`, `pivot.report`) or `:name`, the path
 * parameter that holds it. The row-level question is asked by the handler with `can`.
 */
export type Permission = "public" | "signed-in" | HeldPermission;

/**
 * What a route may cost: `json` 1 MiB and 30 s, `run` the same with a rate of its own for what computes at length,
 * `bulk` 256 MiB and an idle time-out.
 */
export type LimitClass = "json" | "run" | "bulk";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

type Schema = v.GenericSchema<unknown, unknown>;

/** Reads whom the parameters of a path speak for. */
export type PathCredential = (
  params: Readonly<Record<string, string>>,
  deps: { readonly db: TenantDb; readonly keys: KeyRing; readonly now: Instant },
) => Promise<Result<Identity>>;

/** A request after validation. */
export interface Input<P, Q, B> {
  readonly params: P;
  readonly query: Q;
  readonly body: B;
  /** Lines of an NDJSON body (routes of class `bulk`). */
  readonly stream: ReadableStream<Uint8Array> | null;
  readonly header: (name: string) => string | undefined;
}

type Of<S> = S extends v.GenericSchema<unknown, infer O> ? O : undefined;

/** A route as data: registration, validation, OpenAPI and the tests of permissions come from it. */
export interface RouteSpec<
  P extends Schema | undefined = undefined,
  Q extends Schema | undefined = undefined,
  B extends Schema | undefined = undefined,
> {
  /** `<room>.<verb>`, unique; the operation id of OpenAPI. */
  readonly id: string;
  readonly method: Method;
  /** From `/api` on, parameters in braces: `/api/records/{object}`. */
  readonly path: string;
  readonly summary: string;
  readonly permission: Permission;
  /**
   * Public routes whose path holds the credential, such as a signed link: whom it speaks for. Their handler has his
   * context. What it refuses is the answer.
   */
  readonly credential?: PathCredential;
  /**
   * What an API key must be scoped for, where the permission is `signed-in`: `read` to read and `write` to change unless
   * given; null where the handler answers no more than the model of the key's scopes allows.
   */
  readonly scope?: string | null;
  /** Whether it tells of the asker alone, so that a credential for one record may ask it, too. */
  readonly aboutSelf?: true;
  readonly params?: P;
  readonly query?: Q;
  readonly body?: B;
  /** Schema of the JSON answer, or the media type of another one. */
  readonly response: Schema | { readonly media: string } | null;
  /** Status of success; 200 unless given. */
  readonly status?: number;
  /** Codes this route may answer besides those of every route. */
  readonly faults: readonly Fault["code"][];
  readonly limits: LimitClass;
  /** Whether an Idempotency-Key is taken (unsafe routes: always) or must be given. */
  readonly idempotency?: "required";
  /** API version that first had it. */
  readonly since: string;
  readonly handler: (
    context: RequestContext,
    input: Input<Of<P>, Of<Q>, Of<B>>,
  ) => Promise<Result<Answer, Fault | readonly Fault[]>>;
}

/** A route whose types have been checked where it was defined. */
export interface Route extends Omit<
  RouteSpec<Schema | undefined, Schema | undefined, Schema | undefined>,
  "handler"
> {
  readonly handler: (
    context: RequestContext,
    input: Input<never, never, never>,
  ) => Promise<Result<Answer, Fault | readonly Fault[]>>;
}

/** Names a route; its handler's input has the types of its schemas. */
export const defineRoute = <
  P extends Schema | undefined = undefined,
  Q extends Schema | undefined = undefined,
  B extends Schema | undefined = undefined,
>(
  route: RouteSpec<P, Q, B>,
): Route => route as unknown as Route;
