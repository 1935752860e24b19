const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/** Base64 with padding, RFC 4648 section 4. */
export const toBase64 = (bytes: Uint8Array): string => {
  let text = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const [one = 0, two = 0, three = 0] = bytes.subarray(at, at + 3);
    const bits = (one << 16) | (two << 8) | three;
    for (let sextet = 0; sextet < 4; sextet += 1) {
      text += at + sextet > bytes.length ? "=" : (alphabet[(bits >> (18 - 6 * sextet)) & 63] ?? "");
    }
  }
  return text;
};

/** The bytes of base64 text; undefined for any text that `toBase64` never writes, so that each value has one writing. */
export const fromBase64 = (text: string): Uint8Array<ArrayBuffer> | undefined => {
  const digits = text.replace(/={1,2}$/, "");
  if (text.length % 4 !== 0 || digits.length % 4 === 1) return undefined;
  const bytes = new Uint8Array(Math.floor((digits.length * 3) / 4));
  let [held, bits, at] = [0, 0, 0];
  for (const digit of digits) {
    const value = alphabet.indexOf(digit);
    if (value < 0) return undefined;
    held = ((held << 6) | value) & 0x3fff;
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at] = held >> bits;
    at += 1;
  }
  return toBase64(bytes) === text ? bytes : undefined;
};
