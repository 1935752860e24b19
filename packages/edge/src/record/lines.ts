import { fault, type Fault } from "@ennead/core/kernel";

/** One line of an NDJSON body: its number from 1, its size, and its value or why it has none. */
export interface Line {
  readonly line: number;
  readonly bytes: number;
  /** The text as sent; empty for a line that could not be read. */
  readonly text: string;
  readonly value?: unknown;
  readonly fault?: Fault;
}

/** The longest line that is read, in bytes. */
const longestLine = 1024 * 1024;

/** The longest body that is read, in bytes, and the longest silence within it, in milliseconds. */
const bodyLimits = { bytes: 256 * 1024 * 1024, silence: 30_000 } as const;

/** The sender of a load left or fell silent. */
export class BrokenLoad extends Error {
  override readonly name = "BrokenLoad";
}

const newline = 10;

/** The next chunk, or a rejection when the sender falls silent. */
const nextChunk = async (
  reader: ReadableStreamDefaultReader<Uint8Array>,
): Promise<ReadableStreamReadResult<Uint8Array>> => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const silence = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new BrokenLoad("The sender fell silent.")), bodyLimits.silence);
  });
  try {
    return await Promise.race([reader.read(), silence]);
  } catch (error) {
    throw error instanceof BrokenLoad
      ? error
      : new BrokenLoad("The sender left.", { cause: error });
  } finally {
    clearTimeout(timer);
  }
};

const decoder = new TextDecoder("utf-8", { fatal: true });

const readLine = (line: number, bytes: Uint8Array): Line => {
  const size = bytes.length;
  let text: string;
  try {
    text = decoder.decode(bytes);
  } catch {
    return {
      line,
      bytes: size,
      text: "",
      fault: fault("kernel/bad-encoding", "The line is no UTF-8."),
    };
  }
  try {
    return { line, bytes: size, text, value: JSON.parse(text) as unknown };
  } catch {
    return { line, bytes: size, text, fault: fault("kernel/bad-json", "The line is no JSON.") };
  }
};

const isBlank = (bytes: Uint8Array): boolean =>
  bytes.every((byte) => byte === 32 || byte === 9 || byte === 13);

/**
 * The lines of a stream, read only as fast as they are taken. Blank lines count and are left out. A line that is no
 * JSON, no UTF-8 or too long comes with a fault and stops nothing: the rest of a long one is skipped unread. A body that is
 * too long ends with a fault; a sender who leaves or falls silent for
 * too long rejects with `BrokenLoad`.
 */
export async function* readLines(stream: ReadableStream<Uint8Array>): AsyncGenerator<Line> {
  const reader = stream.getReader();
  let pending: Uint8Array[] = [];
  let size = 0;
  let number = 0;
  let total = 0;
  const take = (): Line | undefined => {
    number += 1;
    const tooLong = size > longestLine;
    const bytes = new Uint8Array(tooLong ? 0 : size);
    let at = 0;
    for (const chunk of tooLong ? [] : pending) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
    const length = size;
    pending = [];
    size = 0;
    if (tooLong) {
      return {
        line: number,
        bytes: length,
        text: "",
        fault: fault("kernel/too-large", `A line has at most ${longestLine} bytes.`),
      };
    }
    return isBlank(bytes) ? undefined : readLine(number, bytes);
  };
  const keep = (chunk: Uint8Array): void => {
    size += chunk.length;
    if (size > longestLine) pending = [];
    else if (chunk.length > 0) pending.push(chunk);
  };
  try {
    for (;;) {
      const { done, value } = await nextChunk(reader);
      if (done) break;
      total += value.length;
      if (total > bodyLimits.bytes) {
        const told = fault("kernel/too-large", `A load has at most ${bodyLimits.bytes} bytes.`);
        yield { line: number + 1, bytes: 0, text: "", fault: told };
        return;
      }
      let from = 0;
      for (let at = value.indexOf(newline); at >= 0; at = value.indexOf(newline, from)) {
        keep(value.subarray(from, at));
        from = at + 1;
        const line = take();
        if (line !== undefined) yield line;
      }
      keep(value.slice(from));
    }
    if (size > 0) {
      const line = take();
      if (line !== undefined) yield line;
    }
  } finally {
    void reader.cancel().catch(() => undefined);
  }
}
