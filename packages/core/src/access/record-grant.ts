import type { Instant } from "../kernel/index.ts";
import type { Level } from "./actions.ts";
import { grantNames, type GrantName, type RecordFacts } from "./decision.ts";
import { placeOf } from "./hierarchy.ts";
import type { AccessModel, UserGrant } from "./model.ts";
import type { ObjectGrant } from "./object-grant.ts";
import { isCurrent, shareRank, type RecordShare } from "./share.ts";
import { territoryLevel } from "./standing.ts";

/** The level that the org-wide default of an object opens. */
export const defaultLevel = (model: AccessModel, object: string): 0 | 1 | 2 => {
  const open = model.objects.get(object)?.default;
  return open === "edit" ? 2 : open === "read" ? 1 : 0;
};

/** Whether a user stands above the owner of something, at any height. */
export const isAbove = (
  { managers }: AccessModel,
  { standing: { below } }: UserGrant,
  owner: string | null,
): boolean => {
  if (owner === null || below.end - below.start < 2) return false;
  const at = placeOf(managers, owner);
  return below.start <= at && at < below.end;
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
  { standing: { targets } }: UserGrant,
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

/** The grant over all records of an object that comes before a look at the record: of rights, not of the default. */
export const wideRight = (
  { rights }: ObjectGrant,
  level: Level,
): "modify-all" | "view-all" | null => {
  if (rights.has("modifyAll")) return "modify-all";
  return level === 1 && rights.has("viewAll") ? "view-all" : null;
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

/**
 * Whether each grant gives a record at a level. The one place that says who has a record: `can` and `explain` ask here,
 * and `scopeOf` states the same for all records at once.
 */
export const reachesBy: Readonly<Record<GrantName, Reaches>> = {
  "modify-all": (_model, _user, grant, _object, _record, level) =>
    wideRight(grant, level) === "modify-all",
  "view-all": (_model, _user, grant, _object, _record, level) =>
    wideRight(grant, level) === "view-all",
  owner: (_model, user, _grant, _object, { owner }) => owner === user.id,
  manager: (model, user, _grant, _object, { owner }) => isAbove(model, user, owner),
  territory: (model, { standing }, _grant, _object, { territory }, level) =>
    level < 3 && territoryLevel(standing, model.territories, territory) >= level,
  share: (model, user, _grant, object, record, level, now) =>
    shareReaching(model, user, object, record, level, now) !== null,
  default: (model, _user, _grant, object, _record, level) => defaultLevel(model, object) >= level,
};

/** The first grant by which the user has the record at the level, in the order of `grantNames`; null when there is none. */
export const recordGrant = (
  model: AccessModel,
  user: UserGrant,
  grant: ObjectGrant,
  object: string,
  record: RecordFacts,
  level: Level,
  now: Instant | undefined,
): GrantName | null => {
  for (const name of grantNames) {
    if (reachesBy[name](model, user, grant, object, record, level, now)) return name;
  }
  return null;
};
