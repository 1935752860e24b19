import { err, fault, isWellFormed, ok, type Fault, type Result } from "../../kernel/index.ts";
import { fromBase64, toBase64 } from "./base64.ts";
import { fromHex, toHex } from "./hex.ts";

/** A signature line of a note. */
export interface NoteSignature {
  readonly name: string;
  /** Id of the key: 8 hexadecimal digits. A name and an id together name a key. */
  readonly id: string;
  readonly signature: Uint8Array<ArrayBuffer>;
}

/** A text and who signed it. */
export interface Note {
  /** What is signed; ends with a line feed. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

const idBytes = 4;
const mostSignatures = 100;

// The blank between the parts of a line would be ambiguous within a name.
// eslint-disable-next-line no-control-regex -- what the format forbids
const named = /^[^\s+\u0000-\u001f]+$/;

/** Whether the text can name a key: no white space, no plus sign (C2SP signed-note). */
export const isKeyName = (name: string): boolean => named.test(name) && isWellFormed(name);

const badNote = (why: string): Fault =>
  fault("audit/bad-note", `The text is no signed note: ${why}.`);

const signatureOf = (line: string): NoteSignature | undefined => {
  const [dash, name = "", written = "", ...more] = line.split(" ");
  const bytes = fromBase64(written);
  if (dash !== "—" || !isKeyName(name) || more.length > 0) return undefined;
  if (bytes === undefined || bytes.length <= idBytes) return undefined;
  return { name, id: toHex(bytes.subarray(0, idBytes)), signature: bytes.slice(idBytes) };
};

/**
 * Reads a signed note (c2sp.org/signed-note): a text, an empty line, lines `— <name> <base64 of key id and signature>`.
 * Nothing is verified. Fault audit/bad-note.
 */
export const parseNote = (written: string): Result<Note> => {
  // eslint-disable-next-line no-control-regex -- what the format forbids
  if (/[\u0000-\u0009\u000b-\u001f]/.test(written) || !isWellFormed(written)) {
    return err(badNote("it holds control characters"));
  }
  const blank = written.lastIndexOf("\n\n");
  if (blank < 0) return err(badNote("an empty line must stand before its signatures"));
  if (!written.endsWith("\n") || written.length === blank + 2) {
    return err(badNote("it must end with lines of signatures"));
  }
  const lines = written.slice(blank + 2, -1).split("\n");
  if (lines.length > mostSignatures) return err(badNote("it has too many signatures"));
  const signatures: NoteSignature[] = [];
  for (const line of lines) {
    const signature = signatureOf(line);
    if (signature === undefined) return err(badNote("a line of a signature cannot be read"));
    signatures.push(signature);
  }
  return ok({ text: written.slice(0, blank + 1), signatures });
};

/** The note as text. An id that is none is a bug and thrown. */
export const formatNote = ({ text, signatures }: Note): string => {
  const lines = signatures.map(({ name, id, signature }) => {
    const prefix = fromHex(id, idBytes);
    if (prefix === undefined) throw new Error(`${id} is no id of a key.`);
    return `— ${name} ${toBase64(new Uint8Array([...prefix, ...signature]))}\n`;
  });
  return `${text}\n${lines.join("")}`;
};
