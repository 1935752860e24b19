const digits = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

export const hex = (bytes: Uint8Array): string => {
  let text = "";
  for (const byte of bytes) text += digits[byte];
  return text;
};

/** SHA-256 over the parts one after the other (texts as UTF-8), in lower-case hex. */
export const sha256 = async (...parts: readonly (string | Uint8Array)[]): Promise<string> => {
  const encoder = new TextEncoder();
  const encoded = parts.map((part) => (typeof part === "string" ? encoder.encode(part) : part));
  const all = new Uint8Array(encoded.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const bytes of encoded) {
    all.set(bytes, at);
    at += bytes.length;
  }
  return hex(new Uint8Array(await crypto.subtle.digest("SHA-256", all)));
};

// A call has room for so many arguments: long values are written in pieces, each of whole groups of three bytes.
const piece = 3 * 8192;

/** Base64 of RFC 4648, with padding. */
export const base64 = (bytes: Uint8Array): string => {
  if (bytes.length <= piece) return btoa(String.fromCharCode(...bytes));
  const parts: string[] = [];
  for (let at = 0; at < bytes.length; at += piece) {
    parts.push(btoa(String.fromCharCode(...bytes.subarray(at, at + piece))));
  }
  return parts.join("");
};

/** The bytes of a text of base64; throws on any other text. */
export const fromBase64 = (text: string): Uint8Array<ArrayBuffer> => {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at += 1) bytes[at] = binary.charCodeAt(at);
  return bytes;
};

/** Base64 for URLs, without padding. */
export const base64Url = (bytes: Uint8Array): string =>
  base64(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

/**
 * The bytes of `base64Url`, or null for a text that it never writes: other letters, padding, or a last letter whose
 * unused bits are set, which would let one value be written in several ways.
 */
export const fromBase64Url = (text: string): Uint8Array<ArrayBuffer> | null => {
  if (!/^[A-Za-z0-9_-]*$/.test(text) || text.length % 4 === 1) return null;
  const bytes = fromBase64(text.replaceAll("-", "+").replaceAll("_", "/"));
  const rest = bytes.length % 3;
  const end = rest === 0 ? "" : base64Url(bytes.subarray(bytes.length - rest));
  return text.endsWith(end) ? bytes : null;
};
