import type { Exchange } from "./exchange.ts";
import { currentVersion } from "./versioning.ts";

/** An answer before it bears the headers of every answer. Names of headers are in lower case. */
export interface Outgoing {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: BodyInit | null;
}

const policy = "content-security-policy";

const always: Readonly<Record<string, string>> = {
  [policy]: "default-src 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "api-version": currentVersion,
  vary: "Authorization, Cookie, Accept-Version, Origin",
};

/** Of an answer that is kept as a file: whatever shows it runs nothing of it and gives it no origin. */
const ofFiles = `${always[policy]}; sandbox`;

/** A page may name a policy of its own, by which its styles apply. */
const ownPolicy = (headers: Outgoing["headers"]): Outgoing["headers"] => {
  if ("content-disposition" in headers) return { [policy]: ofFiles };
  const own = headers[policy];
  return own === undefined ? {} : { [policy]: own };
};

/** The response: what was decided, with the headers that keep browsers and caches safe. */
export const sent = ({ status, headers, body }: Outgoing, exchange: Exchange): Response => {
  const all: Record<string, string> = {
    "cache-control": "etag" in headers ? "private, no-cache" : "no-store",
    ...headers,
    ...exchange.headers,
    ...always,
    ...ownPolicy(headers),
    "x-request-id": exchange.requestId,
  };
  if (exchange.url.protocol === "https:") all["strict-transport-security"] = "max-age=31536000";
  return new Response(body, { status, headers: all });
};
