import { diff } from "@ennead/core/audit";
import { formatInstant } from "@ennead/core/calendar";
import {
  err,
  fault,
  ok,
  type CompanyId,
  type Json,
  type JsonObject,
  type UserId,
} from "@ennead/core/kernel";

import {
  same,
  sha256,
  sql,
  type AuditEntry,
  type PathCredential,
  type RequestContext,
  type Row,
  type Statement,
  type TenantScope,
} from "../kernel/index.ts";
import { linkEntity } from "./tables.ts";

/** A way to read one report without signing in, with the rights of who made it. */
export interface Link {
  readonly id: string;
  readonly version: number;
  readonly reportId: string;
  /** What it is for, to the people who look after it. */
  readonly label: string;
  /** SHA-256 of the token. */
  readonly tokenHash: string;
  readonly ownerId: UserId;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly expiresAt: number;
}

/** What the tokens of links are minted for. */
export const linkPurpose = "report-link";

export const linkOf = (row: Row): Link => ({
  id: String(row["id"]),
  version: Number(row["version"]),
  reportId: String(row["report_id"]),
  label: String(row["label"]),
  tokenHash: String(row["token_hash"]),
  ownerId: String(row["owner_id"]) as UserId,
  createdAt: Number(row["created_at"]),
  expiresAt: Number(row["expires_at"]),
});

/** A link as JSON, without its token, which nobody knows any more. */
export const linkJson = ({
  id,
  label,
  ownerId,
  createdAt,
  expiresAt,
}: Link): Readonly<Record<string, Json>> => ({
  id,
  label,
  ownerId,
  createdAt: formatInstant(createdAt),
  expiresAt: formatInstant(expiresAt),
});

/** The links of a report, the newest last. */
export const linksOf = async (
  { company, read }: TenantScope,
  report: string,
): Promise<readonly Link[]> => {
  const [found] = await read(
    sql`select * from report_link where company_id = ${company} and report_id = ${report} order by id`,
  );
  return (found?.rows ?? []).map(linkOf);
};

const kept = ({ label, ownerId, reportId, expiresAt }: Link): Readonly<Record<string, Json>> => ({
  label,
  ownerId,
  reportId,
  expiresAt: formatInstant(expiresAt),
});

/** Makes or takes back a link: the event, which holds no token, and the statement. */
export const changeLink = (
  { company }: RequestContext,
  op: "create" | "delete",
  link: Link,
): { readonly event: AuditEntry; readonly root: Statement } => {
  const version = op === "create" ? 1 : link.version + 1;
  return {
    event: {
      action: `${linkEntity}.${op}`,
      entity: linkEntity,
      entityId: link.id,
      label: link.label,
      op,
      version,
      diff: diff(
        {
          label: { type: "text" },
          ownerId: { type: "reference" },
          reportId: { type: "reference" },
          expiresAt: { type: "datetime" },
        },
        op === "create" ? null : kept(link),
        op === "create" ? kept(link) : null,
      ),
    },
    root:
      op === "create"
        ? sql`insert into report_link(company_id, id, version, report_id, label, token_hash, owner_id, created_at, expires_at)
          values (${company}, ${link.id}, 1, ${link.reportId}, ${link.label}, ${link.tokenHash},
            ${link.ownerId}, ${link.createdAt}, ${link.expiresAt})`
        : sql`delete from report_link where company_id = ${company} and id = ${link.id}
          and version = ${link.version}`,
  };
};

/** The link of this id, or null. */
export const findLink = async (
  { company, read }: Pick<TenantScope, "company" | "read">,
  id: string,
): Promise<Link | null> => {
  const [found] = await read(
    sql`select * from report_link where company_id = ${company} and id = ${id}`,
  );
  const row = found?.rows[0];
  return row === undefined ? null : linkOf(row);
};

/** The claims of a link's token: whose, and which. */
export const linkClaims = (company: CompanyId, id: string): JsonObject => ({ c: company, l: id });

const none = err(fault("kernel/not-found", "There is no such link."));

/**
 * A link speaks for who made it, and only for reading. `kernel/not-found` for what is no link or was taken back,
 * `pivot/link-expired` once its time is over.
 */
export const linkCredential: PathCredential = async ({ token = "" }, { db, keys, now }) => {
  const claims = await keys.readToken(linkPurpose, token, now);
  if (!claims.ok) {
    return claims.error.code === "kernel/token-expired"
      ? err(fault("pivot/link-expired", "This link has expired; ask for a new one."))
      : none;
  }
  const company = String(claims.value["c"]) as CompanyId;
  const database = await db.for(company);
  const read = (statement: Statement): ReturnType<TenantScope["read"]> =>
    database.read([statement]);
  const link = await findLink({ company, read }, String(claims.value["l"]));
  if (link === null || !same(await sha256(token), link.tokenHash)) return none;
  return ok({
    company,
    user: link.ownerId,
    kind: "user",
    scopes: ["read"],
    credential: link.id,
  });
};
