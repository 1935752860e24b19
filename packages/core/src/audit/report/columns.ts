import { formatInstant } from "../../calendar/index.ts";
import type { TableColumn } from "../../export/index.ts";
import type { AuditEvent } from "../event.ts";

const labels = {
  seq: "No.",
  time: "Time (UTC)",
  actor: "Actor",
  onBehalfOf: "On behalf of",
  action: "Action",
  record: "Record",
  outcome: "Outcome",
  reason: "Reason",
  route: "Route",
  ip: "Address",
} as const;

export type EventColumn = keyof typeof labels;

export const text = (name: string, label: string): TableColumn => ({ name, label, type: "text" });

export const count = (name: string, label: string): TableColumn => ({
  name,
  label,
  type: "number",
  scale: 0,
});

export const time = (name: string, label: string): TableColumn => ({
  name,
  label,
  type: "datetime",
});

export const eventColumns = (names: readonly EventColumn[]): readonly TableColumn[] =>
  names.map((name) =>
    name === "seq"
      ? count(name, labels.seq)
      : name === "time"
        ? time(name, labels.time)
        : text(name, labels[name]),
  );

const cellOf = (event: AuditEvent, name: EventColumn): string | number | null => {
  switch (name) {
    case "seq":
      return event.seq;
    case "time":
      return formatInstant(event.at);
    case "actor":
      return event.actorLabel;
    case "onBehalfOf":
      return event.onBehalfOf;
    case "action":
      return event.action;
    case "record":
      return event.entityLabel ?? `${event.entity}/${event.entityId}`;
    case "outcome":
      return event.outcome;
    case "reason":
      return event.reason ?? null;
    case "route":
      return event.route;
    case "ip":
      return event.ip ?? null;
    default:
      return name satisfies never;
  }
};

export const eventRow = (
  event: AuditEvent,
  names: readonly EventColumn[],
): readonly (string | number | null)[] => names.map((name) => cellOf(event, name));
