import { err, fault, ok, type RandomBytes, type Result } from "@ennead/core/kernel";

import type { DerivedKeys } from "./derive.ts";
import { base64Url, fromBase64Url } from "./digest.ts";

/** Where a sealed value stands. It opens nowhere else. */
export interface SealPlace {
  readonly company: string;
  readonly table: string;
  /** What tells the row from the others of its table. */
  readonly row: string;
  readonly field: string;
}

/** Makes values unreadable in the database, and knows when they were changed or moved there. */
export interface Seals {
  /** Seals with the newest key. `purpose` has keys of its own. Equal texts are sealed differently each time. */
  readonly seal: (purpose: string, place: SealPlace, text: string) => Promise<string>;
  /**
   * Opens with whichever key sealed it. `kernel/key-missing` when the ring has it no more; `kernel/seal-broken` for
   * anything that was not sealed for this purpose and place, or is not as it was sealed.
   */
  readonly open: (purpose: string, place: SealPlace, sealed: string) => Promise<Result<string>>;
}

const version = "es1";
const nonceBytes = 12;
const tagBytes = 16;

const written = /^es1\.([A-Za-z0-9]{1,16})\.([A-Za-z0-9_-]+)$/;

/** Id of the key that sealed a value: it is legible in the value. Null for a text that is not sealed. */
export const keyIdOf = (sealed: string): string | null => written.exec(sealed)?.[1] ?? null;

/** As JSON, so that no two places are written alike. */
const associated = (
  id: string,
  purpose: string,
  { company, table, row, field }: SealPlace,
): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(JSON.stringify([version, id, purpose, company, table, row, field]));

/**
 * AES-256-GCM with a random nonce of 96 bits, which allows 2^32 values for each key and purpose (NIST SP 800-38D,
 * section 8.3). Written `es1.<key id>.<nonce, ciphertext and tag in base64url>`.
 */
export const seals = (newest: string, keys: DerivedKeys, random: RandomBytes): Seals => ({
  seal: async (purpose, place, text) => {
    const key = await keys.sealing(newest, purpose);
    if (key === null) throw new Error(`The ring has lost its newest key ${newest}.`);
    const nonce = Uint8Array.from(random(nonceBytes));
    const sealed = new Uint8Array(
      await crypto.subtle.encrypt(
        { name: "AES-GCM", iv: nonce, additionalData: associated(newest, purpose, place) },
        key,
        new TextEncoder().encode(text),
      ),
    );
    const all = new Uint8Array(nonceBytes + sealed.length);
    all.set(nonce);
    all.set(sealed, nonceBytes);
    return `${version}.${newest}.${base64Url(all)}`;
  },
  open: async (purpose, place, sealed) => {
    const broken = err(
      fault("kernel/seal-broken", "A sealed value was changed, or moved from where it was sealed."),
    );
    const [, id = "", text = ""] = written.exec(sealed) ?? [];
    const bytes = fromBase64Url(text);
    if (bytes === null || bytes.length < nonceBytes + tagBytes) return broken;
    const key = await keys.sealing(id, purpose);
    if (key === null) {
      return err(
        fault("kernel/key-missing", `The key ring has no key ${id} any more; put it back.`),
      );
    }
    try {
      const opened = await crypto.subtle.decrypt(
        {
          name: "AES-GCM",
          iv: bytes.subarray(0, nonceBytes),
          additionalData: associated(id, purpose, place),
        },
        key,
        bytes.subarray(nonceBytes),
      );
      return ok(new TextDecoder("utf-8", { ignoreBOM: true }).decode(opened));
    } catch {
      return broken;
    }
  },
});
