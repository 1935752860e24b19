import type { RecordFacts } from "./decision.ts";
import type { RecordScope, Scope } from "./scope.ts";
import { isCurrent, shareRank } from "./share.ts";

const matcherOf = (scope: RecordScope): ((record: RecordFacts) => boolean) => {
  const owners = new Set<string>(scope.owners);
  const territories = new Set(scope.territories);
  const targets = new Set(scope.sharedTo);
  const { hold, frozen, requesters, records } = scope.except;
  const denied = new Set(records);
  const now = scope.now ?? undefined;
  const isReached = ({ owner, territory, shares }: RecordFacts): boolean =>
    scope.all ||
    (owner !== null && owners.has(owner)) ||
    (territory !== null && territory !== undefined && territories.has(territory)) ||
    shares?.some(
      (share) =>
        shareRank[share.access] >= scope.level && targets.has(share.to) && isCurrent(share, now),
    ) === true;
  const isTaken = (record: RecordFacts): boolean =>
    (hold && record.hold === true) ||
    (frozen && record.frozen === true) ||
    requesters.some((requester) => requester === record.requester) ||
    (record.id !== undefined && denied.has(record.id));
  const also = scope.and === undefined ? undefined : matcherOf(scope.and);
  return (record) =>
    record.company === scope.company &&
    isReached(record) &&
    !isTaken(record) &&
    also?.(record) !== false;
};

/**
 * The scope as a test of records at hand, for many of them; each needs its own `shares`. Records are of the company the
 * scope was made for.
 */
export const scopeMatcher = (scope: Scope): ((record: RecordFacts) => boolean) =>
  typeof scope === "string" ? () => scope === "all" : matcherOf(scope);

/** Whether one record at hand is in the scope. */
export const inScope = (scope: Scope, record: RecordFacts): boolean => scopeMatcher(scope)(record);
