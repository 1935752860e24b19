import type { Json } from "../kernel/index.ts";
import { jsonEqual } from "./json-equal.ts";

type Scalar = string | number | boolean | null;

/** Members an event must have: each equal, an array meaning one of. A member the event lacks counts as null. */
export type Match = { readonly [member: string]: Scalar | readonly Scalar[] };

/** The own member of an event; null where it has none. */
export const memberOf = (event: object, name: string): Json =>
  Object.hasOwn(event, name) ? ((event as { readonly [name: string]: Json })[name] ?? null) : null;

/** Whether an event has every member of a match; `{}` fits all. */
export const isMatch = (match: Match, event: object): boolean =>
  Object.entries(match).every(([name, wanted]) => {
    const found = memberOf(event, name);
    return Array.isArray(wanted)
      ? (wanted as readonly Scalar[]).some((one) => jsonEqual(one, found))
      : jsonEqual(wanted as Scalar, found);
  });
