import { err, fault, ok, type Result } from "@ennead/core/kernel";

import { isLoopback } from "../kernel/index.ts";
import { longestFor } from "./session.ts";

const plainName = "ennead_session";

/** The name that a browser takes for this host alone, by https alone. */
export const securedName = `__Host-${plainName}`;

/** Browsers keep no `__Host-` cookie of a plain page, so on this machine alone there is another name. */
const isPlain = (request: Request): boolean => {
  const { hostname, protocol } = new URL(request.url);
  return protocol === "http:" && isLoopback(hostname);
};

/** The `Set-Cookie` line of a session; an empty secret makes the browser forget it. */
export const cookieLine = (request: Request, secret: string): string => {
  const plain = isPlain(request);
  return [
    `${plain ? plainName : securedName}=${secret}`,
    "Path=/",
    "HttpOnly",
    "SameSite=Lax",
    `Max-Age=${secret === "" ? 0 : longestFor / 1000}`,
    ...(plain ? [] : ["Secure"]),
  ].join("; ");
};

/**
 * The secret in the request's cookie; null without one. A cookie given twice is refused, because one of the two was set
 * by somebody else: `kernel/bad-request`.
 */
export const secretOf = (request: Request): Result<string> | null => {
  const name = `${isPlain(request) ? plainName : securedName}=`;
  const values = (request.headers.get("cookie") ?? "")
    .split(";")
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(name))
    .map((pair) => pair.slice(name.length));
  const [secret] = values;
  if (values.length > 1) {
    return err(fault("kernel/bad-request", "Send one session cookie."));
  }
  return secret === undefined || secret === "" ? null : ok(secret);
};
