import type { Instant, UserId } from "../kernel/index.ts";
import { managePermission } from "./administration.ts";
import { asUser } from "./as-user.ts";
import { permits } from "./can.ts";
import type { AccessModel } from "./model.ts";
import { sharesOf } from "./record-grant.ts";

/** What the product knows of the use of rights. */
export interface AccessUsage {
  readonly now: Instant;
  /** When each user was last here. Who is missing never was. */
  readonly lastSeen: ReadonlyMap<UserId, Instant>;
  /** After how long without a visit rights look stale; milliseconds. */
  readonly staleAfter: number;
  /** How long before its end a share is listed; milliseconds. */
  readonly endingWithin: number;
}

/** Something that whoever reviews access should look at. */
export interface ReviewFinding {
  readonly kind:
    | "administrator"
    | "broad-right"
    | "stale-user"
    | "inactive-user"
    | "unknown-set"
    | "unknown-member"
    | "empty-group"
    | "unused-set"
    | "circle"
    | "ending-share"
    | "ended-share";
  /** What it is about: `user:…`, `set:…`, `group:…`, `territory:…`, or `<object>:<record>`. */
  readonly subject: string;
  /** A sentence for administrators. */
  readonly text: string;
}

/** Access of a company for those who review it. */
export interface ReviewReport {
  readonly users: readonly {
    readonly user: UserId;
    readonly active: boolean;
    readonly sets: readonly string[];
    readonly lastSeen: Instant | null;
  }[];
  /** By kind in the order of the type, then by subject. */
  readonly findings: readonly ReviewFinding[];
}

const kinds: readonly ReviewFinding["kind"][] = [
  "administrator",
  "broad-right",
  "stale-user",
  "inactive-user",
  "unknown-set",
  "unknown-member",
  "empty-group",
  "unused-set",
  "circle",
  "ending-share",
  "ended-share",
];

type Add = (kind: ReviewFinding["kind"], subject: string, text: string) => void;

const userFindings = (model: AccessModel, usage: AccessUsage, add: Add): void => {
  const known = new Set(
    model.facts.sets.flatMap(({ id, company }) => (company === model.company ? [id] : [])),
  );
  for (const user of model.facts.users) {
    const grant = model.users.get(user.id);
    if (grant === undefined || user.company !== model.company) continue;
    const subject = `user:${user.id}`;
    for (const set of user.sets) {
      if (!known.has(set))
        add("unknown-set", subject, `${user.id} holds ${set}, which is not there.`);
    }
    if (!user.active) {
      if (user.sets.length > 0) {
        add(
          "inactive-user",
          subject,
          `${user.id} may not sign in and still holds permission sets.`,
        );
      }
      continue;
    }
    if (permits(model, asUser(model, user.id), { system: managePermission }).allow) {
      add("administrator", subject, `${user.id} administers access.`);
    }
    const broad = [...grant.objects].flatMap(([object, { rights }]) =>
      rights.has("modifyAll")
        ? [`${object}: modifyAll`]
        : rights.has("viewAll")
          ? [`${object}: viewAll`]
          : [],
    );
    if (broad.length > 0) {
      add("broad-right", subject, `${user.id} has rights over all records (${broad.join(", ")}).`);
    }
    const seen = usage.lastSeen.get(user.id);
    if (user.sets.length > 0 && (seen === undefined || usage.now - seen > usage.staleAfter)) {
      const text = seen === undefined ? "was never here" : "has not been here for long";
      add("stale-user", subject, `${user.id} ${text} and holds permission sets.`);
    }
  }
};

const groupFindings = (model: AccessModel, add: Add): void => {
  const groups = (model.facts.groups ?? []).filter(({ company }) => company === model.company);
  const ids = new Set(groups.map(({ id }) => id));
  for (const { id, members } of groups) {
    const subject = `group:${id}`;
    if (members.length === 0) add("empty-group", subject, `${id} has no members.`);
    for (const member of members) {
      const name = member.slice(member.indexOf(":") + 1);
      const isKnown = member.startsWith("user:") ? model.users.has(name as UserId) : ids.has(name);
      if (!isKnown)
        add("unknown-member", subject, `${id} holds ${member}, who is not of the company.`);
    }
  }
};

const circleFindings = (model: AccessModel, add: Add): void => {
  const trees = [
    ["user", model.managers],
    ["territory", model.territories],
  ] as const;
  for (const [kind, { tree }] of trees) {
    for (const { code, detail, message } of tree.faults) {
      if (code === "tree/unknown-parent") continue;
      const ids = Array.isArray(detail?.["ids"]) ? detail["ids"] : [detail?.["id"]];
      for (const id of ids) add("circle", `${kind}:${String(id)}`, message);
    }
  }
};

const shareFindings = (model: AccessModel, { now, endingWithin }: AccessUsage, add: Add): void => {
  for (const [object, records] of model.shares) {
    for (const id of records.keys()) {
      for (const { to, expiresAt } of sharesOf(model, object, {
        company: model.company,
        owner: null,
        id,
      }) ?? []) {
        if (expiresAt === null) continue;
        const subject = `${object}:${id}`;
        if (expiresAt <= now) add("ended-share", subject, `The share with ${to} has ended.`);
        else if (expiresAt - now <= endingWithin) {
          add("ending-share", subject, `The share with ${to} ends soon.`);
        }
      }
    }
  }
};

/**
 * What somebody who reviews access looks at: every user with his sets and last visit, and what stands out: who
 * administers, rights over all records, rights without visits, people who left, names that mean nothing, circles, shares
 * that end or have ended. Shares are those among the facts.
 */
export const reviewReport = (model: AccessModel, usage: AccessUsage): ReviewReport => {
  const findings: ReviewFinding[] = [];
  const add: Add = (kind, subject, text) => findings.push({ kind, subject, text });
  userFindings(model, usage, add);
  groupFindings(model, add);
  circleFindings(model, add);
  shareFindings(model, usage, add);
  const held = new Set(model.facts.users.flatMap(({ sets }) => sets));
  for (const { id, company } of model.facts.sets) {
    if (company === model.company && !held.has(id))
      add("unused-set", `set:${id}`, `Nobody holds ${id}.`);
  }
  return {
    users: model.facts.users
      .filter(({ company }) => company === model.company)
      .map(({ id, active, sets }) => ({
        user: id,
        active,
        sets,
        lastSeen: usage.lastSeen.get(id) ?? null,
      })),
    findings: findings.toSorted(
      (left, right) =>
        kinds.indexOf(left.kind) - kinds.indexOf(right.kind) ||
        (left.subject < right.subject ? -1 : left.subject > right.subject ? 1 : 0),
    ),
  };
};
