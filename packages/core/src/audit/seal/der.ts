// ECDSA signatures are written as ASN.1 in notes and as two plain numbers by WebCrypto.

/** Bytes of one number of a P-256 signature. */
const width = 32;

const integer = (bytes: Uint8Array): readonly number[] => {
  const first = bytes.findIndex((byte) => byte !== 0);
  const digits = [...bytes.subarray(first < 0 ? bytes.length - 1 : first)];
  // A leading 1 bit would be a minus.
  const signed = (digits[0] ?? 0) > 127 ? [0, ...digits] : digits;
  return [2, signed.length, ...signed];
};

/** The two numbers of a P-256 signature, 64 bytes, as ASN.1 DER. */
export const derOf = (plain: Uint8Array): Uint8Array<ArrayBuffer> => {
  const both = [...integer(plain.subarray(0, width)), ...integer(plain.subarray(width))];
  return new Uint8Array([0x30, both.length, ...both]);
};

/** The 64 bytes of a P-256 signature in ASN.1 DER; undefined for what `derOf` never writes. */
export const plainOf = (der: Uint8Array): Uint8Array<ArrayBuffer> | undefined => {
  const plain = new Uint8Array(2 * width);
  let at = 2;
  for (const end of [width, 2 * width]) {
    const length = der[at + 1] ?? 0;
    const digits = der.subarray(at + 2, at + 2 + length);
    const value = digits[0] === 0 ? digits.subarray(1) : digits;
    if (value.length > width) return undefined;
    plain.set(value, end - value.length);
    at += 2 + length;
  }
  const again = derOf(plain);
  const isSame = again.length === der.length && again.every((byte, index) => byte === der[index]);
  return isSame ? plain : undefined;
};
