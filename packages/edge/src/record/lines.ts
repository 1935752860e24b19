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
export const longestLine = 1024 * 1024;

const newline = 10;

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
 * JSON, no UTF-8 or too long comes with a fault and stops nothing: the rest of a long one is skipped unread.
 */
export async function* readLines(stream: ReadableStream<Uint8Array>): AsyncGenerator<Line> {
  const reader = stream.getReader();
  let pending: Uint8Array[] = [];
  let size = 0;
  let number = 0;
  const take = (): Line | undefined => {
    number += 1;
    const tooLong = size > longestLine;
    const bytes = new Uint8Array(tooLong ? 0 : size);
    let at = 0;
    for (const chunk of tooLong ? [] : pending) {
      bytes.set(chunk, at);
      at += chunk.length;
    }
    const total = size;
    pending = [];
    size = 0;
    if (tooLong) {
      return {
        line: number,
        bytes: total,
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
      // eslint-disable-next-line no-await-in-loop -- a stream is read chunk by chunk
      const { done, value } = await reader.read();
      if (done) break;
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
