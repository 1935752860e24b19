import { asOf, jsonEqual, type FieldCatalogue, type RecordEvent } from "@ennead/core/audit";
import type { Json, JsonObject } from "@ennead/core/kernel";
import { diffFields, diffRecord, type RecordData } from "@ennead/core/record";
import type { Row } from "@libsql/client";

import { visit } from "./edge.ts";

/** What a database holds, read in one snapshot. */
export type Tables = Readonly<Record<string, readonly Row[]>>;

interface Event extends RecordEvent {
  readonly company: string;
  readonly entity: string;
  readonly entityId: string;
}

/** The events that changed something, by entity, with personal values put back in their places. */
export const eventsOf = (tables: Tables): ReadonlyMap<string, readonly Event[]> => {
  const values = new Map(
    (tables["audit_value"] ?? []).map((row) => [
      `${row["company_id"]} ${row["event_id"]} ${row["commitment"]}`,
      String(row["value"]),
    ]),
  );
  const found = new Map<string, Event[]>();
  for (const row of tables["audit_event"] ?? []) {
    if (row["op"] === null) continue;
    const revived = JSON.parse(String(row["diff"]), (_, value: unknown) => {
      const commitment = (value as { readonly $commitment?: string } | null)?.$commitment;
      if (typeof commitment !== "string") return value;
      const kept = values.get(`${row["company_id"]} ${row["id"]} ${commitment}`);
      return kept === undefined ? value : (JSON.parse(kept) as unknown);
    }) as RecordEvent["diff"];
    const event: Event = {
      company: String(row["company_id"]),
      entity: String(row["entity"]),
      entityId: String(row["entity_id"]),
      seq: Number(row["seq"]),
      version: Number(row["version"]),
      recordedAt: Number(row["at"]),
      op: row["op"] as Event["op"],
      diff: revived,
    };
    const key = `${event.company} ${event.entity} ${event.entityId}`;
    const before = found.get(key);
    if (before === undefined) found.set(key, [event]);
    else before.push(event);
  }
  return found;
};

/** How the rows of an entity read as the log compares them. */
interface Folded {
  readonly fields: FieldCatalogue;
  readonly state: (row: Row, tables: Tables) => JsonObject;
}

const text = (value: unknown): Json => (value === null ? null : String(value));
const parsed = (value: unknown): Json =>
  value === null ? null : (JSON.parse(String(value)) as Json);

const folded: Readonly<Record<string, Folded>> = {
  visit: {
    fields: { ...diffFields(visit), ownerId: { type: "reference" }, externalId: { type: "text" } },
    state: (row, tables) => ({
      ...diffRecord(visit, JSON.parse(String(row["data"])) as RecordData),
      ownerId: text(row["owner_id"]),
      externalId: text(
        tables["record_external"]?.find(
          (one) => one["root_id"] === row["id"] && one["company_id"] === row["company_id"],
        )?.["external_id"] ?? null,
      ),
    }),
  },
  "pivot.report": {
    fields: {
      name: { type: "text" },
      description: { type: "text" },
      spec: { type: "json" },
      view: { type: "json" },
      ownerId: { type: "reference" },
    },
    state: (row) => ({
      name: text(row["name"]),
      description: text(row["description"]),
      spec: parsed(row["spec"]),
      view: parsed(row["view"]),
      ownerId: text(row["owner_id"]),
    }),
  },
  "access.user": {
    fields: {
      name: { type: "text" },
      email: { type: "text" },
      active: { type: "boolean" },
      managerId: { type: "reference" },
      sets: { type: "multiselect" },
    },
    state: (row, tables) => ({
      name: text(row["name"]),
      email: text(row["email"]),
      active: row["active"] === 1,
      managerId: text(row["manager_id"]),
      sets: (tables["permission_set_user"] ?? [])
        .filter((one) => one["root_id"] === row["id"] && one["company_id"] === row["company_id"])
        .map((one) => String(one["set_id"]))
        .toSorted(),
    }),
  },
};

const rootsOf = (tables: Tables): ReadonlyMap<string, Row> =>
  new Map(
    [
      ["record", null],
      ["report", "pivot.report"],
      ["user", "access.user"],
      ["permission_set", "access.permission-set"],
      ["company", "access.company"],
    ].flatMap(([table, entity]) =>
      (tables[table ?? ""] ?? []).map((row): [string, Row] => [
        `${row["company_id"]} ${entity ?? row["object"]} ${row["id"]}`,
        row,
      ]),
    ),
  );

const present = (state: JsonObject): JsonObject =>
  Object.fromEntries(
    Object.entries(state).filter(
      ([, value]) => value !== null && !(Array.isArray(value) && value.length === 0),
    ),
  );

/** The tables that the log must agree with. */
export const foldedTables: readonly string[] = [
  "audit_event",
  "audit_value",
  "audit_licence",
  "record",
  "record_unique",
  "record_external",
  "report",
  "user",
  "permission_set",
  "permission_set_user",
  "company",
];

/** Where the log and the rows differ: versions, what exists, and every state that the differences of the log add up to. */
export const logFailures = (tables: Tables): readonly string[] => {
  const failures: string[] = [];
  const events = eventsOf(tables);
  const roots = rootsOf(tables);
  for (const key of roots.keys()) {
    if (!events.has(key)) failures.push(`${key} has no event`);
  }
  for (const [key, all] of events) {
    const root = roots.get(key);
    const last = all.at(-1);
    for (const [at, { version, op }] of all.entries()) {
      const begins = at === 0 || all[at - 1]?.op === "delete";
      if (version !== at + 1) failures.push(`${key} has version ${version} as event ${at + 1}`);
      if ((op === "create") !== begins) failures.push(`${key} has ${op} as event ${at + 1}`);
    }
    if ((last?.op === "delete") !== (root === undefined)) {
      failures.push(`${key} ends with ${last?.op} and is ${root === undefined ? "not " : ""}there`);
      continue;
    }
    if (root === undefined || last === undefined) continue;
    if (root["version"] !== last.version) {
      failures.push(`${key} has version ${String(root["version"])}, its log ${last.version}`);
    }
    const fold = folded[last.entity];
    if (fold === undefined) continue;
    const told = asOf(fold.fields, all, { seq: last.seq });
    const state = present(fold.state(root, tables));
    if (!told.ok) failures.push(`${key} cannot be told from its log: ${told.error.message}`);
    else if (told.value === null || !jsonEqual(present(told.value), state)) {
      failures.push(
        `${key} is ${JSON.stringify(state)}, its log says ${JSON.stringify(told.value)}`,
      );
    }
  }
  return failures;
};
