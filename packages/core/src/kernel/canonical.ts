import { fault, type Fault, type PathSegment } from "./fault.ts";
import { err, ok, type Result } from "./result.ts";

const loneSurrogate = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

/**
 * Canonical JSON after RFC 8785 (JCS): keys sorted by UTF-16 code unit, ECMAScript numbers, no white space.
 * Members that are `undefined` are left out. Refuses what JSON cannot say exactly: non-finite numbers, lone
 * surrogates, bigints, functions (`kernel/not-canonical`, path to the member).
 */
export const canonicalJson = (value: unknown): Result<string> => {
  const path: PathSegment[] = [];
  let refused: Fault | undefined;
  const refuse = (why: string): string => {
    refused ??= fault("kernel/not-canonical", `Canonical JSON cannot hold ${why}.`, [...path]);
    return "";
  };
  const text = (from: string): string =>
    loneSurrogate.test(from) ? refuse("a lone surrogate") : JSON.stringify(from);
  const write = (from: unknown): string => {
    if (refused !== undefined) return "";
    if (from === null || typeof from === "boolean") return String(from);
    if (typeof from === "string") return text(from);
    if (typeof from === "number") {
      return Number.isFinite(from) ? JSON.stringify(from) : refuse(`the number ${from}`);
    }
    if (Array.isArray(from)) {
      const items = from.map((item, index) => {
        path.push(index);
        const written = write(item);
        path.pop();
        return written;
      });
      return `[${items.join(",")}]`;
    }
    if (typeof from === "object") {
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
    return refuse(`a ${typeof from}`);
  };
  const written = write(value);
  return refused === undefined ? ok(written) : err(refused);
};
