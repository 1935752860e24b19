import { isObject } from "../kernel/index.ts";
import { decodeBase64Url } from "./base64url.ts";
import { schemes, type CryptoParameters, type JwtAlgorithm, type Scheme } from "./jwt-algorithm.ts";

/** A key that WebCrypto holds; to us it has no inside. */
export interface HeldKey {
  readonly type: string;
}

/** What is needed of WebCrypto: give `crypto.subtle`. */
export interface TokenCrypto {
  importKey(
    format: "jwk",
    key: Readonly<Record<string, string>>,
    algorithm: CryptoParameters,
    extractable: boolean,
    usages: "verify"[],
  ): Promise<HeldKey>;
  importKey(
    format: "raw",
    key: Uint8Array<ArrayBuffer>,
    algorithm: CryptoParameters,
    extractable: boolean,
    usages: "verify"[],
  ): Promise<HeldKey>;
  verify(
    algorithm: CryptoParameters,
    key: HeldKey,
    signature: Uint8Array<ArrayBuffer>,
    data: Uint8Array<ArrayBuffer>,
  ): Promise<boolean>;
}

/** A key bound to the one algorithm it may be used with. */
export interface VerificationKey {
  readonly algorithm: JwtAlgorithm;
  readonly key: HeldKey;
}

/** The usable keys of a key set by `kid`; a key that fits no pinned algorithm leaves its `kid` with an empty list. */
export interface KeySet {
  readonly kind: "set";
  readonly byId: ReadonlyMap<string, readonly VerificationKey[]>;
}

/** A secret shared with the host. */
export interface SecretKeys {
  readonly kind: "secret";
  readonly keys: readonly VerificationKey[];
}

type Jwk = Readonly<Record<string, unknown>>;

const leastModulusBits = 2048;
// Beyond this one check of a signature costs more than an attacker should be able to ask for.
const mostModulusBits = 16_384;

const numberOf = (text: unknown): Uint8Array | undefined => {
  const bytes = typeof text === "string" ? decodeBase64Url(text) : undefined;
  const first = bytes?.findIndex((byte) => byte !== 0) ?? -1;
  return first < 0 ? undefined : bytes?.subarray(first);
};

const isSoundRsa = (jwk: Jwk): boolean => {
  const [modulus, exponent] = [numberOf(jwk["n"]), numberOf(jwk["e"])];
  if (modulus === undefined || exponent === undefined) return false;
  const bits = modulus.length * 8 - (Math.clz32(modulus[0] ?? 0) - 24);
  const last = exponent[exponent.length - 1] ?? 0;
  // With the exponent 1 every text is its own signature.
  const isSoundExponent =
    last % 2 === 1 && exponent.length <= 8 && (exponent.length > 1 || last > 1);
  return bits >= leastModulusBits && bits <= mostModulusBits && isSoundExponent;
};

const fits = (jwk: Jwk, algorithm: JwtAlgorithm, { keyType, curve }: Scheme): boolean => {
  const {
    use,
    alg,
    key_ops: operations,
  } = jwk as { use?: unknown; alg?: unknown; key_ops?: unknown };
  return (
    jwk["kty"] === keyType &&
    (curve === undefined || jwk["crv"] === curve) &&
    (use === undefined || use === "sig") &&
    (alg === undefined || alg === algorithm) &&
    (operations === undefined || (Array.isArray(operations) && operations.includes("verify"))) &&
    (keyType !== "RSA" || isSoundRsa(jwk))
  );
};

/** The members of a public key and no other: not its private part, not its certificates, not its hints. */
const publicMembers: Readonly<Record<Scheme["keyType"], readonly string[]>> = {
  RSA: ["kty", "n", "e"],
  EC: ["kty", "crv", "x", "y"],
  OKP: ["kty", "crv", "x"],
  // A key set is public: a secret in it is known to everybody.
  oct: [],
};

const importPublic = async (
  jwk: Jwk,
  algorithm: JwtAlgorithm,
  crypto: TokenCrypto,
): Promise<VerificationKey | undefined> => {
  const scheme = schemes[algorithm];
  const names = publicMembers[scheme.keyType];
  if (names.length === 0 || !fits(jwk, algorithm, scheme)) return undefined;
  const entries = names.map((name): [string, unknown] => [name, jwk[name]]);
  if (!entries.every((entry): entry is [string, string] => typeof entry[1] === "string")) {
    return undefined;
  }
  try {
    const members = Object.fromEntries(entries);
    return {
      algorithm,
      key: await crypto.importKey("jwk", members, scheme.importing, false, ["verify"]),
    };
  } catch {
    return undefined;
  }
};

/**
 * The keys of a JSON web key set (RFC 7517) that can be used with the pinned algorithms; null when the value is no key
 * set. Single keys that are broken, too weak (RSA under 2048 bits), secret or meant for something else do not spoil the
 * others.
 */
export const importKeySet = async (
  value: unknown,
  algorithms: readonly JwtAlgorithm[],
  crypto: TokenCrypto,
): Promise<KeySet | null> => {
  const members: unknown = isObject(value) && Object.hasOwn(value, "keys") ? value["keys"] : null;
  if (!Array.isArray(members)) return null;
  const byId = new Map<string, readonly VerificationKey[]>();
  for (const jwk of members as readonly unknown[]) {
    if (!isObject(jwk) || typeof jwk["kid"] !== "string") continue;
    const imported = await Promise.all(
      algorithms.map((algorithm) => importPublic(jwk, algorithm, crypto)),
    );
    const usable = imported.filter((key) => key !== undefined);
    byId.set(jwk["kid"], [...(byId.get(jwk["kid"]) ?? []), ...usable]);
  }
  return { kind: "set", byId };
};

/** The secret for those of the pinned algorithms that it is long enough for: as many bytes as the hash has. */
export const importSecret = async (
  secret: Uint8Array,
  algorithms: readonly JwtAlgorithm[],
  crypto: TokenCrypto,
): Promise<SecretKeys> => {
  const usable = algorithms.filter(
    (algorithm) => secret.length >= (schemes[algorithm].leastSecret ?? Number.POSITIVE_INFINITY),
  );
  const keys = usable.map(async (algorithm) => ({
    algorithm,
    key: await crypto.importKey(
      "raw",
      Uint8Array.from(secret),
      schemes[algorithm].importing,
      false,
      ["verify"],
    ),
  }));
  return { kind: "secret", keys: await Promise.all(keys) };
};
