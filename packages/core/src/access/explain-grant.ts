import type { Instant } from "../kernel/index.ts";
import type { Level } from "./actions.ts";
import type { GrantName, RecordFacts } from "./decision.ts";
import type { AccessModel, UserGrant } from "./model.ts";
import { listOf, type NameOf } from "./names.ts";
import { assignmentsReaching, groupsBetween, managersBetween } from "./paths.ts";
import { shareReaching } from "./record-grant.ts";

/** A record that somebody has, or has not, by some grant. */
export interface GrantCase {
  readonly model: AccessModel;
  readonly user: UserGrant;
  readonly object: string;
  readonly record: RecordFacts;
  readonly level: Level;
  readonly now: Instant | undefined;
  readonly name: NameOf;
}

const doing: Readonly<Record<Level, string>> = { 1: "read", 2: "edit", 3: "own" };

const managerText = ({ model, user, record, name }: GrantCase): string => {
  const [owner = "", first = "", ...others] = managersBetween(model, record.owner ?? "", user.id);
  const who = name("user", user.id);
  if (others.length === 0) return `${who} manages the owner ${name("user", owner)}`;
  if (others.length === 1) return `${who} manages the owner's manager ${name("user", first)}`;
  const steps = [first, ...others].map((id) => name("user", id));
  return `${who} is above the owner ${name("user", owner)}, who reports to ${steps.join(", who reports to ")}`;
};

const territoryText = ({ model, user, record, level, name }: GrantCase): string => {
  const territory = record.territory ?? "";
  const assigned = assignmentsReaching(model, user, territory).find(
    ({ access }) => level === 1 || access === "edit",
  );
  const who = name("user", user.id);
  const here = name("territory", territory);
  if (assigned === undefined || assigned.id === territory) return `${who} works in ${here}`;
  return `${who} works in ${name("territory", assigned.id)}, from where ${here} is reached`;
};

const shareText = ({ model, user, object, record, level, now, name }: GrantCase): string => {
  const share = shareReaching(model, user, object, record, level, now);
  const to = share?.to ?? "";
  const at = to.indexOf(":");
  const [kind, id] = [to.slice(0, at), to.slice(at + 1)];
  const who = name("user", user.id);
  if (to === "company") return "it is shared with the whole company";
  if (kind === "user") return `it is shared with ${who}`;
  if (kind === "role") return `it is shared with the role ${name("role", id)}, which ${who} has`;
  if (kind === "territory") {
    return `it is shared with the territory ${name("territory", id)}, in which ${who} works`;
  }
  const [first = "", ...inner] = groupsBetween(model, id, user.id).map((one) => name("group", one));
  const through = inner.length === 0 ? "" : ` through ${listOf(inner)}`;
  return `it is shared with the group ${first}, which holds ${who}${through}`;
};

const setsGiving = ({ model, user, object, name }: GrantCase, right: string): string => {
  const held = model.facts.users.findLast(
    ({ id, company }) => id === user.id && company === model.company,
  );
  const sets = model.facts.sets.filter(
    (set) =>
      set.company === model.company &&
      held?.sets.includes(set.id) === true &&
      Object.hasOwn(set.objects, object) &&
      set.objects[object]?.some((one) => one === right) === true,
  );
  const names = listOf(sets.map(({ id }) => name("set", id)));
  return `${names} gives ${name("user", user.id)} ${right} on ${name("object", object)}`;
};

/** Why a grant gives the record, as the end of a sentence. */
export const grantText = (grant: GrantName, about: GrantCase): string => {
  switch (grant) {
    case "modify-all":
      return setsGiving(about, "modifyAll");
    case "view-all":
      return setsGiving(about, "viewAll");
    case "owner":
      return `${about.name("user", about.user.id)} is the owner`;
    case "manager":
      return managerText(about);
    case "territory":
      return territoryText(about);
    case "share":
      return shareText(about);
    case "default":
      return `records of ${about.name("object", about.object)} are open to everybody who has the right`;
    default:
      return grant satisfies never;
  }
};

/** Why a grant does not give the record, as a sentence. */
export const missingText = (
  grant: GrantName,
  { user, object, record, level, name }: GrantCase,
): string => {
  const who = name("user", user.id);
  switch (grant) {
    case "modify-all":
      return `No permission set of ${who} gives modifyAll on ${name("object", object)}.`;
    case "view-all":
      return level === 1
        ? `No permission set of ${who} gives viewAll on ${name("object", object)}.`
        : `viewAll is not enough to ${doing[level]} a record.`;
    case "owner":
      return record.owner === null
        ? "The record has no owner."
        : `${who} is not the owner; ${name("user", record.owner)} is.`;
    case "manager":
      return record.owner === null
        ? "The record has no owner whom anybody manages."
        : `${who} is not above the owner ${name("user", record.owner)}.`;
    case "territory":
      if (level === 3) return "Territories give records to read and to edit only.";
      return record.territory === null || record.territory === undefined
        ? "The record has no territory."
        : `No territory of ${who} reaches ${name("territory", record.territory)} to ${doing[level]} there.`;
    case "share":
      return `No share that counts now gives it to ${who} to ${doing[level]}.`;
    case "default":
      return `Records of ${name("object", object)} are not open to everybody to ${doing[level]}.`;
    default:
      return grant satisfies never;
  }
};

/** What would have to change for a grant to give the record; null where that grant never can. */
export const changeText = (
  grant: GrantName,
  { user, object, record, level, name }: GrantCase,
): string | null => {
  const who = name("user", user.id);
  const what = name("object", object);
  switch (grant) {
    case "modify-all":
      return `Give ${who} a permission set with modifyAll on ${what}.`;
    case "view-all":
      return level === 1 ? `Give ${who} a permission set with viewAll on ${what}.` : null;
    case "owner":
      return `Make ${who} the owner.`;
    case "manager":
      return record.owner === null
        ? null
        : `Make ${who} a manager above ${name("user", record.owner)}.`;
    case "territory":
      return level === 3 || record.territory === null || record.territory === undefined
        ? null
        : `Assign ${who} to ${name("territory", record.territory)} to ${doing[level]}.`;
    case "share":
      return `Share the record with ${who}, access ${["read", "edit", "full"][level - 1] ?? ""}.`;
    case "default":
      return level === 3 ? null : `Set the default of ${what} to ${level === 1 ? "read" : "edit"}.`;
    default:
      return grant satisfies never;
  }
};
