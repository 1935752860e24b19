import { fault, type Fault, type PathSegment } from "./fault.ts";
import { err, ok, type Result } from "./result.ts";
import { isWellFormed } from "./text.ts";

/** Deeper values, and values that hold themselves, would exhaust the stack. */
const deepest = 1_000;

/** Whether the object is all that its own keys say: dates, maps and the like would be written as `{}`. */
const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return (
    prototype === null ||
    prototype === Object.prototype ||
    // The plain objects of another realm.
    Object.getPrototypeOf(prototype) === null
  );
};

/**
 * Canonical JSON after RFC 8785 (JCS): keys sorted by UTF-16 code unit, ECMAScript numbers, no white space.
 * Members that are `undefined` are left out. Refuses what JSON cannot say exactly: non-finite numbers, lone surrogates,
 * bigints, functions, class instances, holes of arrays, and more than 1,000 levels (`kernel/not-canonical`, path to the
 * member).
 */
export const canonicalJson = (value: unknown): Result<string> => {
  const path: PathSegment[] = [];
  let refused: Fault | undefined;
  const refuse = (why: string): string => {
    refused ??= fault("kernel/not-canonical", `Canonical JSON cannot hold ${why}.`, [...path]);
    return "";
  };
  const text = (from: string): string =>
    isWellFormed(from) ? JSON.stringify(from) : refuse("a lone surrogate");
  const write = (from: unknown): string => {
    if (refused !== undefined) return "";
    if (from === null || typeof from === "boolean") return String(from);
    if (typeof from === "string") return text(from);
    if (typeof from === "number") {
      return Number.isFinite(from) ? JSON.stringify(from) : refuse(`the number ${from}`);
    }
    if (typeof from === "object" && path.length > deepest) {
      return refuse(`more than ${deepest} levels`);
    }
    if (Array.isArray(from)) {
      const items: string[] = [];
      for (const [index, item] of from.entries()) {
        path.push(index);
        items.push(write(item));
        path.pop();
      }
      return `[${items.join(",")}]`;
    }
    if (typeof from === "object") {
      if (!isPlain(from)) return refuse("an instance of a class");
      const members: string[] = [];
      // eslint-disable-next-line unicorn/no-array-sort -- a fresh array; code-unit order is what RFC 8785 asks for
      for (const key of Object.keys(from).sort()) {
        const member = (from as Record<string, unknown>)[key];
        if (member === undefined) continue;
        path.push(key);
        members.push(`${text(key)}:${write(member)}`);
        path.pop();
      }
      return `{${members.join(",")}}`;
    }
    return refuse(`a value of type ${typeof from}`);
  };
  const written = write(value);
  return refused === undefined ? ok(written) : err(refused);
};
