import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

import { canonicalJson, type Result } from "../kernel/index.ts";

/** The canonical JSON (RFC 8785) of a spec: equal specs have equal texts whatever the order of their keys. */
export const canonicalSpec = (spec: unknown): Result<string> => canonicalJson(spec);

/** SHA-256 of the canonical spec in hex: a name for the report's content, fit for cache keys. */
export const specHash = (spec: unknown): Result<string> => {
  const text = canonicalSpec(spec);
  return text.ok ? { ok: true, value: bytesToHex(sha256(utf8ToBytes(text.value))) } : text;
};
