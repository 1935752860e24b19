import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";

/** Bytes as lower-case hexadecimal text. */
export const toHex = (bytes: Uint8Array): string => bytesToHex(bytes);

/** The bytes of lower-case hexadecimal text of this many bytes; undefined for any other text. */
export const fromHex = (text: unknown, bytes: number): Uint8Array | undefined =>
  typeof text === "string" && text.length === 2 * bytes && /^[0-9a-f]*$/.test(text)
    ? hexToBytes(text)
    : undefined;
