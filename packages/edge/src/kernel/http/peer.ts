import type { Context } from "hono";

import { clientIp } from "../limits/client-ip.ts";

/** Where `fetch` puts the address of the connection, out of the way of whatever else a host puts there. */
export const peerKey: unique symbol = Symbol("peer");

/** The address of the connection, where the host has told it. */
const peerOf = (env: unknown): string | undefined => {
  if (typeof env !== "object" || env === null || !(peerKey in env)) return undefined;
  const peer = env[peerKey];
  return typeof peer === "string" ? peer : undefined;
};

/** The address of the client behind so many proxies of the host; undefined where nobody tells it. */
export const ipOf = ({ req, env }: Context, trustedHops: number): string | undefined => {
  const forwarded = trustedHops === 0 ? null : req.raw.headers.get("x-forwarded-for");
  return clientIp(forwarded, peerOf(env), trustedHops);
};
