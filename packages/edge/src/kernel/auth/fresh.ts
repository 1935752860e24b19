import type { Obligations, Principal } from "@ennead/core/access";
import { fault, type Fault } from "@ennead/core/kernel";

/** For how many milliseconds a credential counts as a fresh proof of who one is. */
const freshFor = 10 * 60_000;

/**
 * Whether the actor has signed in a short while ago. A key, and whatever does not say when it was issued, never is fresh;
 * acting as somebody else proves nothing of him.
 */
export const isFresh = ({ kind, issuedAt, now, impersonation }: Principal): boolean =>
  kind === "user" &&
  impersonation === undefined &&
  issuedAt !== undefined &&
  now !== undefined &&
  now - issuedAt < freshFor;

/** Why an action that takes a fresh sign-in is refused, or null. */
export const stepUpFault = (
  obligations: Obligations | undefined,
  principal: Principal,
): Fault | null =>
  obligations?.stepUp === true && !isFresh(principal)
    ? fault("access/obligation-unmet", "This takes a fresh sign-in.", undefined, {
        obligation: "stepUp",
      })
    : null;
