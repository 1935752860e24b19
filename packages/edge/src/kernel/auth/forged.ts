import type { Strategy } from "./auth.ts";

/** A cookie is sent by the browser unasked, so a write that rests on one must come from our own pages. */
export const isForged = (request: Request, strategy: Strategy): boolean => {
  if (strategy.scheme.type !== "apiKey" || strategy.scheme.in !== "cookie") return false;
  if (["GET", "HEAD", "OPTIONS"].includes(request.method)) return false;
  const origin = request.headers.get("origin");
  if (origin === null) {
    const site = request.headers.get("sec-fetch-site");
    return site !== null && site !== "same-origin" && site !== "none";
  }
  const host = request.headers.get("host") ?? new URL(request.url).host;
  return !URL.canParse(origin) || new URL(origin).host !== host;
};
