import type { Instant } from "@ennead/core/kernel";

import { join, raw, sql, type Row, type Statement, type TenantScope } from "../kernel/index.ts";
import { changedFields, timeValue } from "./posting.ts";
import { conditionsOf, type Condition, type Question } from "./question.ts";

/** What of an event is read for lists: no values. */
export const listedColumns: Statement = sql`e.seq, e.id, e.at, e.action, e.entity, e.entity_id, e.entity_label, e.version, e.op,
  e.outcome, e.actor, e.actor_kind, e.actor_label, e.on_behalf_of, e.request_id, e.route,
  ${changedFields} as fields`;

/** What of an event is counted. */
export const countedColumns: Statement = raw(
  "e.seq, e.action, e.entity, e.entity_id, e.op, e.outcome, e.actor, e.actor_label",
);

/** Events that one question looks at in all, and in one statement: a statement holds a file while it runs. */
const mostLookedAt = 20_000;
const mostAtOnce = 4000;

/** Events that are counted of each condition, to begin with the rarest. */
const mostCounted = 10_000;

/** The stretch of the log that a question is about, by `seq`: from `low` to before `high`; indexed up to `indexed`. */
interface Stretch {
  readonly low: number;
  readonly high: number;
  readonly indexed: number;
}

/** The first event whose effective time, the greatest up to it, is not before `at`. */
const firstAt = (company: string, indexed: Statement, at: Instant): Statement =>
  sql`coalesce(
    (select seq from audit_posting where company_id = ${company} and facet = 'time'
      and value >= ${timeValue(at)} order by value, seq limit 1),
    (select seq from audit_event where company_id = ${company} and seq > ${indexed}
      and at >= ${at} order by seq limit 1))`;

const stretchOf = async (
  { company, read }: TenantScope,
  { from, to }: Question,
): Promise<Stretch> => {
  const indexed = sql`coalesce((select seq from audit_indexed where company_id = ${company}), 0)`;
  const [found] = await read(
    sql`select ${indexed} as indexed,
      coalesce((select seq from audit_head where company_id = ${company}), 0) + 1 as ends,
      ${from === undefined ? raw("1") : firstAt(company, indexed, from)} as low,
      ${to === undefined ? raw("null") : firstAt(company, indexed, to)} as high`,
  );
  const row = found?.rows[0];
  const end = Number(row?.["ends"] ?? 1);
  return {
    indexed: Number(row?.["indexed"] ?? 0),
    low: Number(row?.["low"] ?? end),
    high: Number(row?.["high"] ?? end),
  };
};

/** What is read of the events that are found, in a company's log. */
interface Reading {
  readonly scope: TenantScope;
  readonly columns: Statement;
}

interface Steps {
  readonly rows: readonly Row[];
  /** How many events were looked at, and the first of them; nothing before `low` is left where it is null. */
  readonly looked: number;
  readonly reached: number | null;
}

/** The events of a stretch, one by one. */
const walkAll = async (
  { scope: { company, read }, columns }: Reading,
  conditions: readonly Condition[],
  low: number,
  before: number,
  most: number,
): Promise<Steps> => {
  const reached = Math.max(low, before - most);
  const where = join([raw("1"), ...conditions.map((one) => one.where)], " and ");
  const [found] = await read(
    sql`select ${columns} from audit_event e where e.company_id = ${company}
      and e.seq >= ${reached} and e.seq < ${before} and ${where} order by e.seq desc`,
  );
  return {
    rows: found?.rows ?? [],
    looked: before - reached,
    reached: reached > low ? reached : null,
  };
};

/** The events that stand in the index under the first condition, and under the others too. */
const walkPostings = async (
  { scope: { company, read }, columns }: Reading,
  [first, ...others]: readonly Condition[],
  low: number,
  before: number,
  most: number,
): Promise<Steps> => {
  const walked = sql`select seq from audit_posting where company_id = ${company}
    and facet = ${first?.posted?.facet ?? ""} and value = ${first?.posted?.value ?? ""}
    and seq >= ${low} and seq < ${before} order by seq desc limit ${most}`;
  const where = others.map(({ posted, where: row }) =>
    posted === null
      ? row
      : sql`exists (select 1 from audit_posting p where p.company_id = ${company}
          and p.facet = ${posted.facet} and p.value = ${posted.value} and p.seq = w.seq)`,
  );
  const [place, found] = await read(
    sql`select count(*) as looked, min(seq) as reached from (${walked})`,
    sql`with w as materialized (${walked})
      select ${columns} from w cross join audit_event e
      where e.company_id = ${company} and e.seq = w.seq and ${join([raw("1"), ...where], " and ")}`,
  );
  const looked = Number(place?.rows[0]?.["looked"] ?? 0);
  return {
    // Sorted here: the database would carry whole rows through a table of its own.
    rows: (found?.rows ?? []).toSorted((a, b) => Number(b["seq"]) - Number(a["seq"])),
    looked,
    reached: looked < most ? null : Number(place?.rows[0]?.["reached"]),
  };
};

/** The indexed conditions, the rarest first, then the others; none where nothing is indexed. */
const byRarity = async (
  { company, read }: TenantScope,
  conditions: readonly Condition[],
  { low, high }: Stretch,
): Promise<readonly Condition[]> => {
  const posted = conditions.filter((one) => one.posted !== null);
  const rest = conditions.filter((one) => one.posted === null);
  if (posted.length < 2) return [...posted, ...rest];
  const counts = await read(
    ...posted.map(
      (one) => sql`select count(*) as n from (select 1 from audit_posting
        where company_id = ${company} and facet = ${one.posted?.facet ?? ""}
          and value = ${one.posted?.value ?? ""} and seq >= ${low} and seq < ${high}
        limit ${mostCounted})`,
    ),
  );
  const counted = posted.map((one, at) => ({ one, n: Number(counts[at]?.rows[0]?.["n"] ?? 0) }));
  return [...counted.toSorted((a, b) => a.n - b.n).map(({ one }) => one), ...rest];
};

/** Events that were found, newest first. */
export interface Found {
  readonly rows: readonly Row[];
  /** Before which event to go on; null when nothing is left. */
  readonly next: number | null;
}

/**
 * At most `wanted` events that a question asks for, newest first, before an event. `seen` leaves out what the actor may
 * not see. A question looks at 20,000 events at most, so fewer may be found while there is a `next`.
 */
export const walkLog = async (
  reading: Reading,
  question: Question,
  before: number | null,
  wanted: number,
  seen: (rows: readonly Row[]) => Promise<readonly Row[]>,
): Promise<Found> => {
  const { scope } = reading;
  const stretch = await stretchOf(scope, question);
  const { low, indexed } = stretch;
  const conditions = conditionsOf(question);
  const sorted = await byRarity(scope, conditions, stretch);
  const isIndexed = (sorted[0]?.posted ?? null) !== null;
  const rows: Row[] = [];
  let place = Math.min(before ?? stretch.high, stretch.high);
  let step = Math.min(wanted + 1, mostAtOnce);
  for (let looked = 0; place > low;) {
    const inTail = !isIndexed || place > indexed + 1;
    const floor = isIndexed && inTail ? Math.max(low, indexed + 1) : low;
    const steps = inTail
      ? await walkAll(reading, conditions, floor, place, step)
      : await walkPostings(reading, sorted, low, place, step);
    for (const row of await seen(steps.rows)) rows.push(row);
    looked += steps.looked;
    place = steps.reached ?? floor;
    if (rows.length >= wanted) {
      const kept = rows.slice(0, wanted);
      const last = Number(kept.at(-1)?.["seq"] ?? low);
      return { rows: kept, next: rows.length > wanted || place > low ? last : null };
    }
    if (looked >= mostLookedAt) break;
    step = Math.min(step * 4, mostAtOnce);
  }
  return { rows, next: place > low ? place : null };
};
