import { err, fault, ok, type Result } from "@ennead/core/kernel";

import type { SqlValue } from "../db/sql.ts";
import { base64Url } from "../keys/digest.ts";
import type { KeyRing } from "../keys/keys.ts";

/** Where a page of a keyset list ended: the sort values of its last row, and its id. */
export interface Position {
  readonly values: readonly SqlValue[];
  readonly id: string;
}

/**
 * The one codec of list cursors. A cursor is bound to a context (list, sort, filter, actor) and to the permission stamp
 * it was written under, and signed: it cannot be made up, nor used for another list or by somebody else.
 */
export interface Cursors {
  readonly write: (context: string, stamp: number, position: Position) => Promise<string>;
  /**
   * Refuses anything that was not written for this very context: `kernel/bad-cursor`; and what was written under other
   * permissions, because the rows before it may not be those that the actor would see now: `access/scope-changed`.
   */
  readonly read: (context: string, stamp: number, cursor: string) => Promise<Result<Position>>;
}

const encode = (text: string): string => base64Url(new TextEncoder().encode(text));

const decode = (text: string): string =>
  new TextDecoder().decode(
    Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) =>
      one.charCodeAt(0),
    ),
  );

// Blobs stand for the empty value, which sorts after everything else.
const toJson = (value: SqlValue): unknown => {
  if (value instanceof Uint8Array) return { empty: true };
  return typeof value === "bigint" ? { int: String(value) } : value;
};

const fromJson = (value: unknown): SqlValue => {
  if (typeof value === "string" || typeof value === "number" || value === null) return value;
  if (typeof value === "object" && "int" in value) return BigInt(String(value.int));
  return new Uint8Array(0);
};

/** Characters of the longest cursor: four texts of 255 characters, each written as an escape. */
export const longestCursor = 12_288;

/** The codec over the host's key ring. */
export const cursors = (keys: KeyRing): Cursors => {
  const refused = err(
    fault("kernel/bad-cursor", "The cursor does not belong to this list; begin without one.", [
      "cursor",
    ]),
  );
  const changed = err(
    fault(
      "access/scope-changed",
      "What you may see has changed since this list was begun; begin again.",
      ["cursor"],
    ),
  );
  return {
    write: async (context, stamp, { values, id }) => {
      const text = JSON.stringify([values.map(toJson), id, stamp]);
      return `${encode(text)}.${await keys.sign("cursor", `${context}\n${text}`)}`;
    },
    read: async (context, stamp, cursor) => {
      const [body = "", ...signature] = cursor.split(".");
      if (!/^[A-Za-z0-9_-]+$/.test(body) || cursor.length > longestCursor) return refused;
      try {
        const text = decode(body);
        if (!(await keys.verify("cursor", `${context}\n${text}`, signature.join(".")))) {
          return refused;
        }
        const [values, id, written] = JSON.parse(text) as [unknown[], string, number];
        if (written !== stamp) return changed;
        return ok({ values: values.map(fromJson), id });
      } catch {
        return refused;
      }
    },
  };
};
