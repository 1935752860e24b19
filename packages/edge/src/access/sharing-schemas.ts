import { actions } from "@ennead/core/access";
import { parseInstant } from "@ennead/core/calendar";
import * as v from "valibot";

import { storedText } from "../kernel/index.ts";
import { idSchema } from "./schemas.ts";

const id = "0190a0c4-7b1e-7c3a-9f52-3d1c8e6b2a40";
const at = "2026-01-31T09:30:00Z";

const uuid = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}";

/** A principal of one of these kinds, or one of these words. */
const principal = (kinds: string, words: string, said: string): v.GenericSchema<string> =>
  v.pipe(
    v.string(),
    v.maxLength(60),
    v.regex(new RegExp(`^(?:(?:${kinds}):${uuid}${words})$`), said),
    v.examples([`user:${id}`]),
  );

const member = principal("user|group", "", "A member is user:<id> or group:<id>.");
const denied = principal("user|group", "|all", "all, user:<id> or group:<id>.");
export const shareTarget = principal(
  "user|group|role|territory",
  "|company",
  "user:<id>, group:<id>, role:<id>, territory:<id> or company.",
);

export const objectName = v.pipe(v.string(), v.minLength(1), v.maxLength(97));
export const objectParams = v.strictObject({ object: objectName });
export const recordParams = v.strictObject({ object: objectName, record: idSchema });

export const moment = v.pipe(
  v.string(),
  v.maxLength(40),
  v.check((text) => parseInstant(text) !== undefined, "A moment of RFC 3339."),
  v.examples(["2026-12-31T00:00:00Z"]),
);

const description = v.nullable(storedText(0, 2000));
export const groupMembers = v.pipe(v.array(member), v.maxLength(5000));

export const newGroup = v.pipe(
  v.strictObject({
    name: storedText(1, 120),
    description: v.optional(description, null),
    members: v.optional(groupMembers, []),
  }),
  v.examples([{ name: "Field sales", description: null, members: [`user:${id}`] }]),
);

export const groupPatch = v.pipe(
  v.strictObject({
    name: v.exactOptional(storedText(1, 120)),
    description: v.exactOptional(description),
    members: v.exactOptional(groupMembers),
  }),
  v.examples([{ name: "Field sales" }]),
);

export const groupAnswer = v.pipe(
  v.strictObject({
    id: idSchema,
    version: v.number(),
    name: v.string(),
    description: v.nullable(v.string()),
    members: v.array(v.string()),
    createdAt: v.string(),
    updatedAt: v.string(),
  }),
  v.title("GroupAnswer"),
  v.examples([
    {
      id,
      version: 1,
      name: "Field sales",
      description: null,
      members: [`user:${id}`],
      createdAt: at,
      updatedAt: at,
    },
  ]),
);

const action = v.picklist([...actions, "*"]);

export const newDeny = v.pipe(
  v.strictObject({
    who: denied,
    action,
    object: v.optional(v.nullable(objectName), null),
    recordId: v.optional(v.nullable(idSchema), null),
    reason: storedText(1, 200),
  }),
  v.check(
    ({ object, recordId }) => recordId === null || object !== null,
    "A record is named with its object.",
  ),
  v.examples([
    { who: "all", action: "export", object: "account", recordId: null, reason: "year-end freeze" },
  ]),
);

export const denyPatch = v.pipe(
  v.strictObject({
    who: v.exactOptional(denied),
    action: v.exactOptional(action),
    object: v.exactOptional(v.nullable(objectName)),
    recordId: v.exactOptional(v.nullable(idSchema)),
    reason: v.exactOptional(storedText(1, 200)),
  }),
  v.examples([{ reason: "year-end freeze" }]),
);

const warnings = v.array(v.strictObject({ code: v.string(), message: v.string() }));

export const denyAnswer = v.pipe(
  v.strictObject({
    id: idSchema,
    version: v.number(),
    who: v.string(),
    action: v.string(),
    object: v.nullable(v.string()),
    recordId: v.nullable(v.string()),
    reason: v.string(),
    warnings: v.exactOptional(warnings),
    createdAt: v.string(),
    updatedAt: v.string(),
  }),
  v.title("DenyAnswer"),
  v.examples([
    {
      id,
      version: 1,
      who: "all",
      action: "export",
      object: "account",
      recordId: null,
      reason: "year-end freeze",
      warnings: [],
      createdAt: at,
      updatedAt: at,
    },
  ]),
);

const access = v.picklist(["none", "read", "edit"]);

/** Null goes back to what the object begins with. */
export const defaultBody = v.pipe(
  v.strictObject({ access: v.nullable(access) }),
  v.examples([{ access: "read" }]),
);

export const defaultAnswer = v.pipe(
  v.strictObject({
    object: v.string(),
    label: v.string(),
    /** What holds. */
    access,
    /** What the company said; null while it holds what the object begins with. */
    own: v.nullable(access),
  }),
  v.title("DefaultAnswer"),
  v.examples([{ object: "account", label: "Account", access: "read", own: "read" }]),
);

export const defaultsAnswer = v.pipe(
  v.strictObject({ items: v.array(defaultAnswer) }),
  v.title("DefaultsAnswer"),
  v.examples([{ items: [{ object: "account", label: "Account", access: "read", own: "read" }] }]),
);

const newShareEntries = {
  to: shareTarget,
  access: v.picklist(["read", "edit", "full"]),
  expiresAt: v.optional(v.nullable(moment), null),
  note: v.optional(v.nullable(storedText(1, 500)), null),
};

export const newShare = v.pipe(
  v.strictObject(newShareEntries),
  v.examples([{ to: `user:${id}`, access: "edit", expiresAt: "2026-12-31T00:00:00Z", note: null }]),
);

export const shareSet = v.pipe(
  v.strictObject({
    shares: v.pipe(
      v.array(v.strictObject(newShareEntries)),
      v.maxLength(200, "A record has at most 200 shares."),
    ),
  }),
  v.examples([{ shares: [{ to: `user:${id}`, access: "read", expiresAt: null, note: null }] }]),
);

export const shareParams = v.strictObject({
  object: objectName,
  record: idSchema,
  share: idSchema,
});

export const shareAnswer = v.pipe(
  v.strictObject({
    id: idSchema,
    version: v.number(),
    object: v.string(),
    recordId: v.string(),
    to: v.string(),
    /** What the target is called; null for one that is not there any more. */
    name: v.nullable(v.string()),
    access: v.picklist(["read", "edit", "full"]),
    expiresAt: v.nullable(v.string()),
    expired: v.boolean(),
    note: v.nullable(v.string()),
    grantedBy: v.string(),
    createdAt: v.string(),
    updatedAt: v.string(),
  }),
  v.title("ShareAnswer"),
  v.examples([
    {
      id,
      version: 1,
      object: "account",
      recordId: id,
      to: `user:${id}`,
      name: "Ada Lovelace",
      access: "edit",
      expiresAt: "2026-12-31T00:00:00Z",
      expired: false,
      note: null,
      grantedBy: id,
      createdAt: at,
      updatedAt: at,
    },
  ]),
);

export const sharesAnswer = v.pipe(
  v.strictObject({ items: v.array(shareAnswer) }),
  v.title("SharesAnswer"),
);
