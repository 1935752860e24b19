import { err, fault, ok, shown, type Fault, type Result } from "../../kernel/index.ts";
import { fromBase64, toBase64 } from "./base64.ts";
import { derOf, plainOf } from "./der.ts";
import { sha256 } from "./hash.ts";
import { toHex } from "./hex.ts";
import { isKeyName } from "./note.ts";
import { toUtf8 } from "./utf8.ts";

/** Ed25519 (RFC 8032), or ECDSA on P-256 with SHA-256. */
export type NoteAlgorithm = "Ed25519" | "ECDSA";

/** What WebCrypto calls them. */
type Parameters = { readonly name: string; readonly namedCurve?: string; readonly hash?: string };

/** A key that WebCrypto holds; to us it has no inside. */
export interface HeldNoteKey {
  readonly type: string;
}

/** What is needed of WebCrypto to verify: give `crypto.subtle`. */
export interface VerifyingCrypto {
  importKey(
    format: "raw" | "spki",
    key: Uint8Array<ArrayBuffer>,
    algorithm: Parameters,
    extractable: boolean,
    usages: "verify"[],
  ): Promise<HeldNoteKey>;
  verify(
    algorithm: Parameters,
    key: HeldNoteKey,
    signature: Uint8Array<ArrayBuffer>,
    data: Uint8Array<ArrayBuffer>,
  ): Promise<boolean>;
}

/** What is needed of WebCrypto to sign: give `crypto.subtle`. */
export interface SigningCrypto {
  sign(
    algorithm: Parameters,
    key: HeldNoteKey,
    data: Uint8Array<ArrayBuffer>,
  ): Promise<ArrayBuffer>;
}

/** A public key with the name it signs by. */
export interface NoteKey {
  readonly name: string;
  readonly algorithm: NoteAlgorithm;
  /** Ed25519: its 32 bytes. ECDSA: the key as SPKI in DER. */
  readonly publicKey: Uint8Array<ArrayBuffer>;
}

const schemes: Readonly<
  Record<
    NoteAlgorithm,
    {
      readonly type: number;
      readonly format: "raw" | "spki";
      readonly importing: Parameters;
      readonly using: Parameters;
    }
  >
> = {
  Ed25519: { type: 1, format: "raw", importing: { name: "Ed25519" }, using: { name: "Ed25519" } },
  ECDSA: {
    type: 2,
    format: "spki",
    importing: { name: "ECDSA", namedCurve: "P-256" },
    using: { name: "ECDSA", hash: "SHA-256" },
  },
};

const badKey = (why: string): Fault =>
  fault("audit/bad-seal-key", `The key cannot verify checkpoints: ${why}.`);

/** Id of a key, 8 hexadecimal digits: of SHA-256 over name, line feed, 1 and key; with ECDSA over the SPKI alone. */
export const noteKeyId = ({ name, algorithm, publicKey }: NoteKey): string => {
  const prefix = algorithm === "ECDSA" ? [] : [...toUtf8(`${name}\n`), schemes[algorithm].type];
  return toHex(sha256(new Uint8Array([...prefix, ...publicKey])).subarray(0, 4));
};

/** The key in the one line by which keys are handed on: `<name>+<id>+<base64 of type and key>`. */
export const formatNoteKey = (key: NoteKey): string => {
  const typed = new Uint8Array([schemes[key.algorithm].type, ...key.publicKey]);
  return `${key.name}+${noteKeyId(key)}+${toBase64(typed)}`;
};

/** Reads the line that `formatNoteKey` writes. Fault audit/bad-seal-key. */
export const parseNoteKey = (line: string): Result<NoteKey> => {
  const [name = "", id, ...rest] = line.split("+");
  // Base64 has plus signs of its own.
  const typed = fromBase64(rest.join("+"));
  if (!isKeyName(name) || typed === undefined) {
    return err(badKey(`${shown(line)} is not of the form name+id+key`));
  }
  const algorithm = typed[0] === 1 ? "Ed25519" : typed[0] === 2 ? "ECDSA" : undefined;
  if (algorithm === undefined) return err(badKey(`its type is ${typed[0] ?? "missing"}`));
  const key: NoteKey = { name, algorithm, publicKey: typed.slice(1) };
  if (noteKeyId(key) !== id) return err(badKey("its id is that of another key"));
  return ok(key);
};

/** A key that can verify: `id` and `name` say of which lines. */
export interface NoteVerifier {
  readonly name: string;
  readonly id: string;
  readonly verify: (
    text: Uint8Array<ArrayBuffer>,
    signature: Uint8Array<ArrayBuffer>,
  ) => Promise<boolean>;
}

/**
 * The key made ready by WebCrypto. Fault audit/bad-seal-key for bytes that are no such key, and where WebCrypto does not
 * know the algorithm.
 */
export const noteVerifier = async (
  key: NoteKey,
  crypto: VerifyingCrypto,
): Promise<Result<NoteVerifier>> => {
  const { format, importing, using } = schemes[key.algorithm];
  if (!isKeyName(key.name)) return err(badKey(`${shown(key.name)} cannot name a key`));
  let held: HeldNoteKey;
  try {
    held = await crypto.importKey(format, key.publicKey, importing, false, ["verify"]);
  } catch (error) {
    return err(badKey(`WebCrypto refuses it (${String(error)})`));
  }
  return ok({
    name: key.name,
    id: noteKeyId(key),
    verify: async (text, signature) => {
      const plain = key.algorithm === "ECDSA" ? plainOf(signature) : signature;
      try {
        return plain !== undefined && (await crypto.verify(using, held, plain, text));
      } catch {
        // A signature that cannot even be tried is no signature.
        return false;
      }
    },
  });
};

/** A key that can sign. */
export interface NoteSigner {
  readonly name: string;
  readonly id: string;
  readonly sign: (text: Uint8Array<ArrayBuffer>) => Promise<Uint8Array<ArrayBuffer>>;
}

/** The private key that belongs to a public one, ready to sign. */
export const noteSigner = (
  key: NoteKey,
  privateKey: HeldNoteKey,
  crypto: SigningCrypto,
): NoteSigner => ({
  name: key.name,
  id: noteKeyId(key),
  sign: async (text) => {
    const plain = new Uint8Array(await crypto.sign(schemes[key.algorithm].using, privateKey, text));
    return key.algorithm === "ECDSA" ? derOf(plain) : plain;
  },
});
