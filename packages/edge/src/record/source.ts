import type { Json } from "@ennead/core/kernel";
import type { Catalogue, RecordData } from "@ennead/core/record";

import {
  sql,
  type Changes,
  type SqlRecordSource,
  type StoredRecord,
  type TenantScope,
} from "../kernel/index.ts";
import { countRecords, sqlRecords } from "./sql-records.ts";
import { recordSelect, storedRecord } from "./store.ts";

/** Records of a chunk at most, and their bytes unless one alone has more: a server answers no value beyond 4 MiB. */
const chunk = 5000;
const chunkBytes = 2_000_000;

type Packed = readonly [
  id: string,
  version: number,
  ownerId: string | null,
  territoryId: string | null,
  externalId: string | null,
  createdAt: number,
  updatedAt: number,
  data: Json,
];

/** One text for a chunk of rows: parsing it at once is faster than reading cells. */
async function* rowsOf(
  { company, read }: TenantScope,
  object: string,
): AsyncGenerator<readonly StoredRecord[]> {
  let last = "";
  for (;;) {
    const [found] = await read(
      sql`select json_group_array(json_array(id, version, owner_id, territory_id, (select x.external_id
            from record_external x where x.company_id = ${company} and x.object = ${object}
              and x.root_id = id), created_at, updated_at, json(data))) as packed
        from (select r.*, sum(octet_length(r.data)) over so_far as bytes
          from record r where r.company_id = ${company} and r.object = ${object} and r.id > ${last}
          window so_far as (order by r.id rows unbounded preceding) order by r.id limit ${chunk})
        where bytes <= ${chunkBytes} or bytes = octet_length(data)`,
    );
    const rows = JSON.parse(String(found?.rows[0]?.["packed"] ?? "[]")) as readonly Packed[];
    if (rows.length === 0) return;
    yield rows.map(
      ([id, version, ownerId, territoryId, externalId, createdAt, updatedAt, data]) => ({
        id,
        object,
        version,
        ownerId,
        territoryId,
        externalId,
        createdAt,
        updatedAt,
        data: data as RecordData,
      }),
    );
    last = rows.at(-1)?.[0] ?? "";
  }
}

/**
 * The place in the company's log of the last change to a record of the object. Only what was added since the last
 * question is looked at.
 */
const lastChange = (): ((scope: TenantScope, object: string) => Promise<string>) => {
  const known = new Map<string, { readonly seen: number; readonly last: number }>();
  return async ({ company, read }, object) => {
    const key = JSON.stringify([company, object]);
    const before = known.get(key) ?? { seen: 0, last: 0 };
    const [found] = await read(
      sql`select (select max(seq) from audit_event where company_id = ${company}) as seen,
        (select max(seq) from audit_event where company_id = ${company} and seq > ${before.seen}
          and op is not null and entity = ${object}) as last`,
    );
    const row = found?.rows[0];
    const after = {
      seen: Number(row?.["seen"] ?? before.seen),
      last: Number(row?.["last"] ?? before.last),
    };
    known.set(key, after);
    return String(after.last);
  };
};

/** Events that are looked through for changes, for each record that may have changed. */
const eventsForEach = 20;

/** Bytes of changed records that are read at one moment; a server answers no more than 10 MB. */
const mostBytes = 5_000_000;

/** The records that changed after a place in the log, as they are at this moment; null when they are too much. */
const changesOf = async (
  { company, read }: TenantScope,
  object: string,
  since: string,
  most: number,
): Promise<Changes | null> => {
  const seq = Number(since);
  // The key of the log is walked from there on: an index of versions would be walked from the beginning.
  const [gap, last, found] = await read(
    sql`select (select max(seq) from audit_event where company_id = ${company}) - ${seq} as events`,
    sql`select max(seq) as last from audit_event where company_id = ${company} and seq > ${seq}
      and seq <= ${seq + most * eventsForEach} and op is not null and +entity = ${object}`,
    sql`with j as materialized (select distinct entity_id as changed from audit_event
        where company_id = ${company} and seq > ${seq} and seq <= ${seq + most * eventsForEach}
          and op is not null and +entity = ${object} limit ${most + 1})
      select changed, id, object, version, owner_id, territory_id, external_id, created_at, updated_at, bytes,
        iif(bytes > ${mostBytes}, null, data) as data
      from (select j.changed, ${recordSelect}, sum(octet_length(r.data)) over () as bytes
        from j left join record r
          on r.company_id = ${company} and r.object = ${object} and r.id = j.changed)`,
  );
  const rows = found?.rows ?? [];
  const events = Number(gap?.rows[0]?.["events"] ?? 0);
  const bytes = Number(rows[0]?.["bytes"] ?? 0);
  if (rows.length > most || events > most * eventsForEach || bytes > mostBytes) return null;
  return {
    version: String(last?.rows[0]?.["last"] ?? since),
    records: rows.filter((row) => row["id"] !== null).map(storedRecord),
    gone: rows.filter((row) => row["id"] === null).map((row) => String(row["changed"])),
  };
};

/** Records of every object as datasets read them. */
export const recordSources = (objects: Catalogue): ((object: string) => SqlRecordSource | null) => {
  const version = lastChange();
  return (object) => {
    const definition = objects.get(object);
    if (definition === undefined) return null;
    return {
      object,
      definition: () => Promise.resolve(definition),
      version: (scope) => version(scope, object),
      rows: (scope) => rowsOf(scope, object),
      changes: (scope, since, most) => changesOf(scope, object, since, most),
      sql: sqlRecords(objects),
      count: countRecords(object),
    };
  };
};
