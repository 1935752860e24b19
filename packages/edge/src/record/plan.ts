import { can, canMove, checkInput } from "@ennead/core/access";
import { diff, type DiffOptions, type FieldCatalogue } from "@ennead/core/audit";
import {
  err,
  fault,
  ok,
  type Fault,
  type Json,
  type JsonObject,
  type Result,
  type UserId,
} from "@ennead/core/kernel";
import {
  applyPatch,
  diffFields,
  diffRecord,
  recordLabel,
  type ObjectDefinition,
  type RecordData,
} from "@ennead/core/record";

import {
  recordFacts,
  type AuditEntry,
  type RequestContext,
  type StoredRecord,
} from "../kernel/index.ts";
import { uniqueValue } from "./columns.ts";
import type { Shares } from "./reach.ts";
import { referenceFields, type ReferenceLabels } from "./references.ts";
import type { RecordWrite } from "./store.ts";

/** What a plan rests on, besides the records themselves. */
export interface PlanFacts {
  readonly context: RequestContext;
  readonly definition: ObjectDefinition;
  readonly labels: ReferenceLabels;
  /** Shares of the records, where they may decide. */
  readonly shares: Shares;
  /** Who holds a unique value: key of `uniqueKey` to record id. */
  readonly unique: ReadonlyMap<string, string>;
  /** Who holds an external id. */
  readonly external: ReadonlyMap<string, string>;
  /** Fields whose values, or whose labels, are data about a person. */
  readonly personal: PersonalFields;
}

export interface PersonalFields {
  readonly values: ReadonlySet<string>;
  /** References to records that are named by a personal field. */
  readonly labels: ReadonlySet<string>;
}

export const uniqueKey = (field: string, value: string): string => `${field}\n${value}`;

/** What a caller wants a record to be: parsed fields, and what is set besides them. */
export interface Wanted {
  readonly fields: RecordData;
  readonly ownerId?: UserId | null;
  readonly externalId?: string | null;
}

/** Which fields of an object hold data about people. */
export const personalFields = (
  definition: ObjectDefinition,
  objects: ReadonlyMap<string, ObjectDefinition>,
): PersonalFields => ({
  values: new Set(definition.fields.flatMap(({ name, personal }) => (personal ? [name] : []))),
  labels: new Set(
    referenceFields(definition).flatMap(({ name, object = "" }) => {
      const target = objects.get(object);
      const named = target?.fields.find((field) => field.name === target.nameField);
      return named?.personal === true ? [name] : [];
    }),
  ),
});

/** The refusal of an action on a record that the actor can see, or that it does not exist where he cannot. */
export const actionFault = (
  context: RequestContext,
  action: "update" | "delete",
  object: string,
  record: StoredRecord,
  shares: Shares,
): Fault | null => {
  const { model, principal, company } = context;
  const resource = { object, record: recordFacts(company, record, shares) };
  if (!can(model, principal, "read", resource).allow) return missing();
  const decision = can(model, principal, action, resource);
  return decision.allow
    ? null
    : fault("access/forbidden", `You may not ${action} this record.`, undefined, {
        reason: decision.reason,
      });
};

/** The one answer for what does not exist, belongs to another company or may not be seen. */
export const missing = (): Fault => fault("kernel/not-found", "There is nothing here.");

const referenceFaults = (
  { definition, labels }: PlanFacts,
  before: RecordData | null,
  after: RecordData,
): Fault[] =>
  referenceFields(definition).flatMap(({ name, label, object = "" }) => {
    const id = after[name];
    if (typeof id !== "string" || id === before?.[name]) return [];
    return labels.get(object)?.has(id) === true
      ? []
      : [
          fault("record/unknown-reference", `${label} refers to a record that does not exist.`, [
            "fields",
            name,
          ]),
        ];
  });

const uniqueFaults = (
  { definition, unique, external }: PlanFacts,
  id: string,
  after: StoredRecord,
): Fault[] => {
  const faults = definition.fields.flatMap(({ name, label, unique: isUnique }) => {
    const value = after.data[name];
    if (isUnique !== true || value === undefined || value === null) return [];
    const holder = unique.get(uniqueKey(name, uniqueValue(value)));
    return holder === undefined || holder === id
      ? []
      : [
          fault("record/duplicate-value", `Another record has this ${label} already.`, [
            "fields",
            name,
          ]),
        ];
  });
  const holder = after.externalId === null ? undefined : external.get(after.externalId);
  return holder === undefined || holder === id
    ? faults
    : [
        ...faults,
        fault("record/duplicate-external-id", "Another record has this external id already.", [
          "externalId",
        ]),
      ];
};

/** A new record, or why there can be none. */
export const planCreate = (
  facts: PlanFacts,
  id: string,
  wanted: Wanted,
): Result<RecordWrite, Fault[]> => {
  const { context, definition } = facts;
  const { model, principal, now } = context;
  // What is made in the name of another is the other's.
  const { actor, onBehalfOf = actor } = principal;
  const ownerId = wanted.ownerId === undefined ? onBehalfOf : wanted.ownerId;
  const object = definition.name;
  const record = recordFacts(context.company, { id, ownerId, territoryId: null }, facts.shares);
  const decision = can(model, principal, "create", {
    object,
    record,
    fields: Object.keys(wanted.fields),
  });
  if (!decision.allow) {
    const fields =
      decision.rule === "field"
        ? checkInput(model, principal, object, wanted.fields)
        : ok(undefined);
    return err(
      fields.ok
        ? [
            fault("access/forbidden", "You may not create this record.", undefined, {
              reason: decision.reason,
            }),
          ]
        : fields.error,
    );
  }
  const after: StoredRecord = {
    id,
    object,
    version: 1,
    ownerId,
    territoryId: null,
    externalId: wanted.externalId ?? null,
    createdAt: now,
    updatedAt: now,
    data: applyPatch({}, wanted.fields),
  };
  const faults = [...referenceFaults(facts, null, after.data), ...uniqueFaults(facts, id, after)];
  return faults.length === 0 ? ok({ before: null, after }) : err(faults);
};

/** The record after a change, or why it cannot be. Whether anything differs is `differs`'. */
export const planUpdate = (
  facts: PlanFacts,
  before: StoredRecord,
  wanted: Wanted,
): Result<RecordWrite, Fault[]> => {
  const { context, definition } = facts;
  const { model, principal, now } = context;
  const object = definition.name;
  const refused = actionFault(context, "update", object, before, facts.shares);
  if (refused !== null) return err([refused]);
  const record = recordFacts(context.company, before, facts.shares);
  const fields = checkInput(model, principal, object, wanted.fields, record);
  if (!fields.ok) return fields;
  const after: StoredRecord = {
    ...before,
    version: before.version + 1,
    updatedAt: Math.max(now, before.updatedAt),
    ownerId: wanted.ownerId === undefined ? before.ownerId : wanted.ownerId,
    externalId: wanted.externalId === undefined ? before.externalId : wanted.externalId,
    data: applyPatch(before.data, wanted.fields),
  };
  if (
    after.ownerId !== before.ownerId &&
    !canMove(model, principal, object, record, { ...record, owner: after.ownerId as UserId | null })
      .allow
  ) {
    return err([
      fault("access/forbidden", "You may not give this record to somebody else.", ["ownerId"]),
    ]);
  }
  const faults = [
    ...referenceFaults(facts, before.data, after.data),
    ...uniqueFaults(facts, before.id, after),
  ];
  return faults.length === 0 ? ok({ before, after }) : err(faults);
};

const catalogues = new WeakMap<ObjectDefinition, FieldCatalogue>();

const catalogueOf = (definition: ObjectDefinition): FieldCatalogue => {
  const known = catalogues.get(definition);
  if (known !== undefined) return known;
  const made: FieldCatalogue = {
    ...diffFields(definition),
    ownerId: { type: "reference" },
    externalId: { type: "text" },
  };
  catalogues.set(definition, made);
  return made;
};

const shown = (definition: ObjectDefinition, record: StoredRecord | null): JsonObject | null =>
  record === null
    ? null
    : {
        ...diffRecord(definition, record.data),
        ownerId: record.ownerId as Json,
        externalId: record.externalId as Json,
      };

/** Names of what was referred to, by field and id, as the log keeps them; those of people are left out. */
export const auditLabels = ({
  definition,
  labels,
  personal,
}: PlanFacts): DiffOptions["labels"] & object =>
  Object.fromEntries(
    referenceFields(definition)
      .filter(({ name }) => !personal.labels.has(name))
      .map(({ name, object = "" }) => [name, Object.fromEntries(labels.get(object) ?? [])]),
  );

const largestKept = 32 * 1024;

/** The audit event of a write, with what changed; null where nothing did. */
export const eventOf = (
  facts: PlanFacts,
  { before, after }: RecordWrite,
  labels: DiffOptions["labels"] & object = auditLabels(facts),
): AuditEntry | null => {
  const { definition, personal } = facts;
  const one = after ?? before;
  if (one === null) return null;
  const changed = diff(
    catalogueOf(definition),
    shown(definition, before),
    shown(definition, after),
    { labels, maxValueBytes: largestKept },
  );
  if (before !== null && after !== null && changed.changes.length === 0) return null;
  const op = before === null ? "create" : after === null ? "delete" : "update";
  return {
    action: `record.${definition.name}.${op}`,
    entity: definition.name,
    entityId: one.id,
    label: personal.values.has(definition.nameField) ? null : recordLabel(definition, one.data),
    op,
    version: after === null ? one.version + 1 : after.version,
    diff: changed,
    personal: personal.values,
  };
};
