import type { Json } from "../kernel/index.ts";
import type { Change } from "./change.ts";
import type { AuditEvent } from "./event.ts";
import { isJsonObject } from "./own.ts";
import { isMark } from "./redact/treat-values.ts";

/** One thing that changed, in the words of people; widgets translate by `kind`. */
export interface Clause {
  readonly kind: "changed" | "set" | "cleared" | "added" | "removed" | "reordered" | "hidden";
  /** Label of the field; of an item also its key. */
  readonly field: string;
  readonly before?: string;
  readonly after?: string;
}

export interface Sentence {
  readonly actor: string;
  readonly clauses: readonly Clause[];
  /** In English. */
  readonly text: string;
}

/** What names fields and choices at the time of the event. */
export interface Wording {
  readonly fields?: { readonly [field: string]: string };
  /** Labels of choices by field and value. */
  readonly choices?: { readonly [field: string]: { readonly [value: string]: string } };
}

const longest = 80;

const ownOf = <T>(object: { readonly [key: string]: T } | undefined, key: string): T | undefined =>
  object !== undefined && Object.hasOwn(object, key) ? object[key] : undefined;

const shownValue = (
  value: Json,
  label: string | null | undefined,
  choices: Wording["choices"],
  field: string,
): string => {
  if (label !== null && label !== undefined) return label;
  if (
    isJsonObject(value) &&
    typeof value["amount"] === "string" &&
    typeof value["currency"] === "string"
  ) {
    return `${value["amount"]} ${value["currency"]}`;
  }
  const one = (part: Json): string =>
    typeof part === "string"
      ? (ownOf(ownOf(choices, field), part) ?? part)
      : typeof part === "object"
        ? JSON.stringify(part)
        : String(part);
  const text = Array.isArray(value) ? (value as readonly Json[]).map(one).join(", ") : one(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
};

const clauseOf = (change: Change, { fields, choices }: Wording): Clause => {
  const [name = "", ...inner] = change.path;
  const field = [ownOf(fields, name) ?? name, ...inner].join(" › ");
  const { op, before = null, after = null, beforeLabel, afterLabel } = change;
  if (op === "reorder") return { kind: "reordered", field };
  if (isMark(before) || isMark(after)) return { kind: "hidden", field };
  const old = shownValue(before, beforeLabel, choices, name);
  const now = shownValue(after, afterLabel, choices, name);
  if (op === "add") return { kind: "added", field, after: now };
  if (op === "remove") return { kind: "removed", field, before: old };
  if (before === null) return { kind: "set", field, after: now };
  return after === null
    ? { kind: "cleared", field, before: old }
    : { kind: "changed", field, before: old, after: now };
};

const english = ({ kind, field, before = "", after = "" }: Clause): string => {
  switch (kind) {
    case "changed":
      return `changed ${field} from ${before} to ${after}`;
    case "set":
      return `set ${field} to ${after}`;
    case "cleared":
      return `cleared ${field}, which was ${before}`;
    case "added":
      return `added ${field}`;
    case "removed":
      return `removed ${field}`;
    case "reordered":
      return `changed the order of ${field}`;
    case "hidden":
      return `changed ${field}`;
    default:
      return kind satisfies never;
  }
};

/** "Ada changed Stage from Proposal to Won": an event as a sentence, with the labels of its time. */
export const describe = (
  event: Pick<
    AuditEvent,
    "actorLabel" | "action" | "entity" | "entityLabel" | "op" | "diff" | "outcome"
  >,
  wording: Wording = {},
): Sentence => {
  const clauses = event.diff.changes.map((change) => clauseOf(change, wording));
  const name = event.entityLabel ?? event.entity;
  const actor = event.actorLabel;
  const denied = event.outcome === "success" ? "" : ` (${event.outcome})`;
  const act =
    event.op === "create" || event.op === "delete"
      ? `${event.op}d ${name}`
      : clauses.length === 0
        ? `did ${event.action} on ${name}`
        : clauses.map(english).join("; ");
  const dropped = event.diff.dropped.length;
  const more = dropped === 0 ? "" : `; ${dropped} more changed that are not kept`;
  return { actor, clauses, text: `${actor} ${act}${event.op === "update" ? more : ""}${denied}.` };
};
