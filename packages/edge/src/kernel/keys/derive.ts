/** Secrets of one use each, from the secrets of the ring: HKDF-SHA-256 (RFC 5869) with the use as its info. */
export interface DerivedKeys {
  /** The AES-256-GCM key of a purpose; null when the ring has no key of this id. */
  readonly sealing: (id: string, purpose: string) => Promise<CryptoKey> | null;
  /** The HMAC-SHA-256 key of a purpose; null when the ring has no key of this id. */
  readonly signing: (id: string, purpose: string) => Promise<CryptoKey> | null;
}

/** Keys are derived once for each id and use. Uses are named by code, never by a request, so that they stay few. */
export const derivedKeys = (secrets: ReadonlyMap<string, Uint8Array>): DerivedKeys => {
  const encoder = new TextEncoder();
  const known = new Map<string, Promise<CryptoKey>>();

  const derive = async (
    secret: Uint8Array,
    info: string,
    algorithm: AesKeyAlgorithm | HmacKeyGenParams,
    uses: KeyUsage[],
  ): Promise<CryptoKey> => {
    const root = await crypto.subtle.importKey("raw", Uint8Array.from(secret), "HKDF", false, [
      "deriveKey",
    ]);
    const from = {
      name: "HKDF",
      hash: "SHA-256",
      // The secrets are uniform already, so no salt is needed (RFC 5869, section 3.1).
      salt: new Uint8Array(0),
      info: encoder.encode(info),
    };
    return crypto.subtle.deriveKey(from, root, algorithm, false, uses);
  };

  const once = (
    use: string,
    algorithm: AesKeyAlgorithm | HmacKeyGenParams,
    uses: KeyUsage[],
  ): DerivedKeys["sealing"] => {
    return (id, purpose) => {
      const secret = secrets.get(id);
      if (secret === undefined) return null;
      const name = `${use}\n${id}\n${purpose}`;
      const before = known.get(name);
      if (before !== undefined) return before;
      const made = derive(secret, `ennead/${use}/1/${purpose}`, algorithm, uses);
      known.set(name, made);
      return made;
    };
  };

  return {
    sealing: once("seal", { name: "AES-GCM", length: 256 }, ["encrypt", "decrypt"]),
    signing: once("token", { name: "HMAC", hash: "SHA-256", length: 256 }, ["sign", "verify"]),
  };
};
