import type { Instant, RandomBytes } from "./clock.ts";

declare const brand: unique symbol;

/** A string that only the function which checked it may produce. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };

export type CompanyId = Brand<string, "CompanyId">;
export type UserId = Brand<string, "UserId">;
export type RecordId = Brand<string, "RecordId">;

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/**
 * A UUID version 7 (RFC 9562 section 5.7): 48 bits of Unix milliseconds, then 74 random bits, so ids sort by time of
 * creation to the millisecond. Clock and randomness are the caller's.
 */
export const uuidv7 = (now: Instant, random: RandomBytes): string => {
  const bytes = new Uint8Array(16);
  bytes.set(random(10), 6);
  let millis = Math.max(0, Math.trunc(now));
  for (let at = 5; at >= 0; at -= 1) {
    bytes[at] = millis % 256;
    millis = Math.floor(millis / 256);
  }
  bytes[6] = 0x70 | ((bytes[6] ?? 0) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] ?? 0) & 0x3f);
  const text = Array.from(bytes, (byte) => hex[byte]).join("");
  return `${text.slice(0, 8)}-${text.slice(8, 12)}-${text.slice(12, 16)}-${text.slice(16, 20)}-${text.slice(20)}`;
};

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** Whether the text is a UUID in the one spelling we write: lower case, with hyphens. */
export const isUuid = (text: string): boolean => uuid.test(text);
