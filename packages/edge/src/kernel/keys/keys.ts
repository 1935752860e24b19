import type { RandomBytes } from "@ennead/core/kernel";

import { derivedKeys } from "./derive.ts";
import { base64Url } from "./digest.ts";
import { seals, type Seals } from "./seal.ts";
import { tokens, type Tokens } from "./token.ts";

/** A secret of the key ring: at least 32 bytes, and an id that is written beside what it signs. */
export interface Key {
  readonly id: string;
  readonly secret: Uint8Array;
}

/**
 * Signs and seals with the newest key; verifies and opens with any. An old key stays in the ring until what it signed
 * has expired and what it sealed was sealed again.
 */
export interface KeyRing extends Seals, Tokens {
  /** Id of the key that signs and seals. */
  readonly newest: string;
  /** `purpose` keeps a signature for one use from being taken for another. */
  readonly sign: (purpose: string, text: string) => Promise<string>;
  readonly verify: (purpose: string, text: string, signature: string) => Promise<boolean>;
}

/** Compares without telling by its time where two texts differ. */
export const same = (a: string, b: string): boolean => {
  let differs = a.length ^ b.length;
  for (let at = 0; at < a.length; at += 1) differs |= a.charCodeAt(at) ^ b.charCodeAt(at);
  return differs === 0;
};

/** The key ring out of the host's keys, newest first. Ids are unique; `random` is cryptographic, it makes the nonces. */
export const keyRing = (keys: readonly Key[], random: RandomBytes): KeyRing => {
  const [newest] = keys;
  if (newest === undefined) throw new Error("createEnnead needs at least one key.");
  for (const { id, secret } of keys) {
    if (!/^[A-Za-z0-9]{1,16}$/.test(id) || secret.length < 32) {
      throw new Error("A key has an id of letters and digits and a secret of at least 32 bytes.");
    }
  }
  const secrets = new Map(keys.map(({ id, secret }) => [id, Uint8Array.from(secret)]));
  if (secrets.size < keys.length) throw new Error("Two keys of the ring have the same id.");
  const derived = derivedKeys(secrets);
  const imported = new Map(
    keys.map(({ id, secret }) => [
      id,
      crypto.subtle.importKey(
        "raw",
        Uint8Array.from(secret),
        { name: "HMAC", hash: "SHA-256" },
        false,
        ["sign"],
      ),
    ]),
  );
  const signature = async (id: string, purpose: string, text: string): Promise<string | null> => {
    const key = await imported.get(id);
    if (key === undefined) return null;
    const bytes = new TextEncoder().encode(`${purpose}\n${text}`);
    const signed = new Uint8Array(await crypto.subtle.sign("HMAC", key, bytes));
    return `${id}.${base64Url(signed.subarray(0, 16))}`;
  };
  return {
    newest: newest.id,
    ...seals(newest.id, derived, random),
    ...tokens(newest.id, derived),
    sign: async (purpose, text) => (await signature(newest.id, purpose, text)) ?? "",
    verify: async (purpose, text, given) => {
      const expected = await signature(given.split(".")[0] ?? "", purpose, text);
      return expected !== null && same(expected, given);
    },
  };
};
