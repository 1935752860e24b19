import { formatInstant } from "../../calendar/index.ts";
import type { TableCell } from "../../export/index.ts";
import type { Json } from "../../kernel/index.ts";
import type { Change } from "../change.ts";
import type { AuditEvent } from "../event.ts";
import { isMark } from "../redact/treat-values.ts";
import { kindOf } from "../sink/verb.ts";
import { count, eventColumns, eventRow, text, time, type EventColumn } from "./columns.ts";
import type { ReportDefinition, ReportSection } from "./report.ts";

/** A value that is held about the person today. */
export interface HeldValue {
  /** Where: object and record. */
  readonly source: string;
  readonly field: string;
  readonly value: string | number | boolean | null;
  /** Why it is held and on which legal ground. */
  readonly purpose?: string;
}

export interface SubjectOptions {
  /** The person, as `<entity>/<id>`. */
  readonly subject: string;
  readonly held: readonly HeldValue[];
  /**
   * Whether employees who handled the data are named. Default no: a person is told what was done and why, while names of
   * employees are data about other people.
   */
  readonly nameActors?: boolean;
}

const isAbout = ({ entity, entityId, subjects }: AuditEvent, subject: string): boolean =>
  `${entity}/${entityId}` === subject || (subjects ?? []).includes(subject);

const columns = (nameActors: boolean): readonly EventColumn[] => [
  "seq",
  "time",
  ...(nameActors ? (["actor"] as const) : []),
  "action",
  "record",
  "outcome",
  "reason",
];

const eventSection = (
  id: string,
  title: string,
  note: string,
  events: readonly AuditEvent[],
  names: readonly EventColumn[],
): ReportSection => ({
  id,
  title,
  text: note,
  table: {
    title,
    columns: eventColumns(names),
    rows: events.map((event) => eventRow(event, names)),
  },
});

const shownValue = (value: Json | undefined): TableCell => {
  if (value === undefined || value === null) return null;
  if (isMark(value)) return "(not kept)";
  return typeof value === "string" ? value : JSON.stringify(value);
};

const fieldName = ({ path }: Change): string => path.join(" › ");

const changeSection = (events: readonly AuditEvent[]): ReportSection => ({
  id: "changes",
  title: "How the data changed",
  text: "Values as they were kept; what was erased or never kept is marked so.",
  table: {
    columns: [
      count("seq", "No."),
      time("time", "Time (UTC)"),
      text("field", "Field"),
      text("before", "Before"),
      text("after", "After"),
    ],
    rows: events.flatMap((event) =>
      event.diff.changes.map((change) => [
        event.seq,
        formatInstant(event.at),
        fieldName(change),
        shownValue(change.before),
        shownValue(change.after),
      ]),
    ),
  },
});

/** What a person may ask about himself: what is held, what was done with it and why, who received it, what was erased. */
export const subjectAccess: ReportDefinition<SubjectOptions> = {
  kind: "gdpr-subject",
  title: "Personal data of one person",
  controls: ["GDPR Art. 15", "GDPR Art. 17", "GDPR Art. 30"],
  build: (events, { subject, held, nameActors = false }) => {
    const about = events.filter((event) => isAbout(event, subject));
    // Values of other records that merely name the person are not his data.
    const own = about.filter(({ entity, entityId }) => `${entity}/${entityId}` === subject);
    const disclosed = about.filter((event) => ["export", "share"].includes(kindOf(event) ?? ""));
    const erased = about.filter(
      ({ action, op }) => action.startsWith("audit.erasure.") || op === "delete",
    );
    const names = columns(nameActors);
    return {
      summary: [
        { label: "Person", value: subject },
        { label: "Values held", value: held.length },
        { label: "Times the data was handled", value: about.length },
        { label: "Times it was exported or shared", value: disclosed.length },
        { label: "Erasures and deletions", value: erased.length },
      ],
      sections: [
        {
          id: "held",
          title: "What is held",
          text: "All values about the person at the time of the report.",
          table: {
            columns: [
              text("source", "Where"),
              text("field", "Field"),
              text("value", "Value"),
              text("purpose", "Purpose and ground"),
            ],
            rows: held.map(({ source, field, value, purpose }) => [
              source,
              field,
              shownValue(value),
              purpose ?? null,
            ]),
          },
        },
        eventSection(
          "handling",
          "What was done with it",
          nameActors
            ? "Every act on the data in the period."
            : "Every act on the data in the period; employees are not named.",
          about,
          names,
        ),
        changeSection(own),
        eventSection(
          "recipients",
          "Who received it",
          "Exports and shares that held the data.",
          disclosed,
          names,
        ),
        eventSection("erasures", "What was erased", "Erasures and deletions.", erased, names),
      ],
    };
  },
};
