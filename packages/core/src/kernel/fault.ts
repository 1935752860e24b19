import type { Json } from "./json.ts";

/** A step into a value: an object key or an array index. */
export type PathSegment = string | number;

/**
 * A refusal a caller can act on. `code` is `room/kebab-case` and stable; `message` is one English sentence that names
 * the wrong value and what would be right; `path` leads from the root of the refused input to the wrong part.
 */
export interface Fault {
  readonly code: `${string}/${string}`;
  readonly message: string;
  readonly path?: readonly PathSegment[];
  readonly detail?: Readonly<Record<string, Json>>;
}

/** Builds a fault; leave `path` out when the input as a whole is refused. */
export const fault = (
  code: Fault["code"],
  message: string,
  path?: readonly PathSegment[],
  detail?: Fault["detail"],
): Fault => ({
  code,
  message,
  ...(path === undefined ? {} : { path }),
  ...(detail === undefined ? {} : { detail }),
});

/** The path as an RFC 6901 JSON pointer, the form HTTP answers use. The empty path is the empty pointer. */
export const pointerOf = (path: readonly PathSegment[] = []): string =>
  path.map((segment) => `/${String(segment).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
