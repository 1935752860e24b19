import type { KeyScopes } from "@ennead/core/access";
import { formatInstant } from "@ennead/core/calendar";
import type { JsonObject, UserId } from "@ennead/core/kernel";

import type { Row } from "../kernel/index.ts";

/** An API key as it is kept: its text is not. Times are epoch milliseconds. */
export interface ApiKey {
  readonly id: string;
  readonly version: number;
  /** `enn_` and 8 characters. */
  readonly prefix: string;
  readonly name: string;
  readonly userId: UserId;
  readonly scopes: KeyScopes;
  /** Id of the key by which it was made, and with which it is revoked. */
  readonly madeBy: string | null;
  readonly expiresAt: number;
  readonly revokedAt: number | null;
  readonly createdAt: number;
}

const time = (value: Row[string] | undefined): number | null =>
  value === null || value === undefined ? null : Number(value);

/** A row of `api_key`. */
export const keyOf = (row: Row): ApiKey => ({
  id: String(row["id"]),
  version: Number(row["version"]),
  prefix: String(row["prefix"]),
  name: String(row["name"]),
  userId: String(row["user_id"]) as UserId,
  scopes: JSON.parse(String(row["scopes"])) as KeyScopes,
  madeBy: row["made_by"] === null ? null : String(row["made_by"]),
  expiresAt: Number(row["expires_at"]),
  revokedAt: time(row["revoked_at"]),
  createdAt: Number(row["created_at"]),
});

/** When the key of a row was last used, where `used_at` was read with it. */
export const usedAtOf = (row: Row): number | null => time(row["used_at"]);

const written = (at: number | null): string | null => (at === null ? null : formatInstant(at));

/** A key as JSON. */
export const keyJson = (key: ApiKey, usedAt: number | null): JsonObject => ({
  id: key.id,
  version: key.version,
  prefix: key.prefix,
  name: key.name,
  userId: key.userId,
  scopes: key.scopes,
  createdAt: formatInstant(key.createdAt),
  expiresAt: formatInstant(key.expiresAt),
  revokedAt: written(key.revokedAt),
  lastUsedAt: written(usedAt),
});
