import { compile, reviewReport, type AccessUsage, type ReviewReport } from "@ennead/core/access";
import type { Instant, UserId } from "@ennead/core/kernel";

import { sql, type HeldShare, type Row, type TenantScope } from "../kernel/index.ts";
import type { State } from "./directory.ts";
import { keyOf, usedAtOf } from "./key.ts";
import { shareOf } from "./share.ts";

const day = 86_400_000;

/** How far a review looks. */
export const reviewBounds = { events: 50_000, shares: 1_000 } as const;

const staleAfter = 90 * day;
const endingWithin = 30 * day;

/** Something to look at. */
export interface Finding {
  readonly kind: string;
  readonly subject: string;
  readonly text: string;
}

/** What a review tells. */
export interface Review {
  readonly report: ReviewReport;
  readonly findings: readonly Finding[];
  readonly ending: readonly HeldShare[];
}

interface Usage {
  readonly lastSeen: AccessUsage["lastSeen"];
  readonly keys: readonly Row[];
  readonly ending: readonly HeldShare[];
}

/** What the database knows of the use of rights. Visits are told by the newest events of the log and by sessions. */
const readUsage = async ({ company, read }: TenantScope, now: Instant): Promise<Usage> => {
  const [acts, sessions, keys, shares] = await read(
    sql`select actor as user, max(at) as at from audit_event where company_id = ${company}
      and seq > (select coalesce(max(seq), 0) from audit_event where company_id = ${company})
        - ${reviewBounds.events} group by actor`,
    sql`select user_id as user, max(seen_at) as at from session where company_id = ${company}
      group by user_id`,
    sql`select k.*, u.used_at from api_key k left join api_key_use u
        on u.company_id = k.company_id and u.key_id = k.id
      where k.company_id = ${company} and k.revoked_at is null and k.expires_at > ${now}
        and coalesce(u.used_at, k.created_at) < ${now - staleAfter}
      order by k.id limit ${reviewBounds.shares}`,
    sql`select * from record_share where company_id = ${company}
      and expires_at between ${now - endingWithin} and ${now + endingWithin}
      order by expires_at, id limit ${reviewBounds.shares}`,
  );
  const lastSeen = new Map<UserId, Instant>();
  for (const row of [...(acts?.rows ?? []), ...(sessions?.rows ?? [])]) {
    const user = String(row["user"]) as UserId;
    lastSeen.set(user, Math.max(lastSeen.get(user) ?? 0, Number(row["at"])));
  }
  return { lastSeen, keys: keys?.rows ?? [], ending: (shares?.rows ?? []).map(shareOf) };
};

const keyFindings = (keys: readonly Row[]): Finding[] =>
  keys.map((row) => {
    const key = keyOf(row);
    const used = usedAtOf(row);
    return {
      kind: "unused-key",
      subject: `key:${key.id}`,
      text: `${key.name} (${key.prefix}) ${used === null ? "was never used" : "has not been used for long"}.`,
    };
  });

/** Who can sign in and sees nothing: forgotten, or not yet set up. */
const emptyHanded = ({ users }: State): Finding[] =>
  [...users.values()]
    .filter(({ active, sets }) => active && sets.length === 0)
    .map(({ id, name }) => ({
      kind: "user-without-sets",
      subject: `user:${id}`,
      text: `${name} holds no permission set.`,
    }));

/** Who holds what, and what stands out. */
export const reviewOf = async (scope: TenantScope, state: State, now: Instant): Promise<Review> => {
  const { lastSeen, keys, ending } = await readUsage(scope, now);
  const { company } = scope;
  const shares = ending.map((share) => ({ ...share, company, record: share.recordId }));
  const model = compile({ ...state.model.facts, shares });
  const report = reviewReport(model, { now, lastSeen, staleAfter, endingWithin });
  return {
    report,
    findings: [...report.findings, ...emptyHanded(state), ...keyFindings(keys)],
    ending,
  };
};
