import { neededLevel, rightsFor, type Action } from "./actions.ts";
import { can, mayCreate, objectGrant } from "./can.ts";
import {
  grantNames,
  type Decision,
  type GrantName,
  type RecordFacts,
  type Resource,
  type Rule,
} from "./decision.ts";
import { builtInDeny, explicitDeny } from "./denies.ts";
import { changeText, grantText, missingText, type GrantCase } from "./explain-grant.ts";
import { partiesRefusal } from "./explain-parties.ts";
import type { Deny } from "./facts.ts";
import type { AccessModel } from "./model.ts";
import { byId, listOf, type NameOf } from "./names.ts";
import type { ObjectGrant } from "./object-grant.ts";
import type { Principal } from "./principal.ts";
import { reachesBy } from "./record-grant.ts";
import { delegatesOf, isDecision, isDelegated, partiesOf, type Parties } from "./subject.ts";

/** One rule as it was tried. */
export interface TriedRule {
  readonly rule: Rule;
  /** In rule `scope` the grant that was tried. */
  readonly grant?: GrantName;
  /** `passed`: nothing against it; `missing`: a grant that does not give the record; `decided`: the answer is from here. */
  readonly outcome: "passed" | "missing" | "decided";
  /** A sentence for administrators. */
  readonly text: string;
}

/** Why an answer is what it is. */
export interface Explanation {
  /** The same as that of `can`. */
  readonly decision: Decision;
  /** The rules up to the one that decided, in the order they are tried. For a delegation first of one, then the other. */
  readonly tried: readonly TriedRule[];
  /** The answer with its ground: "Visible because Ada manages the owner's manager Bob." */
  readonly text: string;
  /** For a refusal: what would get past the rule that decided, each by itself. Empty where nothing can. */
  readonly changes: readonly string[];
}

interface Told {
  readonly tried: readonly TriedRule[];
  readonly changes: readonly string[];
}

interface Asked {
  readonly model: AccessModel;
  readonly principal: Principal;
  readonly action: Action;
  readonly resource: Resource;
  readonly name: NameOf;
}

const passed = (rule: Rule, text: string): TriedRule => ({ rule, outcome: "passed", text });
const decided = (rule: Rule, text: string): TriedRule => ({ rule, outcome: "decided", text });

const stateTexts = {
  "legal-hold": {
    text: "The record is under legal hold; nobody deletes it.",
    change: "Lift the legal hold.",
  },
  frozen: {
    text: "The record is frozen; nobody changes, deletes or shares it.",
    change: "Unfreeze the record.",
  },
  sod: {
    text: "Whoever asked for something does not approve it (separation of duty).",
    change: "Have somebody else approve it.",
  },
};

const deniedName = (who: Deny["who"], name: NameOf): string => {
  if (who === "all") return "everybody";
  return who.startsWith("user:")
    ? name("user", who.slice(5))
    : `the group ${name("group", who.slice(6))}`;
};

/** The first deny that is met, of the record's state or an explicit one. */
const denyTold = (
  { model, action, resource, name }: Asked,
  { actor, subject }: Parties,
): Told | null => {
  const { object, record } = resource;
  const state = record === undefined ? null : builtInDeny(action, record, actor, subject);
  if (state !== null) {
    const { text, change } = stateTexts[state];
    return { tried: [decided("deny", text)], changes: [change] };
  }
  const deny = explicitDeny(model, actor, subject, action, object, record?.id);
  if (deny === null) return null;
  const whom = deniedName(deny.who, name);
  return {
    tried: [decided("deny", `It is denied to ${whom}: ${deny.reason}.`)],
    changes: [`End the deny for ${whom} (${deny.reason}).`],
  };
};

const createTold = (
  asked: Asked,
  parties: Parties,
  grant: ObjectGrant,
  record: RecordFacts,
): Told => {
  const { model, resource, name } = asked;
  const who = name("user", parties.subject.id);
  const { allow, reason } = mayCreate(model, parties.subject, grant, record);
  if (allow) return { tried: [decided("scope", `${who} may make it (${reason}).`)], changes: [] };
  return {
    tried: [decided("scope", `${who} makes records for himself, where he may edit.`)],
    changes: [
      `Make ${who} the owner and leave the territory empty, or choose one he may edit in.`,
      `Give ${who} a permission set with modifyAll on ${name("object", resource.object)}.`,
    ],
  };
};

const grantsTold = (action: Action, grant: ObjectGrant, about: GrantCase): Told => {
  const { model, user, object, record, level, now, name } = about;
  const tried: TriedRule[] = [];
  for (const one of grantNames) {
    if (reachesBy[one](model, user, grant, object, record, level, now)) {
      const text = `${grantText(one, about)}.`;
      tried.push({ rule: "scope", grant: one, outcome: "decided", text });
      return { tried, changes: [] };
    }
    const text = missingText(one, about);
    tried.push({ rule: "scope", grant: one, outcome: "missing", text });
  }
  tried.push(decided("scope", `Nothing gives ${name("user", user.id)} the record to ${action}.`));
  const changes = grantNames.map((one) => changeText(one, about)).filter((text) => text !== null);
  return { tried, changes };
};

const fieldTold = ({ resource, name }: Asked, { subject }: Parties): Told => {
  const { object, fields = [] } = resource;
  const who = name("user", subject.id);
  const levels = subject.objects.get(object)?.fields;
  const closed = fields.filter((field) => levels?.get(field) !== "edit");
  const names = listOf(closed.map((field) => name("field", field)));
  return closed.length === 0
    ? {
        tried: [decided("field", `${who} may not read the record, so writes none of its fields.`)],
        changes: [`Let ${who} read the record.`],
      }
    : {
        tried: [decided("field", `${who} may not edit ${names}.`)],
        changes: [`Give ${who} a permission set with edit on ${names}.`, `Leave out ${names}.`],
      };
};

const objectTold = (
  { action, resource, name }: Asked,
  { subject }: Parties,
  key: boolean,
): Told => {
  const who = name("user", subject.id);
  const object = name("object", resource.object);
  const rights = listOf(rightsFor[action], "or");
  return key
    ? {
        tried: [
          decided("object", `The credential of ${who} does not reach ${action} on ${object}.`),
        ],
        changes: [`Use a credential with the scope ${resource.object}:${action}.`],
      }
    : {
        tried: [decided("object", `No permission set of ${who} gives ${rights} on ${object}.`)],
        changes: [`Give ${who} a permission set with ${rights} on ${object}.`],
      };
};

const rulesTold = (asked: Asked, decision: Decision): Told => {
  const { model, principal, action, resource, name } = asked;
  const { object, record } = resource;
  const parties = partiesOf(model, principal, record?.company ?? principal.company, action);
  if (isDecision(parties) || decision.rule === "tenant") {
    const { text, changes } = partiesRefusal(model, principal, action, decision, name);
    return { tried: [decided(decision.rule, text)], changes };
  }
  const tried = [
    passed("tenant", "All are of one company."),
    passed("inactive", "Everybody may sign in."),
    ...(parties.actor === parties.subject
      ? []
      : [passed("impersonation", `It is done as ${name("user", parties.subject.id)}.`)]),
  ];
  const then = ({ tried: more, changes }: Told): Told => ({ tried: [...tried, ...more], changes });
  const deny = denyTold(asked, parties);
  if (deny !== null) return then(deny);
  tried.push(passed("deny", "Nothing denies it."));
  const grant = objectGrant(parties.actor, parties.subject, action, object);
  if (isDecision(grant)) return then(objectTold(asked, parties, grant.reason === "key-scope"));
  const who = name("user", parties.subject.id);
  const right = `${who} has the right to ${action} ${name("object", object)}.`;
  if (decision.rule === "object") return then({ tried: [decided("object", right)], changes: [] });
  tried.push(passed("object", right));
  if (decision.rule === "field") {
    if (record !== undefined) tried.push(passed("scope", `${who} has the record.`));
    return then(fieldTold(asked, parties));
  }
  if (record === undefined) return then({ tried: [], changes: [] });
  if (action === "create") return then(createTold(asked, parties, grant, record));
  const { subject: user } = parties;
  const level = neededLevel[action];
  return then(
    grantsTold(action, grant, { model, user, object, record, level, now: principal.now, name }),
  );
};

const answerText = (action: Action, { allow }: Decision, tried: readonly TriedRule[]): string => {
  const ground = tried.at(-1)?.text ?? "";
  const what =
    action === "read"
      ? allow
        ? "Visible"
        : "Not visible"
      : `${action} is ${allow ? "allowed" : "refused"}`;
  const text =
    allow && tried.at(-1)?.rule === "scope" ? `${what} because ${ground}` : `${what}: ${ground}`;
  return text.slice(0, 1).toUpperCase() + text.slice(1);
};

/**
 * Why `can` answers as it does: the rules tried in their order, the one that decided, what would have to change. The
 * sentences are for administrators: they name people and rules that the asking user may not know of.
 */
export const explain = (
  model: AccessModel,
  principal: Principal,
  action: Action,
  resource: Resource,
  name: NameOf = byId,
): Explanation => {
  const decision = can(model, principal, action, resource);
  // Whose company is wrong is told once, not as somebody unknown.
  const isForeign = decision.rule === "tenant";
  const people = isDelegated(principal) && !isForeign ? delegatesOf(principal) : [principal];
  const tried: TriedRule[] = [];
  for (const one of people) {
    const alone = isForeign ? decision : can(model, one, action, resource);
    const told = rulesTold({ model, principal: one, action, resource, name }, alone);
    tried.push(...told.tried);
    if (alone.allow) continue;
    return { decision, tried, text: answerText(action, alone, tried), changes: told.changes };
  }
  return { decision, tried, text: answerText(action, decision, tried), changes: [] };
};
