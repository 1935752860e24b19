import type { Strategy } from "./auth.ts";

const safe: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);

/** Whether the page that sent the request is of the site that it was sent to, as the browser tells. */
const isOwnPage = (request: Request): boolean => {
  const origin = request.headers.get("origin");
  if (origin === null) return request.headers.get("sec-fetch-site") === "same-origin";
  if (!URL.canParse(origin)) return false;
  const page = new URL(origin);
  const url = new URL(request.url);
  // Behind a proxy that ends TLS the request itself is plain, so only a plain page of an https site is foreign.
  if (url.protocol === "https:" && page.protocol !== "https:") return false;
  return page.host === (request.headers.get("host") ?? url.host);
};

/** A cookie is sent by the browser unasked, so a change that rests on one must come from a page of our own. */
export const isForged = (request: Request, { scheme }: Strategy): boolean =>
  scheme.type === "apiKey" &&
  scheme.in === "cookie" &&
  !safe.has(request.method) &&
  !isOwnPage(request);
