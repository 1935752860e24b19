import type { Instant, RandomBytes } from "@ennead/core/kernel";

import { requestIdOf } from "./request-id.ts";

/** A request and what must be known of it until it is answered. */
export interface Exchange {
  readonly request: Request;
  readonly url: URL;
  readonly requestId: string;
  readonly now: Instant;
  /** Headers that its answer bears whatever becomes of it, in lower case. */
  readonly headers: Record<string, string>;
}

export const exchangeOf = (request: Request, now: Instant, random: RandomBytes): Exchange => ({
  request,
  url: new URL(request.url),
  requestId: requestIdOf(request, now, random),
  now,
  headers: {},
});
