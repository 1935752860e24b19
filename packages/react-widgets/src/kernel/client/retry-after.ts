import { sentAt } from "./server-clock.ts";

/** The longest wait that a request sits out; the reader decides about longer ones. */
const longest = 30_000;

/** A wait with up to a quarter more, at least half a second, so that many clients do not come back as one. */
export const spread = (ms: number): number => ms + Math.random() * Math.max(500, ms / 4);

/**
 * Milliseconds that an answer of 429 or 503 asks to wait, by seconds or by a date, which is read against the server's own
 * `Date`; undefined when it names none.
 */
export const retryAfter = (response: Response): number | undefined => {
  if (response.status !== 429 && response.status !== 503) return undefined;
  const value = response.headers.get("retry-after")?.trim() ?? "";
  if (/^\d+$/.test(value)) return Number(value) * 1000;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : Math.max(0, at - (sentAt(response) ?? Date.now()));
};

/** The wait before the same request is sent again; undefined when it should not be. */
export const retryDelay = (response: Response): number | undefined => {
  const asked = retryAfter(response);
  return asked === undefined || asked > longest ? undefined : spread(asked);
};
