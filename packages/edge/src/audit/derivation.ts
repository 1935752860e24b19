import {
  logPlace,
  sql,
  type Derivation,
  type Difference,
  type TenantScope,
} from "../kernel/index.ts";
import { insertPostings, noTime, postingsOfAll } from "./index-log.ts";
import { indexedColumns, postingColumns, timeValue, type Posting } from "./posting.ts";

const atOnce = 500;

const indexedUpTo = async ({ company, read }: TenantScope): Promise<number> => {
  const [found] = await read(sql`select seq from audit_indexed where company_id = ${company}`);
  return Number(found?.rows[0]?.["seq"] ?? 0);
};

/** Postings that indexed events should have and have not. */
async function* missing(scope: TenantScope, upTo: number): AsyncGenerator<Difference> {
  const { company } = scope;
  let high = noTime;
  for (let after = 0; after < upTo; after += atOnce) {
    const through = Math.min(after + atOnce, upTo);
    const [place, found] = await scope.read(
      logPlace(scope),
      indexedColumns(company, { after, through }),
    );
    const expected = postingsOfAll(found?.rows ?? [], high);
    ({ high } = expected);
    const [absent] = await scope.read(
      sql`select value as posting from json_each(${JSON.stringify(expected.postings)}) j
        where not exists (select 1 from audit_posting p where p.company_id = ${company}
          and p.facet = j.value ->> 0 and p.value = j.value ->> 1 and p.seq = j.value ->> 2)`,
    );
    const lacking = (absent?.rows ?? []).map(
      (row) => JSON.parse(String(row["posting"])) as Posting,
    );
    if (lacking.length === 0) continue;
    yield {
      seen: Number(place?.rows[0]?.["seen"] ?? 0),
      missing: lacking.length,
      extra: 0,
      statements: [insertPostings(company, lacking)],
    };
  }
}

/** Postings of what an event does not say, or of an event that is not there. */
async function* stray(scope: TenantScope): AsyncGenerator<Difference> {
  const { company } = scope;
  let last: Posting = ["action", "", -1];
  let from = sql`1`;
  for (;;) {
    const [place, found] = await scope.read(
      logPlace(scope),
      sql`select p.facet, p.value, p.seq as posted, ${postingColumns},
          case when p.facet = 'time' then exists (select 1 from audit_posting q
            where q.company_id = ${company} and q.facet = 'time' and q.value = p.value and q.seq < p.seq)
            or coalesce((select q.seq from audit_posting q where q.company_id = ${company}
              and q.facet = 'time' and q.value > p.value order by q.value, q.seq limit 1) < p.seq, 0)
          else 0 end as late
        from audit_posting p left join audit_event e
          on e.company_id = p.company_id and e.seq = p.seq
        where p.company_id = ${company} and ${from}
        order by p.facet, p.value, p.seq limit ${atOnce}`,
    );
    const rows = found?.rows ?? [];
    const gone = rows.flatMap((row): Posting[] => {
      const own: Posting = [
        String(row["facet"]) as Posting[0],
        String(row["value"]),
        Number(row["posted"]),
      ];
      last = own;
      if (row["seq"] === null || row["late"] === 1) return [own];
      const [facet, value] = own;
      const right =
        facet === "time"
          ? value === timeValue(Number(row["at"]))
          : postingsOfAll([row], noTime).postings.some(
              (one) => one[0] === facet && one[1] === value,
            );
      return right ? [] : [own];
    });
    if (gone.length > 0) {
      yield {
        seen: Number(place?.rows[0]?.["seen"] ?? 0),
        missing: 0,
        extra: gone.length,
        statements: [
          sql`delete from audit_posting where company_id = ${company} and (facet, value, seq) in
            (select value ->> 0, value ->> 1, value ->> 2 from json_each(${JSON.stringify(gone)}))`,
        ],
      };
    }
    if (rows.length < atOnce) return;
    const [facet, value, seq] = last;
    from = sql`p.facet >= ${facet} and (p.facet > ${facet} or (p.value >= ${value}
      and (p.value > ${value} or p.seq > ${seq})))`;
  }
}

/** How the explorer's index follows from the log, as far as it has come. */
export const logPostings: Derivation = {
  table: "audit_posting",
  differences: async function* differences(scope) {
    yield* stray(scope);
    yield* missing(scope, await indexedUpTo(scope));
  },
};
