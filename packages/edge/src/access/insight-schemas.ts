import { actions, setSchema } from "@ennead/core/access";
import * as v from "valibot";

import { idSchema, level } from "./schemas.ts";
import { groupMembers, objectName } from "./sharing-schemas.ts";

const id = "0190a0c4-7b1e-7c3a-9f52-3d1c8e6b2a40";

export const explainQuery = v.strictObject({
  /** Oneself unless given. */
  user: v.optional(idSchema),
  action: v.optional(v.picklist(actions)),
});

const tried = v.array(
  v.strictObject({
    rule: v.string(),
    grant: v.exactOptional(v.string()),
    outcome: v.picklist(["passed", "missing", "decided"]),
    text: v.string(),
  }),
);

export const explainAnswer = v.pipe(
  v.strictObject({
    user: v.string(),
    action: v.string(),
    allow: v.boolean(),
    reason: v.string(),
    rule: v.string(),
    /** For people: "Visible because Ada manages the owner Bob." */
    text: v.string(),
    tried,
    /** What would get past the rule that refused, each by itself. */
    changes: v.array(v.string()),
    /** What the user may do with each field of the record. */
    fields: v.record(v.string(), v.string()),
  }),
  v.title("ExplanationAnswer"),
  v.examples([
    {
      user: id,
      action: "read",
      allow: true,
      reason: "manager",
      rule: "scope",
      text: "Visible because Ada manages the owner Bob.",
      tried: [{ rule: "tenant", outcome: "passed" as const, text: "All are of one company." }],
      changes: [],
      fields: { name: "read" },
    },
  ]),
);

export const viewersAnswer = v.pipe(
  v.strictObject({
    items: v.array(
      v.strictObject({
        userId: v.string(),
        name: v.nullable(v.string()),
        access: v.picklist(["read", "edit", "full"]),
        reason: v.string(),
        text: v.string(),
      }),
    ),
    /** How many there are; at most 500 are told. */
    total: v.number(),
  }),
  v.title("ViewersAnswer"),
);

const reach = v.picklist(["all", "some", "none"]);

export const userRightsAnswer = v.pipe(
  v.strictObject({
    system: v.array(v.string()),
    objects: v.array(
      v.strictObject({
        object: v.string(),
        actions: v.record(v.string(), reach),
        fields: v.record(v.string(), v.string()),
      }),
    ),
    groups: v.array(v.string()),
  }),
  v.title("UserRightsAnswer"),
);

const differenceEntries = {
  systemGained: v.array(v.string()),
  systemLost: v.array(v.string()),
  actions: v.array(
    v.strictObject({ object: v.string(), action: v.string(), before: reach, after: reach }),
  ),
  fields: v.array(
    v.strictObject({
      object: v.string(),
      field: v.string(),
      before: v.string(),
      after: v.string(),
    }),
  ),
};

export const compareQuery = v.strictObject({
  /** Oneself unless given. */
  with: v.optional(idSchema),
});

const side = v.strictObject({ userId: v.string(), name: v.string(), sets: v.array(v.string()) });

export const comparisonAnswer = v.pipe(
  v.strictObject({ left: side, right: side, ...differenceEntries }),
  v.title("UserComparisonAnswer"),
);

const some = <S extends v.GenericSchema<unknown, unknown>>(item: S, most: number) =>
  v.optional(v.pipe(v.array(item), v.maxLength(most)), []);

export const whatIfBody = v.pipe(
  v.strictObject({
    /** Sets as they would be. */
    sets: some(v.strictObject({ id: idSchema, definition: setSchema }), 20),
    /** Groups as they would be. */
    groups: some(v.strictObject({ id: idSchema, members: groupMembers }), 20),
    defaults: v.optional(v.record(objectName, level), {}),
    /** Users as they would be. */
    users: some(
      v.strictObject({
        id: idSchema,
        active: v.exactOptional(v.boolean()),
        managerId: v.exactOptional(v.nullable(idSchema)),
        sets: v.exactOptional(v.pipe(v.array(idSchema), v.maxLength(100))),
      }),
      20,
    ),
    /** Objects whose records are looked at; those that the change speaks of unless given. */
    recordsOf: some(objectName, 20),
  }),
  v.examples([
    { sets: [], groups: [], defaults: { account: "read" }, users: [], recordsOf: ["account"] },
  ]),
);

export const whatIfAnswer = v.pipe(
  v.strictObject({
    users: v.array(v.strictObject({ user: v.string(), ...differenceEntries })),
    records: v.array(
      v.strictObject({
        user: v.string(),
        object: v.string(),
        record: v.string(),
        gained: v.array(v.string()),
        lost: v.array(v.string()),
      }),
    ),
    /** What was looked at: the answer is of this sample, and of no more. */
    sample: v.strictObject({
      users: v.number(),
      ofUsers: v.number(),
      records: v.array(
        v.strictObject({ object: v.string(), records: v.number(), more: v.boolean() }),
      ),
    }),
  }),
  v.title("WhatIfAnswer"),
);

export const reviewAnswer = v.pipe(
  v.strictObject({
    at: v.string(),
    users: v.array(
      v.strictObject({
        userId: v.string(),
        name: v.string(),
        active: v.boolean(),
        sets: v.array(v.string()),
        lastSeen: v.nullable(v.string()),
      }),
    ),
    findings: v.array(v.strictObject({ kind: v.string(), subject: v.string(), text: v.string() })),
    /** Shares that end within 30 days or ended within the last 30, the next first. */
    endingShares: v.array(
      v.strictObject({
        id: v.string(),
        object: v.string(),
        recordId: v.string(),
        to: v.string(),
        access: v.string(),
        expiresAt: v.string(),
      }),
    ),
    /** How far was looked: events of the log for last visits, shares at most. */
    bounds: v.strictObject({ events: v.number(), shares: v.number() }),
  }),
  v.title("AccessReviewAnswer"),
);
