import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";

import { canonicalJson, type Json, type JsonObject } from "../kernel/index.ts";
import type { DiffField } from "./field.ts";
import { normalOf } from "./normal.ts";

/** Canonical JSON; lone surrogates have none, their escaped writing stands for them. */
export const canonicalOf = (value: Json): string => {
  const written = canonicalJson(value);
  return written.ok ? written.value : JSON.stringify(value);
};

/**
 * The mark of a value that is known by its digest only: HMAC-SHA-256, keyed by the salt (hexadecimal), of the canonical
 * JSON of the value in the one writing of its type. Throws TypeError without a salt: a plain digest of a short value can
 * be guessed.
 */
export const digestOf = (field: DiffField, value: Json, salt: string | undefined): JsonObject => {
  if (salt === undefined) throw new TypeError("redaction by hash needs a salt");
  const bytes = utf8ToBytes(canonicalOf(normalOf(field, value)));
  return { $redacted: "hash", digest: bytesToHex(hmac(sha256, hexToBytes(salt), bytes)) };
};
