import { sql, type RequestContext } from "../kernel/index.ts";
import { eventOf, type Entity } from "./event.ts";
import type { ApiKey } from "./key.ts";
import type { Change } from "./writes.ts";

const keyEntity: Entity = {
  name: "access.api-key",
  fields: {
    prefix: { type: "text" },
    name: { type: "text" },
    userId: { type: "reference" },
    scopes: { type: "multiselect" },
    madeBy: { type: "reference" },
    expiresAt: { type: "datetime" },
    revokedAt: { type: "datetime" },
  },
};

export const createKey = ({ company, now }: RequestContext, key: ApiKey, hash: string): Change => {
  const event = eventOf(keyEntity, null, key);
  return {
    events: event === null ? [] : [event],
    parts: [],
    roots: [
      sql`insert into api_key(company_id, id, version, prefix, hash, name, user_id, scopes,
          made_by, expires_at, revoked_at, created_at, updated_at)
        values (${company}, ${key.id}, ${key.version}, ${key.prefix}, ${hash}, ${key.name},
          ${key.userId}, ${JSON.stringify(key.scopes)}, ${key.madeBy}, ${key.expiresAt}, null, ${now}, ${now})`,
    ],
  };
};

export const revokeKey = ({ company, now }: RequestContext, key: ApiKey): Change => {
  const after = { ...key, version: key.version + 1, revokedAt: now };
  const event = eventOf(keyEntity, key, after, "revoke");
  return {
    events: event === null ? [] : [event],
    parts: [],
    roots: [
      sql`update api_key set version = ${after.version}, revoked_at = ${now}, updated_at = ${now}
        where company_id = ${company} and id = ${key.id} and version = ${key.version}`,
    ],
  };
};
