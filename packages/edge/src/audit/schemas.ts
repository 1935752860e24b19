import { parseInstant } from "@ennead/core/calendar";
import * as v from "valibot";

import { storedText } from "../kernel/index.ts";

const name = storedText(1, 200);
const id = storedText(1, 256);

const instant = v.pipe(
  v.string(),
  v.maxLength(64),
  v.check((text) => parseInstant(text) !== undefined, "An instant like 2026-01-31T09:30:00Z."),
  v.examples(["2026-01-31T09:30:00Z"]),
);

/** What the log is asked. `from` is included, `to` is not; `record` is an id of `entity`. */
export const questionQuery = v.strictObject({
  from: v.optional(instant),
  to: v.optional(instant),
  actor: v.optional(id),
  onBehalfOf: v.optional(id),
  action: v.optional(name),
  entity: v.optional(name),
  record: v.optional(id),
  op: v.optional(v.picklist(["create", "update", "delete"])),
  outcome: v.optional(v.picklist(["success", "failure", "denied"])),
  field: v.optional(name),
  request: v.optional(id),
});

export type QuestionQuery = v.InferOutput<typeof questionQuery>;

const pageQuery = {
  limit: v.optional(
    v.pipe(
      v.string(),
      v.regex(/^\d{1,3}$/, "A limit is a whole number from 1 to 500."),
      v.transform(Number),
      v.minValue(1, "A limit is a whole number from 1 to 500."),
      v.maxValue(500, "A limit is a whole number from 1 to 500."),
    ),
  ),
  cursor: v.optional(v.pipe(v.string(), v.maxLength(2000))),
};

export const logsQuery = v.strictObject({ ...questionQuery.entries, ...pageQuery });

export const timelineQuery = v.strictObject(pageQuery);

export const eventParams = v.strictObject({ id });

export const entityParams = v.strictObject({ entity: name, id });

export const momentQuery = v.strictObject({
  version: v.optional(
    v.pipe(v.string(), v.regex(/^\d{1,9}$/, "A version is a whole number."), v.transform(Number)),
  ),
  at: v.optional(instant),
});

const uuid = v.pipe(v.string(), v.examples(["0190a0c4-7b1e-7c3a-9f52-3d1c8e6b2a40"]));

const event = {
  seq: v.pipe(v.number(), v.examples([4711])),
  id: uuid,
  at: v.pipe(v.string(), v.examples(["2026-01-31T09:30:00Z"])),
  action: v.pipe(v.string(), v.examples(["record.opportunity.update"])),
  entity: v.pipe(v.string(), v.examples(["opportunity"])),
  entityId: uuid,
  entityLabel: v.pipe(v.nullable(v.string()), v.examples(["Harbour cranes"])),
  version: v.pipe(v.nullable(v.number()), v.examples([3])),
  op: v.nullable(v.picklist(["create", "update", "delete"])),
  outcome: v.picklist(["success", "failure", "denied"]),
  actor: v.pipe(
    v.strictObject({ id: v.string(), kind: v.string(), label: v.string() }),
    v.examples([{ id: "0190a0c4-7b1e-7c3a-9f52-3d1c8e6b2a41", kind: "user", label: "Ada" }]),
  ),
  onBehalfOf: v.pipe(v.nullable(v.string()), v.examples([null])),
  requestId: v.pipe(v.string(), v.examples(["0190a0c4-7b1e-7c3a-9f52-3d1c8e6b2a42"])),
  route: v.pipe(v.string(), v.examples(["record.update"])),
  /** Names of the fields that changed, as far as the reader may know of them. */
  fields: v.pipe(v.array(v.string()), v.examples([["stage"]])),
  /** Whether changes of fields that the reader may not read were left out. */
  withheld: v.boolean(),
};

/** An event as lists tell of it: without values. */
export const eventItem = v.strictObject(event);

const change = v.strictObject({
  path: v.array(v.string()),
  op: v.picklist(["set", "add", "remove", "reorder"]),
  before: v.optional(v.unknown()),
  after: v.optional(v.unknown()),
  index: v.optional(v.number()),
  added: v.optional(v.unknown()),
  removed: v.optional(v.unknown()),
  beforeLabel: v.optional(v.unknown()),
  afterLabel: v.optional(v.unknown()),
  /** Set where the reader is told that the field changed and not to what. */
  masked: v.optional(v.literal(true)),
  /** Set where a personal value was erased. */
  erased: v.optional(v.literal(true)),
});

/** One event with its changes. */
export const eventDetail = v.strictObject({
  ...event,
  changes: v.pipe(
    v.array(change),
    v.examples([[{ path: ["stage"], op: "set", before: "proposal", after: "won" }]]),
  ),
  dropped: v.array(v.string()),
  reversible: v.boolean(),
});

const counts = v.array(v.strictObject({ value: v.string(), count: v.number() }));

/** Counts of the newest events of a question. */
export const facetsAnswer = v.strictObject({
  counted: v.number(),
  complete: v.boolean(),
  action: counts,
  entity: counts,
  actor: v.array(v.strictObject({ value: v.string(), label: v.string(), count: v.number() })),
  op: counts,
  outcome: counts,
});

/** A record as it was. */
export const asOfAnswer = v.strictObject({
  entity: v.pipe(v.string(), v.examples(["opportunity"])),
  id: uuid,
  version: v.pipe(v.nullable(v.number()), v.examples([2])),
  at: v.pipe(v.nullable(v.string()), v.examples(["2026-01-31T09:30:00Z"])),
  state: v.pipe(
    v.nullable(
      v.strictObject({
        ownerId: v.unknown(),
        externalId: v.unknown(),
        fields: v.record(v.string(), v.unknown()),
      }),
    ),
    v.examples([{ ownerId: null, externalId: null, fields: { name: "Harbour cranes" } }]),
  ),
  unknown: v.array(v.string()),
  masked: v.array(v.string()),
});
