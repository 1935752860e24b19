import type { Instant } from "../kernel/index.ts";
import type { Level } from "./actions.ts";
import { byGrant, byRule, type Decision, type GrantName, type RecordFacts } from "./decision.ts";
import { placeOf } from "./hierarchy.ts";
import type { AccessModel, UserGrant } from "./model.ts";
import type { ObjectGrant } from "./object-grant.ts";
import { isCurrent, shareRank, type RecordShare } from "./share.ts";
import { isInSpans } from "./spans.ts";

/** Whether a user stands above the owner of something, at any height. */
export const isAbove = (
  { managers }: AccessModel,
  { from, to }: UserGrant,
  owner: string | null,
): boolean => {
  if (owner === null || to - from < 2) return false;
  const at = placeOf(managers, owner);
  return from <= at && at < to;
};

/** The shares of a record: its own where they are given, else those among the facts. */
export const sharesOf = (
  model: AccessModel,
  object: string,
  { id, shares }: RecordFacts,
): readonly RecordShare[] | undefined =>
  shares ?? (id === undefined ? undefined : model.shares.get(object)?.get(id));

/** The first share that counts now and reaches the user at the level. */
export const shareReaching = (
  model: AccessModel,
  { targets }: UserGrant,
  object: string,
  record: RecordFacts,
  level: Level,
  now: Instant | undefined,
): RecordShare | null => {
  const shares = sharesOf(model, object, record);
  if (shares === undefined) return null;
  for (const share of shares) {
    if (shareRank[share.access] >= level && targets.has(share.to) && isCurrent(share, now)) {
      return share;
    }
  }
  return null;
};

/** Whether the territories of a user give a record at a level. */
export const isReached = (
  { territories }: AccessModel,
  { reads, edits }: UserGrant,
  territory: string | null | undefined,
  level: Level,
): boolean => {
  const spans = level === 1 ? reads : edits;
  if (level === 3 || spans.length === 0 || territory === null || territory === undefined) {
    return false;
  }
  const at = placeOf(territories, territory);
  return at >= 0 && isInSpans(spans, at);
};

type Reaches = (
  model: AccessModel,
  user: UserGrant,
  grant: ObjectGrant,
  object: string,
  record: RecordFacts,
  level: Level,
  now: Instant | undefined,
) => boolean;

/** Whether each grant by itself gives a record at a level, for explanations. */
export const reachesBy: Readonly<Record<GrantName, Reaches>> = {
  "modify-all": (_model, _user, { wide }) => wide === 3,
  "view-all": (_model, _user, { wide }, _object, _record, level) => level === 1 && wide === 1,
  owner: (_model, user, _grant, _object, { owner }) => owner === user.id,
  manager: (model, user, _grant, _object, { owner }) => isAbove(model, user, owner),
  territory: (model, user, _grant, _object, { territory }, level) =>
    isReached(model, user, territory, level),
  share: (model, user, _grant, object, record, level, now) =>
    shareReaching(model, user, object, record, level, now) !== null,
  default: (_model, _user, { open }, _object, _record, level) => open >= level,
};

/**
 * The first grant by which the user has the record at the level, in the order of `grantNames`, as an answer; else the
 * refusal. Written out, because it is asked for every row: `reachesBy` in order says the same.
 */
export const recordDecision: (...asked: Parameters<Reaches>) => Decision = (
  model,
  user,
  grant,
  object,
  record,
  level,
  now,
) => {
  if (grant.wide >= level) return grant.wide === 3 ? byGrant["modify-all"] : byGrant["view-all"];
  const { owner } = record;
  if (owner === user.id) return byGrant.owner;
  if (isAbove(model, user, owner)) return byGrant.manager;
  if (isReached(model, user, record.territory, level)) return byGrant.territory;
  if (shareReaching(model, user, object, record, level, now) !== null) return byGrant.share;
  return grant.open >= level ? byGrant.default : byRule.scope;
};
