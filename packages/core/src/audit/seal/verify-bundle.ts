import { err, type Result } from "../../kernel/index.ts";
import { BundleCheck } from "./bundle-check.ts";
import type { BundleFault, SoundBundle } from "./bundle-verdict.ts";
import { sha256, type Sha256 } from "./hash.ts";
import { LineCutter } from "./lines.ts";
import type { NoteVerifier } from "./note-key.ts";

/** How far a verification is. */
export interface BundleProgress {
  readonly bytes: number;
  readonly events: number;
  /** Size of the log at the checkpoint, once that is known. */
  readonly size: number | undefined;
}

/** What a bundle is checked by. */
export interface BundleOptions {
  /** The log it must be of. */
  readonly origin: string;
  /** Keys of the log that are trusted, from elsewhere than from the bundle. */
  readonly keys: readonly NoteVerifier[];
  readonly hash?: Sha256;
  /** Called after each piece of the file and waited for; what it throws ends the verification. */
  readonly onProgress?: (progress: BundleProgress) => void | Promise<void>;
}

/** A stream of the platform, such as a file's or a response's; not every browser can iterate over one. */
export interface ByteStream {
  getReader(): {
    read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
    cancel(): Promise<void>;
  };
}

/** Where the bytes of a file come from. */
export type Pieces = AsyncIterable<Uint8Array> | Iterable<Uint8Array> | ByteStream;

async function* piecesOf(stream: ByteStream): AsyncGenerator<Uint8Array, void, undefined> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      if (value !== undefined) yield value;
    }
  } finally {
    // Whoever stops early wants nothing more; a stream at its end is not affected.
    await reader.cancel();
  }
}

/**
 * Verifies a bundle as it comes, in memory that does not grow with it: signatures first, then event by event, then
 * segments, then checkpoints. The pieces of the file (`file.stream()` of a browser, a stream of a server) may end
 * anywhere; their bytes must not be changed meanwhile. Needs no server and nothing but the keys.
 */
export const verifyBundle = async (
  pieces: Pieces,
  { origin, keys, hash = sha256, onProgress }: BundleOptions,
): Promise<Result<SoundBundle, BundleFault>> => {
  const check = new BundleCheck(origin, keys, hash);
  const cutter = new LineCutter();
  let bytes = 0;
  for await (const piece of "getReader" in pieces ? piecesOf(pieces) : pieces) {
    bytes += piece.length;
    for (const line of cutter.cut(piece)) {
      const found = check.take(line);
      // Waiting for what is known already would cost a turn of the loop for each event.
      const fault = found instanceof Promise ? await found : found;
      if (fault !== undefined) return err(fault);
    }
    await onProgress?.({ bytes, events: check.events, size: check.size });
  }
  return check.finish(cutter.held);
};
