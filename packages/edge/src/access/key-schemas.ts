import { parseInstant } from "@ennead/core/calendar";
import * as v from "valibot";

import { storedText } from "../kernel/index.ts";
import { idSchema } from "./schemas.ts";

const id = "0190a0c4-7b1e-7c3a-9f52-3d1c8e6b2a40";

const scope = v.pipe(v.string(), v.minLength(1), v.maxLength(120));

export const newKey = v.pipe(
  v.strictObject({
    name: storedText(1, 120),
    scopes: v.pipe(v.array(scope), v.minLength(1, "At least one scope."), v.maxLength(100)),
    /** 90 days from now unless given. */
    expiresAt: v.exactOptional(
      v.pipe(
        v.string(),
        v.maxLength(40),
        v.check((text) => parseInstant(text) !== undefined, "A moment of RFC 3339."),
      ),
    ),
  }),
  v.examples([
    { name: "Nightly load", scopes: ["read", "account:update"], expiresAt: "2026-12-31T00:00:00Z" },
  ]),
);

const entries = {
  id: idSchema,
  version: v.number(),
  prefix: v.string(),
  name: v.string(),
  userId: v.string(),
  scopes: v.array(v.string()),
  createdAt: v.string(),
  expiresAt: v.string(),
  revokedAt: v.nullable(v.string()),
  lastUsedAt: v.nullable(v.string()),
};

const example = {
  id,
  version: 1,
  prefix: "enn_7Qd0xKfa",
  name: "Nightly load",
  userId: id,
  scopes: ["account:update", "read"],
  createdAt: "2026-01-31T09:30:00Z",
  expiresAt: "2026-12-31T00:00:00Z",
  revokedAt: null,
  lastUsedAt: null,
};

export const keyAnswer = v.pipe(
  v.strictObject(entries),
  v.title("ApiKeyAnswer"),
  v.examples([{ ...example, lastUsedAt: "2026-02-01T02:00:00Z" }]),
);

/** `value` is the key's text, told once; null where the answer is repeated under an Idempotency-Key. */
export const createdKeyAnswer = v.pipe(
  v.strictObject({ ...entries, value: v.nullable(v.string()) }),
  v.title("CreatedApiKeyAnswer"),
  v.examples([
    { ...example, value: "enn_UyNnS4W7_003aUlTJC7tjlCTQj2uNU3MFagCXG9LRKRcwGkBIDlf0OoSP3" },
  ]),
);
