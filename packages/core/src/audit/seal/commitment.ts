import { sha256, type Sha256 } from "./hash.ts";
import { fromHex, toHex } from "./hex.ts";
import { toUtf8 } from "./utf8.ts";

/** Length of every salt. One fixed length: else a byte could move from the salt to the value unseen. */
export const saltBytes = 16;

/** A value that an event holds only the commitment of. Erasing it means to destroy this; the event stays as it is. */
export interface OpenValue {
  /** 64 hexadecimal digits, as they stand in the event. */
  readonly commitment: string;
  /** 32 hexadecimal digits. */
  readonly salt: string;
  /** Canonical JSON. */
  readonly value: string;
}

/**
 * SHA-256 over a random salt of 16 bytes and the canonical JSON of a value, as hexadecimal text. Who does not have the
 * salt cannot try values: 128 bits are unknown to him. A salt of another length is a bug and thrown.
 */
export const commitTo = (salt: Uint8Array, value: string, hash: Sha256 = sha256): string => {
  if (salt.length !== saltBytes) throw new Error(`A salt has ${saltBytes} bytes.`);
  const text = toUtf8(value);
  const bytes = new Uint8Array(saltBytes + text.length);
  bytes.set(salt);
  bytes.set(text, saltBytes);
  return toHex(hash(bytes));
};

/** Whether the value and its salt are what the commitment was made to. */
export const isOpening = (
  { commitment, salt, value }: OpenValue,
  hash: Sha256 = sha256,
): boolean => {
  const bytes = fromHex(salt, saltBytes);
  return bytes !== undefined && commitTo(bytes, value, hash) === commitment;
};
