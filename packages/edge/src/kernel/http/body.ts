import { err, fault, ok, type Fault, type Result } from "@ennead/core/kernel";

/** How large a JSON body may be. */
export const bodyLimits = { bytes: 1024 * 1024, depth: 64, keys: 10_000 } as const;

const tooLarge = (bytes: number): { ok: false; error: Fault } =>
  err(fault("kernel/too-large", `A body has at most ${bytes} bytes.`));

/** Whether a JSON value stays within the limits of depth and of keys. Walks without recursion: a hostile body is deep. */
const isModest = (value: unknown): boolean => {
  let keys = 0;
  const open: [unknown, number][] = [[value, 1]];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [one, depth] = next;
    if (typeof one !== "object" || one === null) continue;
    if (depth > bodyLimits.depth) return false;
    const members: unknown[] = Array.isArray(one) ? one : Object.values(one);
    keys += members.length;
    if (keys > bodyLimits.keys) return false;
    for (const member of members) open.push([member, depth + 1]);
  }
  return true;
};

const mediaType = (header: string | null): string =>
  (header ?? "").split(";")[0]?.trim().toLowerCase() ?? "";

/** Refuses a body of another media type or with a content encoding: `kernel/unsupported-media`. */
export const checkMedia = (headers: Headers, media: readonly string[]): Result<null> => {
  const encoding = headers.get("content-encoding");
  if (encoding !== null && encoding.toLowerCase() !== "identity") {
    return err(fault("kernel/unsupported-media", "Send the body without a content encoding."));
  }
  const type = mediaType(headers.get("content-type"));
  return media.includes(type)
    ? ok(null)
    : err(fault("kernel/unsupported-media", `Send the body as ${media[0]}.`));
};

/** The next chunk; a rejection once the signal is aborted, however long the sender stays silent. */
const nextChunk = async (
  reader: ReadableStreamDefaultReader<Uint8Array>,
  signal: AbortSignal,
): Promise<ReadableStreamReadResult<Uint8Array>> => {
  signal.throwIfAborted();
  let leave: (() => void) | undefined;
  const overdue = new Promise<never>((_resolve, reject) => {
    leave = () => reject(signal.reason as Error);
    signal.addEventListener("abort", leave, { once: true });
  });
  try {
    return await Promise.race([reader.read(), overdue]);
  } finally {
    if (leave !== undefined) signal.removeEventListener("abort", leave);
  }
};

/**
 * Reads a stream to its end, or gives up: `kernel/too-large` once it is longer than `most` bytes, `kernel/bad-request`
 * when it breaks off. Rejects with the signal's reason when that is aborted.
 */
const readAll = async (
  stream: ReadableStream<Uint8Array>,
  most: number,
  signal: AbortSignal,
): Promise<Result<Uint8Array<ArrayBuffer>>> => {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = stream.getReader();
  for (;;) {
    let next: ReadableStreamReadResult<Uint8Array>;
    try {
      next = await nextChunk(reader, signal);
    } catch (error) {
      void reader.cancel().catch(() => undefined);
      if (signal.aborted) throw error;
      return err(fault("kernel/bad-request", "The body broke off before its end."));
    }
    const { done, value } = next;
    if (done) break;
    length += value.length;
    if (length > most) {
      void reader.cancel().catch(() => undefined);
      return tooLarge(most);
    }
    chunks.push(value);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return ok(bytes);
};

export interface JsonBody {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly value: unknown;
}

/**
 * The JSON body of a request, within the limits. An empty body is the value undefined. Faults: `kernel/too-large`,
 * `kernel/unsupported-media`, `kernel/bad-json`, `kernel/too-deep`; `signal` bounds the time.
 */
export const readJson = async (
  request: Request,
  signal: AbortSignal,
): Promise<Result<JsonBody>> => {
  if (Number(request.headers.get("content-length") ?? 0) > bodyLimits.bytes) {
    return tooLarge(bodyLimits.bytes);
  }
  if (request.bodyUsed) {
    return err(fault("kernel/bad-request", "The host has read the body before passing it on."));
  }
  if (request.body === null) return ok({ bytes: new Uint8Array(), value: undefined });
  const bytes = await readAll(request.body, bodyLimits.bytes, signal);
  if (!bytes.ok) return bytes;
  if (bytes.value.length === 0) return ok({ bytes: bytes.value, value: undefined });
  const media = checkMedia(request.headers, ["application/json", "application/merge-patch+json"]);
  if (!media.ok) return media;
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes.value));
  } catch {
    return err(fault("kernel/bad-json", "The body is no JSON in UTF-8."));
  }
  return isModest(value)
    ? ok({ bytes: bytes.value, value })
    : err(
        fault(
          "kernel/too-deep",
          `A body is at most ${bodyLimits.depth} levels deep and has ${bodyLimits.keys} members.`,
        ),
      );
};
