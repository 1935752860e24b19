import type { ReviewReport } from "../../access/index.ts";
import { formatInstant } from "../../calendar/index.ts";
import type { AuditEvent } from "../event.ts";
import { count, eventColumns, eventRow, text, time, type EventColumn } from "./columns.ts";
import type { ReportDefinition, ReportSection } from "./report.ts";

export interface PrivilegedOptions {
  /**
   * Which actions are privileged: dotted patterns, `*` for any one step, `**` at the end for all that follow. Default:
   * all that changes access or the log itself, exports, keys and impersonation.
   */
  readonly actions?: readonly string[];
  /** Who could do what, as the access room knows it at the end of the period. */
  readonly access?: ReviewReport;
}

const defaultActions = ["access.**", "audit.**", "*.*.export", "*.*.grant", "*.*.revoke"];

const isAction = (pattern: string, action: string): boolean => {
  const steps = pattern.split(".");
  const parts = action.split(".");
  const isOpen = steps.at(-1) === "**";
  const fixed = isOpen ? steps.slice(0, -1) : steps;
  if (isOpen ? parts.length <= fixed.length : parts.length !== fixed.length) return false;
  return fixed.every((step, at) => step === "*" || step === parts[at]);
};

const listed: readonly EventColumn[] = [
  "seq",
  "time",
  "actor",
  "onBehalfOf",
  "action",
  "record",
  "outcome",
  "reason",
  "ip",
];

const listOf = (
  id: string,
  title: string,
  note: string,
  events: readonly AuditEvent[],
): ReportSection => ({
  id,
  title,
  text: note,
  table: {
    title,
    columns: eventColumns(listed),
    rows: events.map((event) => eventRow(event, listed)),
  },
});

interface Tally {
  readonly label: string;
  acts: number;
  refused: number;
  forOthers: number;
}

const tallies = (events: readonly AuditEvent[]): ReadonlyMap<string, Tally> => {
  const found = new Map<string, Tally>();
  for (const { actor, actorLabel, outcome, onBehalfOf } of events) {
    const known = found.get(actor);
    const tally = known ?? { label: actorLabel, acts: 0, refused: 0, forOthers: 0 };
    if (known === undefined) found.set(actor, tally);
    tally.acts += 1;
    if (outcome !== "success") tally.refused += 1;
    if (onBehalfOf !== null) tally.forOthers += 1;
  }
  return found;
};

const byActor = (found: ReadonlyMap<string, Tally>): ReportSection => ({
  id: "by-actor",
  title: "Who did privileged things",
  text: "Counted by who really acted, whoever he acted for.",
  table: {
    columns: [
      text("id", "Id"),
      text("actor", "Actor"),
      count("acts", "Acts"),
      count("refused", "Failed or refused"),
      count("forOthers", "On behalf of others"),
    ],
    rows: [...found]
      .toSorted(([a, one], [b, two]) => two.acts - one.acts || (a < b ? -1 : 1))
      .map(([id, { label, acts, refused, forOthers }]) => [id, label, acts, refused, forOthers]),
  },
});

const accessSections = (
  { users, findings }: ReviewReport,
  found: ReadonlyMap<string, Tally>,
): readonly ReportSection[] => [
  {
    id: "users",
    title: "Who could, and who did",
    text: "Every user with his permission sets at the time of the report, and his privileged acts in the period.",
    table: {
      columns: [
        text("user", "User"),
        text("active", "Active"),
        text("sets", "Permission sets"),
        time("lastSeen", "Last seen (UTC)"),
        count("acts", "Privileged acts"),
      ],
      rows: users.map(({ user, active, sets, lastSeen }) => [
        user,
        active ? "yes" : "no",
        sets.join(", "),
        lastSeen === null ? null : formatInstant(lastSeen),
        found.get(user)?.acts ?? 0,
      ]),
    },
  },
  {
    id: "findings",
    title: "What to look at",
    text: "What stands out in the rights as they are.",
    table: {
      columns: [text("kind", "Kind"), text("subject", "About"), text("text", "Finding")],
      rows: findings.map(({ kind, subject, text: words }) => [kind, subject, words]),
    },
  },
];

/** Who used rights that few should have, who acted as somebody else, who was refused, and who could have. */
export const privilegedActions: ReportDefinition<PrivilegedOptions> = {
  kind: "privileged-actions",
  title: "Privileged actions and access review",
  controls: ["SOC 2 CC6.1", "SOC 2 CC6.2", "SOC 2 CC6.3", "ISO 27001 A.8.2", "ISO 27001 A.8.15"],
  build: (events, { actions = defaultActions, access }) => {
    const privileged = events.filter(({ action }) =>
      actions.some((pattern) => isAction(pattern, action)),
    );
    const acting = events.filter(({ onBehalfOf }) => onBehalfOf !== null);
    const refused = events.filter(({ outcome }) => outcome !== "success");
    const found = tallies(privileged);
    return {
      summary: [
        { label: "Privileged acts", value: privileged.length },
        { label: "People and keys who did them", value: found.size },
        { label: "Acts on behalf of somebody else", value: acting.length },
        { label: "Acts that failed or were refused", value: refused.length },
        ...(access === undefined
          ? []
          : [{ label: "Findings of the access review", value: access.findings.length }]),
      ],
      sections: [
        listOf("acts", "Privileged acts", `Actions: ${actions.join(", ")}.`, privileged),
        byActor(found),
        listOf("on-behalf", "Acts on behalf of somebody else", "Both people of each act.", acting),
        listOf("refused", "Failed and refused acts", "Of any kind, in the period.", refused),
        ...(access === undefined ? [] : accessSections(access, found)),
      ],
    };
  },
};
