import { err, fault, ok, shown, type Fault, type Result } from "../../kernel/index.ts";
import { fromBase64, toBase64 } from "./base64.ts";
import { hashBytes } from "./hash.ts";
import type { NoteSigner, NoteVerifier } from "./note-key.ts";
import { formatNote, isKeyName, parseNote, type Note, type NoteSignature } from "./note.ts";
import { toUtf8 } from "./utf8.ts";

/** What a log says of itself at one moment: so many events, and the root over them. */
export interface Checkpoint {
  /** The log: a name for keys, best an address without scheme, such as `audit.example.com/acme`. */
  readonly origin: string;
  readonly size: bigint;
  readonly root: Uint8Array;
  /** Further lines that are signed with it; none is empty. */
  readonly extensions: readonly string[];
}

/** A checkpoint with the ids of the given keys that signed it; never none. */
export interface SignedCheckpoint extends Checkpoint {
  readonly signedBy: readonly string[];
}

const mostLeaves = 2n ** 64n;

const badCheckpoint = (why: string): Fault =>
  fault("audit/bad-checkpoint", `The text is no checkpoint of this log: ${why}.`);

const textOf = ({ origin, size, root, extensions }: Checkpoint): string =>
  [origin, String(size), toBase64(root), ...extensions].map((line) => `${line}\n`).join("");

const readText = (text: string): Result<Checkpoint> => {
  const [origin = "", size = "", root = "", ...extensions] = text.slice(0, -1).split("\n");
  if (!isKeyName(origin)) return err(badCheckpoint(`${shown(origin)} cannot name a log`));
  if (!/^(?:0|[1-9]\d{0,19})$/.test(size) || BigInt(size) >= mostLeaves) {
    return err(badCheckpoint(`${shown(size)} is no number of events`));
  }
  const bytes = fromBase64(root);
  if (bytes?.length !== hashBytes) return err(badCheckpoint(`${shown(root)} is no root`));
  if (extensions.includes("")) return err(badCheckpoint("it holds an empty line"));
  return ok({ origin, size: BigInt(size), root: bytes, extensions });
};

/**
 * Reads a checkpoint (c2sp.org/tlog-checkpoint, in a signed note): lines for origin, size, base64 of the root, further
 * ones. Nothing is verified. Faults audit/bad-note, audit/bad-checkpoint.
 */
export const parseCheckpoint = (
  written: string,
): Result<{ readonly checkpoint: Checkpoint; readonly note: Note }> => {
  const note = parseNote(written);
  if (!note.ok) return note;
  const checkpoint = readText(note.value.text);
  return checkpoint.ok ? ok({ checkpoint: checkpoint.value, note: note.value }) : checkpoint;
};

/**
 * The checkpoint as a note with the signature of each signer; while keys change, of the old and of the new one. Fault
 * audit/bad-checkpoint for what could not be read again.
 */
export const signCheckpoint = async (
  checkpoint: Checkpoint,
  signers: readonly NoteSigner[],
): Promise<Result<string>> => {
  const text = textOf(checkpoint);
  const again = readText(text);
  if (!again.ok) return again;
  if (again.value.extensions.length !== checkpoint.extensions.length) {
    return err(badCheckpoint("a further line holds a line feed"));
  }
  if (signers.length === 0) return err(badCheckpoint("nobody signs it"));
  const bytes = new Uint8Array(toUtf8(text));
  const signatures = await Promise.all(
    signers.map(async ({ name, id, sign }): Promise<NoteSignature> => ({
      name,
      id,
      signature: await sign(bytes),
    })),
  );
  const written = formatNote({ text, signatures });
  const readable = parseNote(written);
  return readable.ok ? ok(written) : readable;
};

/**
 * The checkpoint, if it is of this log and one of the keys that bear the log's name signed it; signatures of others are
 * skipped. Faults
 * audit/bad-note, audit/bad-checkpoint (also for another origin), audit/unsigned-checkpoint.
 */
export const verifyCheckpoint = async (
  written: string,
  origin: string,
  keys: readonly NoteVerifier[],
): Promise<Result<SignedCheckpoint>> => {
  const read = parseCheckpoint(written);
  if (!read.ok) return read;
  const { checkpoint, note } = read.value;
  if (checkpoint.origin !== origin) {
    return err(badCheckpoint(`it is of ${shown(checkpoint.origin)} and not of ${shown(origin)}`));
  }
  const text = new Uint8Array(toUtf8(note.text));
  const signedBy: string[] = [];
  for (const { name, id, signature } of note.signatures) {
    for (const key of keys) {
      // The log signs by its own name; other names are witnesses, who say nothing of what is in it.
      if (name !== origin || key.name !== name || key.id !== id) continue;
      if (signedBy.includes(id)) continue;
      if (await key.verify(text, signature)) signedBy.push(id);
    }
  }
  if (signedBy.length > 0) return ok({ ...checkpoint, signedBy });
  return err(
    fault("audit/unsigned-checkpoint", "No key that is trusted has signed the checkpoint."),
  );
};
