import { shareRank, type ShareLevel, type ShareTarget } from "@ennead/core/access";
import { formatInstant } from "@ennead/core/calendar";
import type { Instant, JsonObject, UserId } from "@ennead/core/kernel";

import { sql, type AuditEntry, type HeldShare, type Row, type Statement } from "../kernel/index.ts";
import { eventOf, type Entity } from "./event.ts";

const levels: readonly ShareLevel[] = ["read", "edit", "full"];

/** A row of `record_share`. */
export const shareOf = (row: Row): HeldShare => ({
  id: String(row["id"]),
  version: Number(row["version"]),
  object: String(row["object"]),
  recordId: String(row["record_id"]),
  to: String(row["target"]) as ShareTarget,
  access: levels[Number(row["level"]) - 1] ?? "read",
  expiresAt: row["expires_at"] === null ? null : Number(row["expires_at"]),
  note: row["note"] === null ? null : String(row["note"]),
  grantedBy: String(row["granted_by"]) as UserId,
  createdAt: Number(row["created_at"]),
  updatedAt: Number(row["updated_at"]),
});

/** A share as JSON; `name` is what its target is called. */
export const shareJson = (share: HeldShare, name: string | null, now: Instant): JsonObject => ({
  id: share.id,
  version: share.version,
  object: share.object,
  recordId: share.recordId,
  to: share.to,
  name,
  access: share.access,
  expiresAt: share.expiresAt === null ? null : formatInstant(share.expiresAt),
  expired: share.expiresAt !== null && share.expiresAt <= now,
  note: share.note,
  grantedBy: share.grantedBy,
  createdAt: formatInstant(share.createdAt),
  updatedAt: formatInstant(share.updatedAt),
});

const shareEntity: Entity = {
  name: "access.share",
  fields: {
    object: { type: "text" },
    recordId: { type: "reference" },
    to: { type: "text" },
    access: { type: "text" },
    expiresAt: { type: "datetime" },
    note: { type: "text" },
  },
};

/** The event and the statement by which one share comes, changes or ends; null when nothing differs. */
export const changeShare = (
  company: string,
  before: HeldShare | null,
  after: HeldShare | null,
  verb?: string,
): { readonly event: AuditEntry; readonly root: Statement } | null => {
  const event = eventOf(shareEntity, before, after, verb);
  if (event === null) return null;
  if (after === null) {
    return {
      event,
      root: sql`delete from record_share where company_id = ${company} and id = ${before?.id ?? ""}
        and version = ${before?.version ?? 0}`,
    };
  }
  const { id, version, object, recordId, to, access, expiresAt, note, grantedBy } = after;
  return {
    event,
    root:
      before === null
        ? sql`insert into record_share(company_id, id, version, object, record_id, target, level,
              expires_at, note, granted_by, created_at, updated_at)
            values (${company}, ${id}, ${version}, ${object}, ${recordId}, ${to}, ${shareRank[access]},
              ${expiresAt}, ${note}, ${grantedBy}, ${after.createdAt}, ${after.updatedAt})`
        : sql`update record_share set version = ${version}, level = ${shareRank[access]},
              expires_at = ${expiresAt}, note = ${note}, granted_by = ${grantedBy},
              updated_at = ${after.updatedAt}
            where company_id = ${company} and id = ${id} and version = ${before.version}`,
  };
};
