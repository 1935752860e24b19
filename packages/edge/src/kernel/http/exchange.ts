import type { Instant, RandomBytes } from "@ennead/core/kernel";

import { foreignOrigin } from "./cross-origin.ts";
import { requestIdOf } from "./request-id.ts";

/** A request and what must be known of it until it is answered. */
export interface Exchange {
  readonly request: Request;
  readonly url: URL;
  readonly requestId: string;
  readonly now: Instant;
  readonly random: RandomBytes;
  /** The client's address, where the host tells it. */
  readonly ip: string | undefined;
  /** The origin of a foreign page that asks; null for anybody else. */
  readonly origin: string | null;
  /** Headers that its answer bears whatever becomes of it, in lower case. */
  readonly headers: Record<string, string>;
}

export const exchangeOf = (
  request: Request,
  now: Instant,
  random: RandomBytes,
  {
    ip,
    idBytes = random,
  }: { readonly ip?: string | undefined; readonly idBytes?: RandomBytes } = {},
): Exchange => {
  const url = new URL(request.url);
  return {
    request,
    url,
    requestId: requestIdOf(request, now, idBytes),
    now,
    random,
    ip,
    origin: foreignOrigin(request, url),
    headers: {},
  };
};
