const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/** A number from 0 in base 62, filled with zeros to `width` digits. */
export const base62 = (value: bigint, width: number): string => {
  let [rest, text] = [value, ""];
  while (rest > 0n) {
    text = `${digits[Number(rest % 62n)]}${text}`;
    rest /= 62n;
  }
  return text.padStart(width, "0");
};

/** The number that bytes write with the highest first. */
export const bigEndian = (bytes: Uint8Array): bigint => {
  let value = 0n;
  for (const byte of bytes) value = value * 256n + BigInt(byte);
  return value;
};
