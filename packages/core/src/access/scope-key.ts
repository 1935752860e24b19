import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";

import type { RecordScope, Scope } from "./scope.ts";

/** A scope without its moment, which is another one at each request. */
const withoutMoment = ({ and, ...scope }: RecordScope): unknown => ({
  ...scope,
  now: null,
  ...(and === undefined ? {} : { and: withoutMoment(and) }),
});

/**
 * A short text that is equal for equal scopes and differs for others: part of the key of a cache or a cursor. It says by
 * whom shares reach the subject, and neither which records are shared nor what has ended since: whoever caches the
 * records themselves must add that.
 */
export const scopeKey = (scope: Scope): string =>
  typeof scope === "string"
    ? scope
    : bytesToHex(sha256(utf8ToBytes(JSON.stringify(withoutMoment(scope))))).slice(0, 32);
