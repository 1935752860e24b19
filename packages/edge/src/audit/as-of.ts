import { applyMask } from "@ennead/core/access";
import {
  asOf,
  type Diff,
  type FieldCatalogue,
  type Moment,
  type RecordEvent,
} from "@ennead/core/audit";
import { formatInstant } from "@ennead/core/calendar";
import { err, fault, ok, type Json, type JsonObject, type Result } from "@ennead/core/kernel";
import { diffFields, fieldOf, type ObjectDefinition } from "@ennead/core/record";

import type { RequestContext, Row } from "../kernel/index.ts";
import { opened, type PersonalValues } from "./event-json.ts";
import type { Sight } from "./sight.ts";
import { readPersonal, readVersions } from "./store.ts";

/** Versions that are read by one statement. Diffs hold at most 32 KiB of a value. */
const atOnce = 200;

/** Versions of one record that are gone through; more would keep a process busy for too long. */
const mostVersions = 20_000;

/** A record as it was. */
export interface PastRecord {
  /** Of the last change up to the moment, and its time; null where there is none. */
  readonly version: number | null;
  readonly at: number | null;
  /** Null before its creation and after its deletion. */
  readonly state: JsonObject | null;
  /** Fields of which the log does not hold the value that they had: secrets, what was too long, what was erased. */
  readonly unknown: ReadonlySet<string>;
}

const isLeftOut = (value: Json | undefined): boolean =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  Object.keys(value).some((key) => key === "$redacted" || key === "$omitted");

/**
 * The event with its personal values, and without the changes whose values the log does not hold: `lost` names their
 * fields, `found` those that are known again because they were emptied or set as a whole.
 */
const known = (
  row: Row,
  values: PersonalValues,
): {
  readonly event: RecordEvent;
  readonly lost: readonly string[];
  readonly found: readonly string[];
} => {
  const diff = JSON.parse(String(row["diff"])) as Diff;
  const lost = [...diff.dropped];
  const found: string[] = [];
  const changes = diff.changes.flatMap((change) => {
    const [field = "", ...rest] = change.path;
    const open = opened(change, values);
    // An erased `before` is no loss: only what follows counts.
    const isErased = open.erased && opened({ ...change, before: null }, values).erased;
    if (isErased || isLeftOut(open.change.after)) {
      lost.push(field);
      return [{ path: [field], op: "set" as const, before: null, after: null }];
    }
    if (rest.length === 0) found.push(field);
    return [open.change];
  });
  return {
    event: {
      seq: Number(row["seq"]),
      version: Number(row["version"]),
      recordedAt: Number(row["at"]),
      op: String(row["op"]) as RecordEvent["op"],
      diff: { changes, reversible: true },
    },
    lost,
    found,
  };
};

const catalogueOf = (definition: ObjectDefinition): FieldCatalogue => ({
  ...diffFields(definition),
  ownerId: { type: "reference" },
  externalId: { type: "text" },
});

const isUpTo = (event: RecordEvent, effective: number, moment: Moment): boolean => {
  if ("version" in moment) return event.version <= moment.version;
  return "at" in moment ? effective <= moment.at : event.seq <= moment.seq;
};

/** The record of this id at a moment, from the log; null where the log knows of none. */
export const pastRecord = async (
  { scope }: RequestContext,
  definition: ObjectDefinition,
  id: string,
  moment: Moment,
): Promise<Result<PastRecord | null>> => {
  const place = { entity: definition.name, id };
  const events: RecordEvent[] = [];
  const unknown = new Set<string>();
  let [effective, last, count] = [Number.NEGATIVE_INFINITY, 0, 0];
  for (;;) {
    const rows = await readVersions(scope, place, last, atOnce);
    const values = await readPersonal(
      scope,
      rows.map((row) => String(row["id"])),
    );
    for (const row of rows) {
      const { event, lost, found } = known(row, values);
      last = event.version;
      count += 1;
      effective = Math.max(effective, event.recordedAt);
      if (!isUpTo(event, effective, moment)) continue;
      events.push(event);
      if (event.op === "create") unknown.clear();
      for (const field of found) unknown.delete(field);
      for (const field of lost) unknown.add(field);
    }
    if (rows.length < atOnce || ("version" in moment && last >= moment.version)) break;
    if (count >= mostVersions) {
      return err(
        fault("audit/too-many-versions", `A record is shown up to its version ${mostVersions}.`, [
          "id",
        ]),
      );
    }
  }
  if (count === 0) return ok(null);
  const state = asOf(catalogueOf(definition), events, moment);
  if (!state.ok) {
    return err(
      fault("audit/broken-history", "The changes of this record do not follow from each other.", [
        "id",
      ]),
    );
  }
  const newest = events.at(-1);
  return ok({
    version: newest?.version ?? null,
    at: newest === undefined ? null : newest.recordedAt,
    state: state.value,
    unknown,
  });
};

const words: ReadonlySet<string> = new Set(["text", "richText", "email", "phone", "url"]);

/** Whether a field holds words for people, of which a masked form may be shown. */
export const isTextIn =
  (definition: ObjectDefinition | undefined) =>
  (field: string): boolean =>
    definition !== undefined && words.has(fieldOf(definition, field)?.type ?? "json");

/** A record as it was, with what the actor may see of it by the rights of today. */
export const pastJson = (
  sight: Sight,
  definition: ObjectDefinition,
  id: string,
  { version, at, state, unknown }: PastRecord,
): JsonObject => {
  const entity = definition.name;
  const names = definition.fields.map(({ name }) => name);
  const levels = new Map(names.map((name) => [name, sight.level(entity, name, false)]));
  const held = Object.fromEntries(
    names.flatMap((name): [string, Json][] => {
      const value = state !== null && Object.hasOwn(state, name) ? (state[name] ?? null) : null;
      return value === null || unknown.has(name) ? [] : [[name, value]];
    }),
  );
  const { row, masked } = applyMask(levels, held, isTextIn(definition));
  return {
    entity,
    id,
    version,
    at: at === null ? null : formatInstant(at),
    state:
      state === null
        ? null
        : {
            ownerId: state["ownerId"] ?? null,
            externalId: state["externalId"] ?? null,
            fields: row as JsonObject,
          },
    unknown: [...unknown].filter((name) => (levels.get(name) ?? "none") !== "none").toSorted(),
    masked: [...masked],
  };
};
