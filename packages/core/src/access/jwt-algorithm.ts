/** Signature algorithms of RFC 7518 and RFC 8037 that a host may pin; EdDSA is Ed25519. There is no `none`. */
export type JwtAlgorithm =
  | `${"RS" | "PS" | "HS"}${256 | 384 | 512}`
  | "ES256"
  | "ES384"
  | "ES512"
  | "EdDSA";

/** Parameters of an algorithm as WebCrypto takes them. */
export interface CryptoParameters {
  readonly name: string;
  readonly hash?: string;
  readonly namedCurve?: string;
  readonly saltLength?: number;
}

/** What an algorithm asks of keys and signatures. */
export interface Scheme {
  readonly keyType: "RSA" | "EC" | "OKP" | "oct";
  readonly curve?: string;
  /** Bytes of a secret at least (RFC 7518 §3.2). */
  readonly leastSecret?: number;
  /** Bytes of a signature exactly: r and s one after the other, never DER. */
  readonly signatureBytes?: number;
  readonly importing: CryptoParameters;
  readonly verifying: CryptoParameters;
}

const rsa = (bits: number): Scheme => {
  const parameters = { name: "RSASSA-PKCS1-v1_5", hash: `SHA-${bits}` };
  return { keyType: "RSA", importing: parameters, verifying: parameters };
};

const pss = (bits: number): Scheme => ({
  keyType: "RSA",
  importing: { name: "RSA-PSS", hash: `SHA-${bits}` },
  verifying: { name: "RSA-PSS", saltLength: bits / 8 },
});

const ecdsa = (bits: number, curve: string, signatureBytes: number): Scheme => ({
  keyType: "EC",
  curve,
  signatureBytes,
  importing: { name: "ECDSA", namedCurve: curve },
  verifying: { name: "ECDSA", hash: `SHA-${bits}` },
});

const hmac = (bits: number): Scheme => {
  const parameters = { name: "HMAC", hash: `SHA-${bits}` };
  return { keyType: "oct", leastSecret: bits / 8, importing: parameters, verifying: parameters };
};

/** Every algorithm there is, by its name in a token. */
export const schemes: Readonly<Record<JwtAlgorithm, Scheme>> = {
  RS256: rsa(256),
  RS384: rsa(384),
  RS512: rsa(512),
  PS256: pss(256),
  PS384: pss(384),
  PS512: pss(512),
  ES256: ecdsa(256, "P-256", 64),
  ES384: ecdsa(384, "P-384", 96),
  ES512: ecdsa(512, "P-521", 132),
  EdDSA: {
    keyType: "OKP",
    curve: "Ed25519",
    signatureBytes: 64,
    importing: { name: "Ed25519" },
    verifying: { name: "Ed25519" },
  },
  HS256: hmac(256),
  HS384: hmac(384),
  HS512: hmac(512),
};
