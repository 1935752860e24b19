import { err, fault, ok, type Fault, type Result } from "@ennead/core/kernel";

export const tooLarge = (bytes: number): { ok: false; error: Fault } =>
  err(fault("kernel/too-large", `A body has at most ${bytes} bytes.`));

const joined = (chunks: readonly Uint8Array[], length: number): Uint8Array => {
  const [first] = chunks;
  if (first !== undefined && chunks.length === 1) return first;
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
};

/**
 * Reads a stream to its end, or gives up: `kernel/too-large` once it is longer than `most` bytes, `kernel/bad-request`
 * when it breaks off. Rejects with the signal's reason when that is aborted, however long the sender stays silent.
 */
export const readBytes = async (
  stream: ReadableStream<Uint8Array>,
  most: number,
  signal: AbortSignal,
): Promise<Result<Uint8Array>> => {
  const reader = stream.getReader();
  const giveUp = (): void => void reader.cancel().catch(() => undefined);
  const chunks: Uint8Array[] = [];
  let length = 0;
  signal.addEventListener("abort", giveUp, { once: true });
  try {
    for (;;) {
      signal.throwIfAborted();
      const { done, value } = await reader.read();
      if (done) break;
      length += value.length;
      if (length > most) {
        giveUp();
        return tooLarge(most);
      }
      chunks.push(value);
    }
  } catch {
    signal.throwIfAborted();
    return err(fault("kernel/bad-request", "The body broke off before its end."));
  } finally {
    signal.removeEventListener("abort", giveUp);
  }
  // A reader that was cancelled tells of an end as well.
  signal.throwIfAborted();
  return ok(joined(chunks, length));
};
