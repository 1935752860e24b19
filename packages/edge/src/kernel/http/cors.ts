import { err, fault, ok, type Result } from "@ennead/core/kernel";

import type { TenantDb } from "../db/db.ts";
import type { TenantScope } from "../db/scope.ts";
import type { OriginsPort } from "../ports.ts";
import type { Exchange } from "./exchange.ts";

export interface CorsOptions {
  /** Origins of the host, for all companies. */
  readonly origins: readonly string[];
  /** Origins of the companies. */
  readonly port: () => OriginsPort;
  readonly db: TenantDb;
}

type HeaderFields = Readonly<Record<string, string>>;

/** Which foreign pages may read answers. Never `*`, never what was asked for unchecked, and never with cookies. */
export interface Cors {
  /** Headers by which a page may ask: for origins that the host or any company lists. Null for others. */
  readonly preflight: (exchange: Exchange, methods: string) => Promise<HeaderFields | null>;
  /** Headers of an answer to nobody in particular (a refused sign-in): for the same origins. */
  readonly stranger: (exchange: Exchange) => Promise<HeaderFields>;
  /** Headers of an answer for a company: for origins of the host and of that company; otherwise `kernel/forbidden`. */
  readonly admitted: (
    exchange: Exchange,
    scope: TenantScope,
    stamp: number,
  ) => Promise<Result<HeaderFields>>;
}

/** Headers of answers that a page may read beside the few that it always may. */
export const exposedHeaders = [
  "API-Version",
  "Content-Disposition",
  "ETag",
  "Idempotency-Replayed",
  "Location",
  "RateLimit",
  "RateLimit-Policy",
  "Retry-After",
  "X-Request-Id",
] as const;

/** Headers that a page may send. */
const takenHeaders = [
  "Accept-Version",
  "Authorization",
  "Content-Type",
  "Idempotency-Key",
  "If-Match",
  "If-None-Match",
  "Last-Event-ID",
  "X-Request-Id",
] as const;

/** Seconds for which a browser need not ask again. */
const maxAge = "600";

const readable = (origin: string): HeaderFields => ({
  "access-control-allow-origin": origin,
  "access-control-expose-headers": exposedHeaders.join(", "),
});

/** Throws on an origin of the host that no browser would send. */
export const cors = ({ origins, port, db }: CorsOptions): Cors => {
  for (const origin of origins) {
    if (
      !/^https?:[^*]*$/.test(origin) ||
      !URL.canParse(origin) ||
      new URL(origin).origin !== origin
    ) {
      throw new Error(`An origin is written like https://crm.example.com, not ${origin}.`);
    }
  }
  const hosts = new Set(origins);
  const isListed = async ({ origin, now }: Exchange): Promise<boolean> =>
    origin !== null && (hosts.has(origin) || (await port().isListed(db, origin, now)));
  return {
    preflight: async (exchange, methods) =>
      exchange.origin !== null && (await isListed(exchange))
        ? {
            ...readable(exchange.origin),
            "access-control-allow-methods": methods,
            "access-control-allow-headers": takenHeaders.join(", "),
            "access-control-max-age": maxAge,
          }
        : null,
    stranger: async (exchange) =>
      exchange.origin !== null && (await isListed(exchange)) ? readable(exchange.origin) : {},
    admitted: async ({ origin }, scope, stamp) => {
      if (origin === null) return ok({});
      const isOurs = hosts.has(origin) || (await port().of(scope, stamp)).includes(origin);
      return isOurs
        ? ok(readable(origin))
        : err(fault("kernel/forbidden", "Pages of this origin may not ask for this company."));
    },
  };
};
