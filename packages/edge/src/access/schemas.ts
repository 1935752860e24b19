import { setSchema } from "@ennead/core/access";
import * as v from "valibot";

import { isUnstorable, storedText } from "../kernel/index.ts";

const id = "0190a0c4-7b1e-7c3a-9f52-3d1c8e6b2a40";
const at = "2026-01-31T09:30:00Z";

const name = v.pipe(storedText(1, 120), v.examples(["Ada Lovelace"]));

export const idSchema = v.pipe(
  v.string(),
  v.regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/),
);

export const idParams = v.strictObject({ id: idSchema });

const email = v.pipe(
  storedText(3, 254),
  v.regex(/^[^\s@<>"(),:;[\]\\]{1,64}@[^\s@.]+(?:\.[^\s@.]+)+$/, "An e-mail address."),
  v.examples(["ada@example.com"]),
);

const sets = v.pipe(v.array(idSchema), v.maxLength(100));

export const newUser = v.strictObject({
  name,
  email,
  active: v.optional(v.boolean(), true),
  managerId: v.optional(v.nullable(idSchema), null),
  sets: v.optional(sets, []),
});

export const userPatch = v.pipe(
  v.strictObject({
    name: v.exactOptional(name),
    email: v.exactOptional(email),
    active: v.exactOptional(v.boolean()),
    managerId: v.exactOptional(v.nullable(idSchema)),
    sets: v.exactOptional(sets),
  }),
  v.examples([{ active: false }]),
);

export const userAnswer = v.pipe(
  v.strictObject({
    id: idSchema,
    version: v.number(),
    name: v.optional(v.string()),
    email: v.optional(v.string()),
    active: v.optional(v.boolean()),
    managerId: v.optional(v.nullable(v.string())),
    roles: v.optional(v.array(v.string())),
    sets: v.optional(v.array(v.string())),
    createdAt: v.string(),
    updatedAt: v.string(),
  }),
  v.title("UserAnswer"),
  v.examples([
    {
      id,
      version: 1,
      name: "Ada Lovelace",
      email: "ada@example.com",
      active: true,
      managerId: null,
      roles: ["Sales"],
      sets: [],
      createdAt: at,
      updatedAt: at,
    },
  ]),
);

export const setBody = v.pipe(
  setSchema,
  v.check(({ name: given }) => !isUnstorable(given), "A name without NUL and broken surrogates."),
  v.examples([
    {
      name: "Sales",
      objects: { account: ["read", "update"] },
      fields: { account: { phone: "read" } },
      system: [],
    },
  ]),
);

export const setAnswer = v.pipe(
  v.strictObject({
    id: idSchema,
    version: v.number(),
    name: v.string(),
    role: v.boolean(),
    objects: v.record(v.string(), v.array(v.string())),
    fields: v.record(v.string(), v.record(v.string(), v.string())),
    system: v.array(v.string()),
    obligations: v.record(
      v.string(),
      v.strictObject({
        maxExportRows: v.exactOptional(v.number()),
        watermark: v.exactOptional(v.boolean()),
        stepUp: v.exactOptional(v.array(v.string())),
      }),
    ),
  }),
  v.title("PermissionSetAnswer"),
  v.examples([
    {
      id,
      version: 1,
      name: "Sales",
      role: true,
      objects: { account: ["read", "update"] },
      fields: { account: { phone: "read" } },
      system: [],
      obligations: { account: { maxExportRows: 1000, watermark: true, stepUp: ["export"] } },
    },
  ]),
);

const currency = v.pipe(v.string(), v.regex(/^[A-Z]{3}$/, "A currency is a code of ISO 4217."));
const locale = v.pipe(
  v.string(),
  v.maxLength(35),
  v.regex(/^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/, "A locale is a tag of BCP 47."),
);
const timeZone = v.pipe(v.string(), v.maxLength(64), v.examples(["Europe/Berlin"]));
const fiscal = v.strictObject({
  startMonth: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(12)),
  nameBy: v.picklist(["start", "end"]),
});
export const level = v.picklist(["none", "read", "edit"]);
const defaults = v.record(v.string(), level);

const isOrigin = (text: string): boolean => {
  if (!/^https?:[^*]*$/.test(text) || !URL.canParse(text)) return false;
  return new URL(text).origin === text;
};
export const origin = v.pipe(
  v.string(),
  v.maxLength(260),
  v.check(isOrigin, "An origin is a scheme, a host and perhaps a port: https://crm.example.com."),
  v.examples(["https://crm.example.com"]),
);
const origins = v.pipe(v.array(origin), v.maxLength(100));

export const companyPatch = v.pipe(
  v.strictObject({
    name: v.exactOptional(name),
    currency: v.exactOptional(currency),
    locale: v.exactOptional(locale),
    timeZone: v.exactOptional(timeZone),
    fiscal: v.exactOptional(v.nullable(fiscal)),
    defaults: v.exactOptional(defaults),
    origins: v.exactOptional(origins),
  }),
  v.examples([{ timeZone: "Europe/Berlin", defaults: { account: "read" } }]),
);

/** A company as it begins. Sets and managers are named. */
export const provisionInput = v.strictObject({
  name,
  currency,
  locale,
  timeZone,
  fiscal: v.exactOptional(fiscal),
  defaults: v.exactOptional(defaults, {}),
  origins: v.exactOptional(origins, []),
  sets: v.array(setBody),
  users: v.array(
    v.strictObject({
      id: v.exactOptional(idSchema),
      name,
      email,
      active: v.exactOptional(v.boolean(), true),
      manager: v.exactOptional(v.string()),
      sets: v.array(v.string()),
    }),
  ),
});

export const companyAnswer = v.pipe(
  v.strictObject({
    id: v.string(),
    version: v.number(),
    name: v.string(),
    currency: v.string(),
    locale: v.string(),
    timeZone: v.string(),
    defaults: v.record(v.string(), level),
    fiscal: v.nullable(fiscal),
    origins: v.array(v.string()),
  }),
  v.title("CompanyAnswer"),
  v.examples([
    {
      id,
      version: 1,
      name: "Analytical Engines",
      currency: "EUR",
      locale: "en-GB",
      timeZone: "Europe/Berlin",
      defaults: { account: "read" },
      fiscal: { startMonth: 4, nameBy: "end" },
      origins: ["https://crm.example.com"],
    },
  ]),
);

/** Who really asks, where somebody acts as the user. */
const impersonating = v.strictObject({
  id: v.string(),
  actorId: v.string(),
  actorName: v.string(),
  reason: v.string(),
  allow: v.array(v.string()),
  endsAt: v.string(),
});

export const meAnswer = v.pipe(
  v.strictObject({
    user: v.strictObject({
      id: v.string(),
      name: v.string(),
      email: v.string(),
      roles: v.array(v.string()),
    }),
    company: v.strictObject({
      id: v.string(),
      name: v.string(),
      currency: v.string(),
      locale: v.string(),
      timeZone: v.string(),
    }),
    permissions: v.strictObject({
      system: v.array(v.string()),
      objects: v.record(
        v.string(),
        v.strictObject({
          actions: v.array(v.string()),
          fields: v.record(v.string(), v.picklist(["mask", "read", "edit"])),
        }),
      ),
    }),
    impersonation: v.nullable(impersonating),
  }),
  v.title("MeAnswer"),
  v.examples([
    {
      user: { id, name: "Ada Lovelace", email: "ada@example.com", roles: ["Sales"] },
      company: {
        id,
        name: "Analytical Engines",
        currency: "EUR",
        locale: "en-GB",
        timeZone: "Europe/Berlin",
      },
      permissions: {
        system: [],
        objects: { account: { actions: ["read"], fields: { name: "read" } } },
      },
      impersonation: null,
    },
  ]),
);
