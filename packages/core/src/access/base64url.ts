const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

const values = new Int8Array(128).fill(-1);
for (let value = 0; value < alphabet.length; value += 1) values[alphabet.charCodeAt(value)] = value;

/**
 * The bytes of base64url text (RFC 4648 §5) without padding; undefined for any other character and for an impossible
 * length. Bits left over at the end are dropped.
 */
export const decodeBase64Url = (text: string): Uint8Array<ArrayBuffer> | undefined => {
  if (text.length % 4 === 1) return undefined;
  const bytes = new Uint8Array(Math.floor((text.length * 3) / 4));
  let [held, bits, at] = [0, 0, 0];
  for (let index = 0; index < text.length; index += 1) {
    const value = values[text.charCodeAt(index)] ?? -1;
    if (value < 0) return undefined;
    held = ((held << 6) | value) & 0x3fff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at] = held >> bits;
      at += 1;
    }
  }
  return bytes;
};

/** Whether the bits left over at the end of base64url text are zero: the one such text of its bytes. */
export const isCanonical = (text: string): boolean => {
  const spare = (text.length * 6) % 8;
  const last = values[text.charCodeAt(text.length - 1)] ?? 0;
  return (last & ((1 << spare) - 1)) === 0;
};
