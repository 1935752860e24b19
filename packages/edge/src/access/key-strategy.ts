import { hashApiKey, parseApiKey } from "@ennead/core/access";
import { err, fault, ok, type CompanyId, type Instant } from "@ennead/core/kernel";

import { same, type Row, type Strategy, type StrategyDeps } from "../kernel/index.ts";
import { findKey, usedEvery, writeUse } from "./key-store.ts";
import { keyOf } from "./key.ts";

/** How many keys' last uses are remembered, so that most uses of a busy key write nothing. */
const mostRemembered = 10_000;

/** What an unknown prefix is compared with: as much work as a known one. */
const nobody = hashApiKey("");

const bad = err(fault("access/bad-key", "There is no such API key."));

/** The text after `Bearer` where it begins like a key of ours; null for any other credential. */
const keyText = (request: Request): string | null =>
  /^\s*bearer +(enn_\S*)\s*$/i.exec(request.headers.get("authorization") ?? "")?.[1] ?? null;

/** Signs in by an API key of ours. It is asked before the host's strategies, because those take every bearer token. */
export const apiKeys = ({ db, later }: StrategyDeps): Strategy => {
  const uses = new Map<string, Instant>();

  const noteUse = (row: Row, now: Instant): void => {
    const id = `${String(row["company_id"])} ${String(row["id"])}`;
    const before = uses.get(id);
    if (before !== undefined && now - before < usedEvery) return;
    uses.delete(id);
    uses.set(id, now);
    const [oldest] = uses.keys();
    if (uses.size > mostRemembered && oldest !== undefined) uses.delete(oldest);
    later(() => writeUse(db, row, now));
  };

  return {
    name: "apiKey",
    scheme: { type: "http", scheme: "bearer" },
    authenticate: async (request, now) => {
      const text = keyText(request);
      if (text === null) return null;
      const parsed = parseApiKey(text);
      if (!parsed.ok) return parsed;
      const row = await findKey(db, parsed.value.prefix);
      if (!same(hashApiKey(text), row === null ? nobody : String(row["hash"]))) return bad;
      if (row === null) return bad;
      const key = keyOf(row);
      if (key.revokedAt !== null) {
        return err(fault("access/key-revoked", `The API key ${key.prefix} was revoked.`));
      }
      if (now >= key.expiresAt) {
        return err(fault("access/key-expired", `The API key ${key.prefix} has expired.`));
      }
      noteUse(row, now);
      return ok({
        company: String(row["company_id"]) as CompanyId,
        user: key.userId,
        kind: "apiKey",
        scopes: key.scopes,
        credential: key.id,
        stamp: Number(row["stamp"]),
      });
    },
  };
};
