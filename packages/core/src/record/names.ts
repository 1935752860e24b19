// System columns of every record, and keys that would reach the prototype of a plain object.
const reserved: ReadonlySet<string> = new Set([
  "id",
  "externalId",
  "ownerId",
  "owner",
  "createdAt",
  "updatedAt",
  "object",
  "version",
  "__proto__",
  "constructor",
  "prototype",
]);

/** Whether a field may not have this name, because records or JavaScript use it already. */
export const isReservedName = (name: string): boolean => reserved.has(name);

/** A field name: a letter, then letters, digits and underscores; at most 64. */
export const fieldName: RegExp = /^[A-Za-z][A-Za-z0-9_]{0,63}$/;

/** An object name: like a field name, with an optional room in front (`territory.model`). */
export const objectName: RegExp = /^(?:[a-z][a-z0-9-]{0,31}\.)?[A-Za-z][A-Za-z0-9_]{0,63}$/;
