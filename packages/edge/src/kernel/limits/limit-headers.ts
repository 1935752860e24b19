import type { RandomBytes } from "@ennead/core/kernel";

import type { Rate, Verdict } from "./gcra.ts";

/** Seconds, rounded up: a client that waits so long is not early. */
const seconds = (milliseconds: number): number => Math.ceil(milliseconds / 1000);

/** `RateLimit-Policy` and `RateLimit` of draft-ietf-httpapi-ratelimit-headers-10: structured fields. */
export const limitHeaders = (
  policy: string,
  { quota, window }: Rate,
  { remaining, reset }: Verdict,
): Readonly<Record<string, string>> => ({
  "ratelimit-policy": `"${policy}";q=${quota};w=${seconds(window)}`,
  ratelimit: `"${policy}";r=${remaining};t=${seconds(reset)}`,
});

/**
 * Seconds to wait before asking again, at least 1. Up to a quarter more than needed, and up to two seconds for short
 * waits, at random: whoever was refused together does not come back together.
 */
export const retryAfter = (milliseconds: number, random: RandomBytes): string => {
  const [high = 0, low = 0] = random(2);
  const share = (high * 256 + low) / 65_536;
  const jitter = Math.max(2000, milliseconds / 4) * share;
  return String(Math.max(1, seconds(milliseconds + jitter)));
};
