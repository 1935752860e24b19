import { isObject } from "@ennead/core/kernel";
import * as v from "valibot";

import { storedText } from "../kernel/index.ts";

const text = (most: number): v.GenericSchema<string> => v.pipe(v.string(), v.maxLength(most));

/** What another system calls a record. */
export const externalId = storedText(1, 255);

const ownerId = v.nullable(text(64));

// What the fields are is the object's to say: core reads them, with a fault for each. A record schema would pass over
// `__proto__` and `constructor` without a word.
const fields = v.custom<Readonly<Record<string, unknown>>>(isObject, "Fields are a JSON object.");

const id = "0190a0c4-7b1e-7c3a-9f52-3d1c8e6b2a40";
const owner = "0190a0c4-7b1e-7c3a-9f52-3d1c8e6b2a41";
const at = "2026-01-31T09:30:00Z";
const example = {
  name: "Harbour cranes",
  amount: { amount: "125000.00", currency: "EUR" },
  closeDate: "2026-03-31",
};

export const objectParams = v.strictObject({ object: text(100) });

export const recordParams = v.strictObject({ object: text(100), id: text(256) });

export const newRecord = v.pipe(
  v.strictObject({
    fields,
    ownerId: v.optional(ownerId),
    externalId: v.optional(v.nullable(externalId)),
  }),
  v.examples([{ fields: example, ownerId: owner, externalId: "erp-4711" }]),
);

export const recordPatch = v.pipe(
  v.strictObject({
    fields: v.optional(fields),
    ownerId: v.optional(ownerId),
    externalId: v.optional(v.nullable(externalId)),
  }),
  v.examples([{ fields: { stage: "won", nextStep: null } }]),
);

/** One line of a bulk command. */
export const bulkLine = v.strictObject({
  externalId,
  ownerId: v.optional(ownerId),
  fields,
});

export const recordSchema = v.pipe(
  v.strictObject({
    id: v.string(),
    object: v.string(),
    version: v.number(),
    externalId: v.nullable(v.string()),
    ownerId: v.nullable(v.string()),
    createdAt: v.string(),
    updatedAt: v.string(),
    fields: v.record(v.string(), v.unknown()),
    /** Fields whose value is not shown: of a text the end at most, of anything else null. */
    masked: v.optional(v.array(v.string())),
  }),
  v.title("RecordAnswer"),
  v.examples([
    {
      id,
      object: "opportunity",
      version: 1,
      externalId: "erp-4711",
      ownerId: owner,
      createdAt: at,
      updatedAt: at,
      fields: example,
    },
  ]),
);

const fieldSchema = v.strictObject({
  name: v.string(),
  label: v.string(),
  type: v.string(),
  required: v.optional(v.boolean()),
  unique: v.optional(v.boolean()),
  indexed: v.optional(v.boolean()),
  searchable: v.optional(v.boolean()),
  personal: v.optional(v.boolean()),
  scale: v.optional(v.number()),
  maxLength: v.optional(v.number()),
  options: v.optional(v.array(v.strictObject({ value: v.string(), label: v.string() }))),
  object: v.optional(v.string()),
});

export const objectSchema = v.pipe(
  v.strictObject({
    name: v.string(),
    label: v.string(),
    labelPlural: v.string(),
    nameField: v.string(),
    fields: v.array(fieldSchema),
  }),
  v.title("ObjectDefinition"),
  v.examples([
    {
      name: "account",
      label: "Account",
      labelPlural: "Accounts",
      nameField: "name",
      fields: [{ name: "name", label: "Name", type: "text", required: true, indexed: true }],
    },
  ]),
);
