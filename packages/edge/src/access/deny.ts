import { formatInstant } from "@ennead/core/calendar";
import type { JsonObject } from "@ennead/core/kernel";

import type { Row } from "../kernel/index.ts";

/** A refusal that no grant outweighs. Times are epoch milliseconds. */
export interface StoredDeny {
  readonly id: string;
  readonly version: number;
  /** `all`, `user:<id>` or `group:<id>`. */
  readonly who: string;
  /** An action, or `*`. */
  readonly action: string;
  /** Null: every object. */
  readonly object: string | null;
  /** Null: every record of the object. */
  readonly recordId: string | null;
  /** What whoever is refused is told. */
  readonly reason: string;
  readonly createdAt: number;
  readonly updatedAt: number;
}

const textOrNull = (value: Row[string] | undefined): string | null =>
  value === null || value === undefined ? null : String(value);

/** A row of `access_deny`. */
export const denyOf = (row: Row): StoredDeny => ({
  id: String(row["id"]),
  version: Number(row["version"]),
  who: String(row["who"]),
  action: String(row["action"]),
  object: textOrNull(row["object"]),
  recordId: textOrNull(row["record_id"]),
  reason: String(row["reason"]),
  createdAt: Number(row["created_at"]),
  updatedAt: Number(row["updated_at"]),
});

export const denyJson = (deny: StoredDeny): JsonObject => ({
  ...deny,
  createdAt: formatInstant(deny.createdAt),
  updatedAt: formatInstant(deny.updatedAt),
});
