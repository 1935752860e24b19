import type { CompanyId, Instant, UserId } from "../kernel/index.ts";
import { idsIn, type Range } from "../tree/index.ts";
import { neededLevel, type Action, type Level } from "./actions.ts";
import { objectGrant } from "./can.ts";
import { deniesOf, explicitDeny } from "./denies.ts";
import type { AccessModel } from "./model.ts";
import type { Principal } from "./principal.ts";
import { rangesOf } from "./spans.ts";
import { delegatesOf, isDecision, isDelegated, partiesOf, type Parties } from "./subject.ts";

/** What is taken away from whatever else a scope reaches. */
export interface ScopeExceptions {
  /** Records under legal hold. */
  readonly hold: boolean;
  /** Records that are frozen. */
  readonly frozen: boolean;
  /** Records that one of these asked for. */
  readonly requesters: readonly UserId[];
  /** Records by id. */
  readonly records: readonly string[];
}

/** Records by what reaches them; data, without functions. One reason is enough, and none of the exceptions may hold. */
export interface RecordScope {
  readonly company: CompanyId;
  readonly object: string;
  /** How much of a record a share must give. */
  readonly level: Level;
  /** The moment by which shares have ended; null: only those that never end count. */
  readonly now: Instant | null;
  /** Whether every record is reached, so that only exceptions are left to ask. */
  readonly all: boolean;
  /** Owners whose records are reached: the subject and all below him. */
  readonly owners: readonly UserId[];
  /** The same as places in the tree of managers. */
  readonly ownerRanges: readonly Range[];
  /** Territories whose records are reached. */
  readonly territories: readonly string[];
  /** The same as places in the tree of territories. */
  readonly territoryRanges: readonly Range[];
  /** By which shares reach the subject. */
  readonly sharedTo: readonly string[];
  readonly except: ScopeExceptions;
  /** In a delegation: the scope of the other person, which must reach the record too. */
  readonly and?: RecordScope;
}

/** Which records of an object an action may touch: all of the company, none, or those that something reaches. */
export type Scope = "all" | "none" | RecordScope;

const nobody: readonly never[] = [];

const takesAway = ({ hold, frozen, requesters, records }: ScopeExceptions): boolean =>
  hold || frozen || requesters.length > 0 || records.length > 0;

/** The denies of single records that cover the parties, as ids. */
const deniedRecords = (
  model: AccessModel,
  { actor, subject }: Parties,
  object: string,
  action: Action,
): readonly string[] => {
  const denies = deniesOf(model, actor, subject);
  if (denies.length === 0) return nobody;
  const ids = denies.flatMap((deny) =>
    deny.record !== undefined &&
    (deny.action === "*" || deny.action === action) &&
    (deny.object === undefined || deny.object === object)
      ? [deny.record]
      : [],
  );
  return [...new Set(ids)].toSorted();
};

const alone = (
  model: AccessModel,
  principal: Principal,
  object: string,
  action: Exclude<Action, "create">,
): Scope => {
  const parties = partiesOf(model, principal, principal.company, action);
  if (isDecision(parties)) return "none";
  const { actor, subject } = parties;
  if (explicitDeny(model, actor, subject, action, object, undefined) !== null) return "none";
  const grant = objectGrant(actor, subject, action, object);
  if (isDecision(grant)) return "none";
  const level = neededLevel[action];
  const except: ScopeExceptions = {
    hold: action === "delete",
    frozen: action === "update" || action === "delete" || action === "share",
    requesters: action === "approve" ? [...new Set([actor.id, subject.id])] : nobody,
    records: deniedRecords(model, parties, object, action),
  };
  const all = grant.wide >= level || grant.open >= level;
  if (all && !takesAway(except)) return "all";
  const { from, to, targets, reads, edits } = subject;
  const below: readonly Range[] = all ? nobody : [{ start: from, end: to }];
  const territories = rangesOf(all || level === 3 ? nobody : level === 2 ? edits : reads);
  return {
    company: model.company,
    object,
    level,
    now: principal.now ?? null,
    all,
    owners: (idsIn(model.managers.tree, below) as UserId[]).toSorted(),
    ownerRanges: below,
    territories: idsIn(model.territories.tree, territories).toSorted(),
    territoryRanges: territories,
    sharedTo: all ? nobody : [...targets].toSorted(),
    except,
  };
};

/**
 * The same rules as `can`, for a whole object at once: exactly the records of the company for which `can` allows. Lists,
 * counts, pivots and exports put it into their query or selection. `create` touches no record that exists: `none`.
 */
export const scopeOf = (
  model: AccessModel,
  principal: Principal,
  object: string,
  action: Exclude<Action, "create">,
): Scope => {
  if (!isDelegated(principal)) return alone(model, principal, object, action);
  const [own, others] = delegatesOf(principal);
  const [first, second] = [alone(model, own, object, action), alone(model, others, object, action)];
  if (first === "none" || second === "none") return "none";
  if (first === "all") return second;
  return second === "all" ? first : { ...first, and: second };
};
