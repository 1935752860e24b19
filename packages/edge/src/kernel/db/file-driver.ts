import type { Row, Rows } from "./db.ts";
import type { SqlValue, Statement } from "./sql.ts";

/** One connection to a file. Everything is done before it answers: nothing of this process comes in between. */
export interface FileConnection {
  /** Runs one statement. Throws what SQLite says, with its code. */
  readonly run: (statement: Statement) => Rows;
  /** `begin`, `commit`, `rollback`: SQL text that answers nothing and is not kept. */
  readonly tell: (text: string) => void;
  readonly inTransaction: () => boolean;
  readonly close: () => void;
}

/** What of the native statement is used. */
interface Native {
  run(args: readonly unknown[]): { readonly changes: number };
  all(args: readonly unknown[]): unknown[];
  columns(): readonly { readonly name: string }[];
  raw(on: boolean): unknown;
  safeIntegers(on: boolean): unknown;
}

interface Prepared {
  readonly native: Native;
  /** Names of its columns; undefined where it answers no rows. */
  names: Names | undefined;
  /** Values it was first bound to. Fewer would leave those of the last caller in place. */
  readonly values: number;
  /** Whether its columns follow the schema, which other connections change, too. */
  readonly open: boolean;
}

/** Statements that are kept. The edge has about a hundred; one with triggers takes some ten kilobytes. */
const mostKept = 200;

/** Characters of a text that is kept, and of the values it is bound to: longer ones cost more to run than to prepare. */
const longestText = 8_000;
const mostBound = 16_384;

/** What is worth keeping. A pragma may act while it is prepared; all else changes the schema. */
const kept = /^\s*(?:select|insert|update|delete|with|values|replace)\b/i;

const least = -(2n ** 63n);
const most = 2n ** 63n - 1n;

/** The native code ends the process on a value of a kind that it does not know, so none is passed on. */
const bound = (value: unknown): unknown => {
  switch (typeof value) {
    case "string":
      return value;
    case "number":
      if (Number.isFinite(value)) return value;
      throw new RangeError(`${value} cannot be bound: only finite numbers are stored.`);
    case "bigint":
      if (value >= least && value <= most) return value;
      throw new RangeError(`${value} cannot be bound: a whole number takes 64 bits.`);
    case "boolean":
      return value ? 1 : 0;
    default:
      if (value === null || value instanceof Uint8Array) return value;
      if (value instanceof ArrayBuffer) return new Uint8Array(value);
      throw new TypeError(`A value of type ${typeof value} cannot be bound.`);
  }
};

const given = (value: unknown): SqlValue => {
  if (typeof value === "bigint") {
    const whole = Number(value);
    if (Number.isSafeInteger(whole)) return whole;
    throw new RangeError("Received an integer that cannot be represented as a number.");
  }
  if (value instanceof Uint8Array) {
    // Blobs are array buffers, as a server sends them.
    const { buffer, byteOffset, byteLength } = value;
    const exact = byteLength === buffer.byteLength;
    return (exact ? buffer : buffer.slice(byteOffset, byteOffset + byteLength)) as never;
  }
  return value as SqlValue;
};

type Names = readonly (string | undefined)[];

/** Names of the columns of a row. Of two columns of one name the first one counts. */
const namesOf = (native: Native): Names =>
  native
    .columns()
    .map(({ name }, at, all) =>
      all.findIndex((other) => other.name === name) === at ? name : undefined,
    );

const rowOf = (names: Names, values: readonly unknown[]): Row => {
  const row: Record<string, SqlValue> = {};
  for (const [at, name] of names.entries()) {
    if (name !== undefined) row[name] = given(values[at]);
  }
  return row;
};

const lengthOf = (value: unknown): number =>
  typeof value === "string" ? value.length : value instanceof Uint8Array ? value.byteLength : 8;

/**
 * Opens a file by the native package that `@libsql/client` itself stands on. That client prepares every statement anew,
 * and with it all triggers that it could fire; here prepared statements are kept by their text. `path` is a path, or
 * `file::memory:`. The package is loaded here and not before, so that what only asks servers needs no native code.
 */
export const openFile = async (path: string): Promise<FileConnection> => {
  const { default: Native } = await import("libsql");
  // Who finds the file locked is told at once: waiting in here would hold up the whole process.
  const database = new Native(path, { timeout: 0 });
  const statements = new Map<string, Prepared>();
  let closed = false;

  const prepare = (sql: string, values: number): Prepared => {
    const native = database.prepare(sql) as unknown as Native;
    native.safeIntegers(true);
    try {
      native.raw(true);
    } catch {
      // It throws for a statement that answers no rows.
      return { native, names: undefined, values, open: false };
    }
    return { native, names: namesOf(native), values, open: sql.includes("*") };
  };

  const prepared = (sql: string, args: readonly unknown[]): Prepared => {
    const found = statements.get(sql);
    if (found !== undefined && found.values === args.length) {
      // The newest stands last.
      statements.delete(sql);
      statements.set(sql, found);
      return found;
    }
    const fresh = prepare(sql, args.length);
    if (!kept.test(sql)) statements.clear();
    else if (sql.length <= longestText) {
      let length = 0;
      for (const value of args) length += lengthOf(value);
      if (length <= mostBound) {
        statements.set(sql, fresh);
        if (statements.size > mostKept) statements.delete(statements.keys().next().value ?? "");
      }
    }
    return fresh;
  };

  return {
    run: ({ sql, args }) => {
      const values = args.map(bound);
      const statement = prepared(sql, values);
      if (statement.names === undefined) {
        return { rows: [], changes: statement.native.run(values).changes };
      }
      const found = statement.native.all(values) as (readonly unknown[])[];
      if (statement.open) statement.names = namesOf(statement.native);
      const { names } = statement;
      return { rows: found.map((row) => rowOf(names, row)), changes: 0 };
    },
    tell: (text) => {
      database.exec(text);
    },
    // A closed one must not be asked: the native code would end the process.
    inTransaction: () => !closed && database.inTransaction,
    close: () => {
      if (closed) return;
      closed = true;
      statements.clear();
      database.close();
    },
  };
};
