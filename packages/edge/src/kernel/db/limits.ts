import type { Statement } from "./sql.ts";

/** Bytes of one bound value: a server refuses a row of about 4 MiB, after everything was sent to it. */
export const mostBytes = 4_000_000;

/** Statements of one batch. It is refused beyond, never split: a batch is all or nothing. */
export const mostStatements = 10_000;

/** Values of one statement, by SQLite's own limit. */
export const mostValues = 32_766;

/** A batch that no database would take. Nothing of it was sent. */
export class TooLarge extends Error {
  constructor(message: string) {
    super(message);
    this.name = "TooLarge";
  }
}

const bytesOf = (value: Statement["args"][number]): number => {
  if (typeof value === "string") {
    // Three bytes a unit at the most: only what could be too long is counted.
    return value.length * 3 <= mostBytes ? 0 : new TextEncoder().encode(value).byteLength;
  }
  return value instanceof ArrayBuffer || ArrayBuffer.isView(value) ? value.byteLength : 0;
};

/** Throws `TooLarge` on what a database would refuse for its size. */
export const checkSize = (statements: readonly Statement[]): void => {
  if (statements.length > mostStatements) {
    throw new TooLarge(`A batch takes ${mostStatements} statements, not ${statements.length}.`);
  }
  for (const { args } of statements) {
    if (args.length > mostValues) {
      throw new TooLarge(`A statement takes ${mostValues} values, not ${args.length}.`);
    }
    for (const value of args) {
      const bytes = bytesOf(value);
      if (bytes > mostBytes) throw new TooLarge(`A value takes ${mostBytes} bytes, not ${bytes}.`);
    }
  }
};
