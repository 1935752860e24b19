import { maskText } from "@ennead/core/access";
import type { Change, Diff } from "@ennead/core/audit";
import { formatInstant } from "@ennead/core/calendar";
import { isObject, type Json, type JsonObject } from "@ennead/core/kernel";

import type { Row } from "../kernel/index.ts";
import type { Sight } from "./sight.ts";

/** Personal values by their commitments; those that were erased are not among them. */
export type PersonalValues = ReadonlyMap<string, Json>;

const valueKeys = ["before", "after", "beforeLabel", "afterLabel", "added", "removed"] as const;

const commitmentOf = (value: unknown): string | undefined => {
  if (!isObject(value)) return undefined;
  const text = (value as { readonly $commitment?: unknown }).$commitment;
  return typeof text === "string" ? text : undefined;
};

/** Whether values of a change are kept apart from the event. */
export const isPersonal = (change: Change): boolean =>
  valueKeys.some((key) => commitmentOf(change[key]) !== undefined);

/** The change with its personal values; `erased` where one of them is no more. */
export const opened = (
  change: Change,
  values: PersonalValues,
): { readonly change: Change; readonly erased: boolean } => {
  const open: Record<string, unknown> = { ...change };
  let erased = false;
  for (const key of valueKeys) {
    const commitment = commitmentOf(change[key]);
    if (commitment === undefined) continue;
    const value = values.get(commitment);
    erased ||= value === undefined;
    open[key] = value ?? null;
  }
  return { change: open as unknown as Change, erased };
};

const namesOf = (row: Row): readonly string[] => [
  ...new Set(JSON.parse(String(row["fields"])) as readonly string[]),
];

/** Whether the actor may know that a field changed in this event; a field that may be read is no personal one to hide. */
const isTold = (sight: Sight, entity: string, field: string): boolean =>
  sight.level(entity, field, false) !== "none";

/** Whether the actor may know that the event changed this field. */
export const tellsOf = (sight: Sight, row: Row, field: string): boolean =>
  isTold(sight, String(row["entity"]), field);

/** An event as lists tell of it. */
export const itemJson = (sight: Sight, row: Row): JsonObject => {
  const entity = String(row["entity"]);
  const names = namesOf(row);
  const fields = names.filter((one) => isTold(sight, entity, one));
  return {
    seq: Number(row["seq"]),
    id: String(row["id"]),
    at: formatInstant(Number(row["at"])),
    action: String(row["action"]),
    entity,
    entityId: String(row["entity_id"]),
    entityLabel: sight.label(row),
    version: row["version"] === null ? null : Number(row["version"]),
    op: row["op"] === null ? null : String(row["op"]),
    outcome: String(row["outcome"]),
    actor: {
      id: String(row["actor"]),
      kind: String(row["actor_kind"]),
      label: String(row["actor_label"]),
    },
    onBehalfOf: row["on_behalf_of"] === null ? null : String(row["on_behalf_of"]),
    requestId: String(row["request_id"]),
    route: String(row["route"]),
    fields: [...fields],
    withheld: fields.length < names.length,
  };
};

const shortened = (value: Json | undefined): Json =>
  typeof value === "string" ? maskText(value) : null;

/** That a field changed, with no more of its values than a masked field shows of them. */
const masked = (change: Change): JsonObject => ({
  path: change.path.slice(0, 1),
  op: "set",
  before: shortened(change.before),
  after: shortened(change.after),
  masked: true,
});

/** One event with what of its changes the actor may see by the rights of today. */
export const detailJson = (
  sight: Sight,
  row: Row,
  diff: Diff,
  values: PersonalValues,
  isText: (field: string) => boolean,
): JsonObject => {
  const item = itemJson(sight, row);
  const entity = String(row["entity"]);
  let withheld = item["withheld"] === true;
  const changes = diff.changes.flatMap((change): JsonObject[] => {
    const field = change.path[0] ?? "";
    const level = sight.level(entity, field, isPersonal(change));
    if (level === "none") {
      withheld = true;
      return [];
    }
    const open = opened(change, values);
    if (level === "mask") {
      const shown = isText(field) ? open.change : { ...open.change, before: null, after: null };
      return [masked(shown)];
    }
    return [
      { ...(open.change as unknown as JsonObject), ...(open.erased ? { erased: true } : {}) },
    ];
  });
  return {
    ...item,
    withheld,
    changes,
    dropped: diff.dropped.filter((one) => isTold(sight, entity, one)),
    reversible: diff.reversible,
  };
};
