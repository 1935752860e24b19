import { checkKeyGrant, checkScopes } from "@ennead/core/access";
import { formatInstant, parseInstant } from "@ennead/core/calendar";
import { err, fault, ok, type Fault, type Result } from "@ennead/core/kernel";

import type { RequestContext } from "../kernel/index.ts";
import type { ApiKey } from "./key.ts";

const day = 86_400_000;

/** How long a key works when nobody says, in milliseconds. */
const usual = 90 * day;

/** The same moment of the next year; of 29 February, a day earlier. */
const yearAfter = (now: number): number => {
  const text = formatInstant(now);
  return parseInstant(`${Number(text.slice(0, 4)) + 1}${text.slice(4)}`) ?? now + 365 * day;
};

const refused = (code: Fault["code"], message: string): Fault[] => [
  fault(code, message, ["expiresAt"]),
];

const expiryFault = (now: number, expiresAt: number, ownEnd: number): Fault[] => {
  if (expiresAt <= now) {
    return refused("access/expiry-in-past", "The key would have expired already.");
  }
  if (expiresAt > yearAfter(now)) {
    return refused("access/expiry-too-late", "A key works for a year at most.");
  }
  return expiresAt > ownEnd
    ? refused("access/grant-exceeds-own", "A key makes none that outlives it.")
    : [];
};

/**
 * A key as it is to be made for the actor himself, or everything that is wrong with it. `ownEnd` is when the key ends by
 * which he came, or infinity.
 */
export const newKeyOf = (
  { model, principal, now }: RequestContext,
  permissions: ReadonlySet<string>,
  ownEnd: number,
  given: {
    readonly id: string;
    readonly prefix: string;
    readonly name: string;
    readonly scopes: readonly string[];
    readonly expiresAt?: string;
  },
): Result<ApiKey, Fault[]> => {
  const known = checkScopes(given.scopes, model.objects, permissions);
  const granted = known.ok ? checkKeyGrant(model, principal, given.scopes) : known;
  const expiresAt =
    given.expiresAt === undefined
      ? Math.min(now + usual, ownEnd)
      : (parseInstant(given.expiresAt) ?? now);
  const faults = [...(granted.ok ? [] : granted.error), ...expiryFault(now, expiresAt, ownEnd)];
  if (faults.length > 0) return err(faults);
  return ok({
    id: given.id,
    version: 1,
    prefix: given.prefix,
    name: given.name,
    userId: principal.actor,
    scopes: [...new Set(given.scopes)].toSorted(),
    madeBy: principal.kind === "apiKey" ? (principal.credential ?? null) : null,
    expiresAt,
    revokedAt: null,
    createdAt: now,
  });
};
