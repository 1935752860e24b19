import type { Instant } from "../kernel/index.ts";
import type { Level } from "./actions.ts";
import type { GrantName, RecordFacts } from "./decision.ts";
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

/** Whether a share that counts now reaches the user at the level. */
const isShared = (
  model: AccessModel,
  { standing: { targets } }: UserGrant,
  object: string,
  record: RecordFacts,
  level: Level,
  now: Instant | undefined,
): boolean => {
  const shares = sharesOf(model, object, record);
  if (shares === undefined) return false;
  for (const share of shares) {
    if (shareRank[share.access] >= level && targets.has(share.to) && isCurrent(share, now)) {
      return true;
    }
  }
  return false;
};

/** The grant over all records of an object that comes before a look at the record: of rights, not of the default. */
export const wideRight = (
  { rights }: ObjectGrant,
  level: Level,
): "modify-all" | "view-all" | null => {
  if (rights.has("modifyAll")) return "modify-all";
  return level === 1 && rights.has("viewAll") ? "view-all" : null;
};

/**
 * The first grant by which the user has the record at the level, in the order of `grantNames`; null when there is none.
 * The one place that says who has a record: `can` asks it here, `scopeOf` states the same for all records at once.
 */
export const recordGrant = (
  model: AccessModel,
  user: UserGrant,
  grant: ObjectGrant,
  object: string,
  record: RecordFacts,
  level: Level,
  now: Instant | undefined,
): GrantName | null => {
  const wide = wideRight(grant, level);
  if (wide !== null) return wide;
  if (record.owner === user.id) return "owner";
  if (isAbove(model, user, record.owner)) return "manager";
  if (level < 3 && territoryLevel(user.standing, model.territories, record.territory) >= level) {
    return "territory";
  }
  if (isShared(model, user, object, record, level, now)) return "share";
  return defaultLevel(model, object) >= level ? "default" : null;
};
