import {
  err,
  fault,
  isUuid,
  ok,
  type CompanyId,
  type Instant,
  type JsonObject,
  type Result,
  type UserId,
} from "@ennead/core/kernel";

import {
  sql,
  type Identity,
  type Strategy,
  type StrategyDeps,
  type TenantDb,
} from "../kernel/index.ts";
import { impersonationOf } from "./impersonation.ts";
import { stampOf } from "./snapshot.ts";

/** What tokens of ours are minted for, beside links. */
export const impersonationPurpose = "access-impersonation";
export const embedPurpose = "access-embed";

const ended = err(fault("access/impersonation-ended", "Acting as somebody else is over."));

/** Whom an impersonation lets act, by its row: the token alone is not enough once somebody has ended it. */
const impersonated = async (
  db: TenantDb,
  { c: company, i: id }: JsonObject,
  now: Instant,
): Promise<Result<Identity>> => {
  if (typeof company !== "string" || typeof id !== "string" || !isUuid(company)) return ended;
  const database = await db.for(company as CompanyId);
  const [found] = await database.read([
    sql`select i.*, ${stampOf("i")} from impersonation i where i.company_id = ${company}
      and i.id = ${id}`,
  ]);
  const [row] = found?.rows ?? [];
  if (row === undefined) return ended;
  const { actorId, userId, reason, allow, startsAt, endsAt, endedAt } = impersonationOf(row);
  if (endedAt !== null || now >= endsAt) return ended;
  return ok({
    company: company as CompanyId,
    user: actorId,
    kind: "user",
    as: { user: userId, impersonation: { reason, allow, startsAt, endsAt } },
    issuedAt: startsAt,
    credential: id,
    stamp: Number(row["stamp"]),
  });
};

/** Whom a widget asks for. A browser says from which page; the token is for pages of one origin. */
const embedded = (request: Request, claims: JsonObject): Result<Identity> => {
  const { c: company, u: user, s: scopes, o: origin, r: resource, t: issuedAt } = claims;
  const sent = request.headers.get("origin");
  if (sent !== null && sent !== origin) {
    return err(
      fault("access/token-origin", "The token was made for a widget on another page's origin."),
    );
  }
  return ok({
    company: String(company) as CompanyId,
    user: String(user) as UserId,
    kind: "embed",
    scopes: Array.isArray(scopes) ? scopes.map(String) : [],
    ...(Array.isArray(resource)
      ? { resource: { object: String(resource[0]), id: String(resource[1]) } }
      : {}),
    issuedAt: Number(issuedAt),
  });
};

/** The text after `Bearer` where it begins like a token of our own minting. */
const tokenText = (request: Request): string | null =>
  /^\s*bearer +(et1\.\S*)\s*$/i.exec(request.headers.get("authorization") ?? "")?.[1] ?? null;

/** Signs in by the tokens of impersonations and of embedded widgets. It is asked before the host's strategies. */
export const ownTokens = ({ db, keys }: StrategyDeps): Strategy => ({
  name: "ownToken",
  scheme: { type: "http", scheme: "bearer" },
  authenticate: async (request, now) => {
    const text = tokenText(request);
    if (text === null) return null;
    const acting = await keys.readToken(impersonationPurpose, text, now);
    if (acting.ok) return impersonated(db, acting.value, now);
    if (acting.error.code === "kernel/token-expired") return ended;
    const widget = await keys.readToken(embedPurpose, text, now);
    return widget.ok ? embedded(request, widget.value) : widget;
  },
});
