import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

import { err, fault, ok, type Fault, type RandomBytes, type Result } from "../kernel/index.ts";
import { base62, bigEndian } from "./base62.ts";
import { crc32 } from "./crc32.ts";

/** An API key as it is written. */
export interface ApiKeyText {
  /** The whole key; a secret. */
  readonly text: string;
  /** `enn_` and 8 characters: what names the key wherever it is not to be shown. */
  readonly prefix: string;
}

const shape = /^(enn_[0-9A-Za-z]{8})_[0-9A-Za-z]{49}$/;

const checksum = (text: string): string => base62(BigInt(crc32(text)), 6);

/**
 * A new key: `enn_`, a prefix of 8 characters, `_`, 32 random bytes as 43 characters of base 62, and 6 characters of
 * checksum over all before them. Draws 40 bytes.
 */
export const mintApiKey = (random: RandomBytes): ApiKeyText => {
  const bytes = random(40).slice();
  const secret = base62(bigEndian(bytes.subarray(0, 32)), 43);
  const prefix = `enn_${base62(bigEndian(bytes.subarray(32)) % 62n ** 8n, 8)}`;
  const body = `${prefix}_${secret}`;
  return { text: `${body}${checksum(body)}`, prefix };
};

/** Reads a key. One that is mistyped or cut short is refused by its checksum alone: `access/bad-key`. */
export const parseApiKey = (text: string): Result<ApiKeyText, Fault> => {
  const prefix = shape.exec(text)?.[1];
  return prefix !== undefined && checksum(text.slice(0, -6)) === text.slice(-6)
    ? ok({ text, prefix })
    : err(fault("access/bad-key", "This is no API key: a character is wrong or missing."));
};

/** What is stored of a key: SHA-256 of its text, in lower-case hex. 256 random bits need no slow hash. */
export const hashApiKey = (text: string): string => bytesToHex(sha256(utf8ToBytes(text)));
