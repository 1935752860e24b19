import { utf8ToBytes } from "@noble/hashes/utils.js";

/** Text as UTF-8. */
export const toUtf8 = (text: string): Uint8Array => utf8ToBytes(text);

// A call has room for so many arguments.
const piece = 8_192;

/** One character for each byte (ISO 8859-1): what is ASCII in the bytes is the same in the text. */
export const latin1Of = (bytes: Uint8Array): string => {
  let text = "";
  for (let at = 0; at < bytes.length; at += piece) {
    text += String.fromCharCode(...bytes.subarray(at, at + piece));
  }
  return text;
};

/** The text of UTF-8 bytes; undefined for bytes that are none: overlong forms, surrogates, what is cut off. */
export const fromUtf8 = (bytes: Uint8Array): string | undefined => {
  const text = latin1Of(bytes);
  if (!/[\u0080-\u00ff]/.test(text)) return text;
  const escaped = text.replaceAll(
    /[%\u0080-\u00ff]/g,
    (char) => `%${char.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
  try {
    return decodeURIComponent(escaped);
  } catch {
    return undefined;
  }
};
