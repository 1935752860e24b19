import type { ObjectDefinition, RecordData } from "@ennead/core/record";

import {
  raw,
  sql,
  type Row,
  type Statement,
  type StoredRecord,
  type TenantScope,
} from "../kernel/index.ts";
import { indexedFields, indexValue, storedValue, uniqueValue } from "./columns.ts";

/** What stands in a row of a list or of a read. */
export const recordSelect: Statement = raw(
  "r.id, r.object, r.version, r.owner_id, r.territory_id, r.created_at, r.updated_at, r.data," +
    " (select x.external_id from record_external x where x.company_id = r.company_id" +
    " and x.object = r.object and x.root_id = r.id) as external_id",
);

const textOrNull = (value: unknown): string | null => (value === null ? null : String(value));

export const storedRecord = (row: Row): StoredRecord => ({
  id: String(row["id"]),
  object: String(row["object"]),
  version: Number(row["version"]),
  ownerId: textOrNull(row["owner_id"] ?? null),
  territoryId: textOrNull(row["territory_id"] ?? null),
  externalId: textOrNull(row["external_id"] ?? null),
  createdAt: Number(row["created_at"]),
  updatedAt: Number(row["updated_at"]),
  data: JSON.parse(String(row["data"])) as RecordData,
});

/** The statement that reads one record. */
export const readById = ({ company }: TenantScope, object: string, id: string): Statement =>
  sql`select ${recordSelect} from record r
    where r.company_id = ${company} and r.object = ${object} and r.id = ${id}`;

/** Bytes of records in one answer, unless one alone has more: a server answers no more than 10 MB. */
const mostBytes = 5_000_000;

/** The records that `joined` adds to `j.sought`, in as many reads as it takes. */
const readSought = async (
  { read }: TenantScope,
  sought: readonly string[],
  joined: Statement,
): Promise<readonly StoredRecord[]> => {
  const records: StoredRecord[] = [];
  for (let left: readonly string[] = [...new Set(sought)]; left.length > 0;) {
    const [found] = await read(
      sql`with j as materialized (select value as sought from json_each(${JSON.stringify(left)}))
        select * from (select j.sought, ${recordSelect}, sum(octet_length(r.data)) over so_far as bytes
          from j ${joined} window so_far as (rows unbounded preceding))
        where id is null or bytes <= ${mostBytes} or bytes = octet_length(data)`,
    );
    const rows = found?.rows ?? [];
    records.push(...rows.filter((row) => row["id"] !== null).map(storedRecord));
    const told = new Set(rows.map((row) => row["sought"]));
    left = left.filter((one) => !told.has(one));
  }
  return records;
};

/** The statement that reads the next records in order of id, `most` or as many as one answer has room for. */
export const readAfter = (
  { company }: TenantScope,
  object: string,
  last: string,
  most: number,
): Statement =>
  sql`select * from (select ${recordSelect}, sum(octet_length(r.data)) over so_far as bytes
      from record r where r.company_id = ${company} and r.object = ${object} and r.id > ${last}
      window so_far as (order by r.id rows unbounded preceding) order by r.id limit ${most})
    where bytes <= ${mostBytes} or bytes = octet_length(data)`;

/** Records by id, however large they are. */
export const readByIds = (
  scope: TenantScope,
  object: string,
  ids: readonly string[],
): Promise<readonly StoredRecord[]> =>
  readSought(
    scope,
    ids,
    sql`left join record r
      on r.company_id = ${scope.company} and r.object = ${object} and r.id = j.sought`,
  );

/** Records by external id, however large they are. */
export const readByExternalIds = (
  scope: TenantScope,
  object: string,
  externalIds: readonly string[],
): Promise<readonly StoredRecord[]> =>
  readSought(
    scope,
    externalIds,
    sql`left join record_external e
        on e.company_id = ${scope.company} and e.object = ${object} and e.external_id = j.sought
      left join record r
        on r.company_id = ${scope.company} and r.object = ${object} and r.id = e.root_id`,
  );

/** Which of these unique values are taken, and by whom: `[field, value]`. */
export const readUnique = (
  { company }: TenantScope,
  object: string,
  values: readonly (readonly [field: string, value: string])[],
): Statement =>
  sql`with j as materialized (select value ->> 0 as field, value ->> 1 as value
      from json_each(${JSON.stringify(values)}))
    select u.field, u.value, u.root_id from j cross join record_unique u
    where u.company_id = ${company} and u.object = ${object}
      and u.field = j.field and u.value = j.value`;

/** A record before and after a command. `before` null creates it, `after` null deletes it. */
export interface RecordWrite {
  readonly before: StoredRecord | null;
  readonly after: StoredRecord | null;
}

type Field = readonly [field: string, id: string, kind: string, text: string];

const jsonOf = (rows: readonly unknown[]): string => JSON.stringify(rows);

const valueRows = (
  definition: ObjectDefinition,
  writes: readonly RecordWrite[],
): { readonly gone: readonly Field[]; readonly come: readonly Field[] } => {
  const gone: Field[] = [];
  const come: Field[] = [];
  const fields = indexedFields(definition);
  // Field by field, because the rows of one field lie together.
  for (const field of fields) {
    for (const { before, after } of writes) {
      const old = before === null ? null : indexValue(field, before.data[field.name]);
      const now = after === null ? null : indexValue(field, after.data[field.name]);
      if (old !== null && now !== null && old[0] === now[0] && old[1] === now[1]) continue;
      if (old !== null && before !== null) gone.push([field.name, before.id, ...old]);
      if (now !== null && after !== null) come.push([field.name, after.id, ...now]);
    }
  }
  return { gone, come };
};

const uniqueRows = (
  definition: ObjectDefinition,
  writes: readonly RecordWrite[],
): {
  readonly gone: readonly (readonly [string, string])[];
  readonly come: readonly (readonly [string, string, string, number])[];
} => {
  const gone: [string, string][] = [];
  const come: [string, string, string, number][] = [];
  for (const { name } of definition.fields.filter(({ unique }) => unique === true)) {
    for (const { before, after } of writes) {
      const old = before?.data[name] ?? null;
      const now = after?.data[name] ?? null;
      const [oldText, nowText] = [old, now].map((one) => (one === null ? null : uniqueValue(one)));
      if (oldText === nowText) continue;
      if (oldText !== null && oldText !== undefined) gone.push([name, oldText]);
      if (nowText !== null && nowText !== undefined && after !== null) {
        come.push([name, nowText, after.id, after.version]);
      }
    }
  }
  return { gone, come };
};

const externalRows = (
  writes: readonly RecordWrite[],
): {
  readonly gone: readonly string[];
  readonly come: readonly (readonly [string, string, number])[];
} => {
  const changed = writes.filter(
    ({ before, after }) => (before?.externalId ?? null) !== (after?.externalId ?? null),
  );
  return {
    gone: changed.flatMap(({ before }) => before?.externalId ?? []),
    come: changed.flatMap(({ after }) =>
      after?.externalId == null ? [] : [[after.externalId, after.id, after.version] as const],
    ),
  };
};

/** The rows that follow a record: external ids, unique values, indexed values. */
export const partStatements = (
  company: string,
  definition: ObjectDefinition,
  writes: readonly RecordWrite[],
): readonly Statement[] => {
  const object = definition.name;
  const external = externalRows(writes);
  const unique = uniqueRows(definition, writes);
  const values = valueRows(definition, writes);
  const statements: Statement[] = [];
  if (external.gone.length > 0) {
    statements.push(sql`delete from record_external where company_id = ${company}
      and object = ${object} and external_id in (select value from json_each(${jsonOf(external.gone)}))`);
  }
  if (external.come.length > 0) {
    statements.push(sql`with j as materialized (select value from json_each(${jsonOf(external.come)}))
      insert into record_external(company_id, object, external_id, root_id, root_version)
      select ${company}, ${object}, value ->> 0, value ->> 1, value ->> 2 from j`);
  }
  if (unique.gone.length > 0) {
    statements.push(sql`delete from record_unique where company_id = ${company}
      and object = ${object} and (field, value) in
        (select value ->> 0, value ->> 1 from json_each(${jsonOf(unique.gone)}))`);
  }
  if (unique.come.length > 0) {
    statements.push(sql`with j as materialized (select value from json_each(${jsonOf(unique.come)}))
      insert into record_unique(company_id, object, field, value, root_id, root_version)
      select ${company}, ${object}, value ->> 0, value ->> 1, value ->> 2, value ->> 3 from j`);
  }
  const value = storedValue("value ->> 2", "value ->> 3");
  if (values.gone.length > 0) {
    statements.push(sql`delete from record_value where company_id = ${company}
      and object = ${object} and (field, value, root_id) in
        (select value ->> 0, ${value}, value ->> 1 from json_each(${jsonOf(values.gone)}))`);
  }
  if (values.come.length > 0) {
    statements.push(sql`with j as materialized (select value from json_each(${jsonOf(values.come)}))
      insert into record_value(company_id, object, field, value, root_id)
      select ${company}, ${object}, value ->> 0, ${value}, value ->> 1 from j`);
  }
  return statements;
};

/** The rows of the records themselves: one statement for each kind of write, whatever their number. */
export const rootStatements = (
  company: string,
  object: string,
  writes: readonly RecordWrite[],
): readonly Statement[] => {
  const created = writes.flatMap(({ before, after }) =>
    before === null && after !== null
      ? [[after.id, after.version, after.ownerId, after.createdAt, after.updatedAt, after.data]]
      : [],
  );
  const updated = writes.flatMap(({ before, after }) =>
    before !== null && after !== null
      ? [[after.id, after.version, after.ownerId, after.updatedAt, after.data]]
      : [],
  );
  const deleted = writes.flatMap(({ before, after }) =>
    before !== null && after === null ? [[before.id, before.version]] : [],
  );
  const statements: Statement[] = [];
  if (created.length > 0) {
    statements.push(sql`with j as materialized (select value from json_each(${jsonOf(created)}))
      insert into record(company_id, object, id, version, owner_id, created_at,
        updated_at, data)
      select ${company}, ${object}, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4,
        value -> 5 from j`);
  }
  if (updated.length > 0) {
    statements.push(sql`with e as materialized (select value from json_each(${jsonOf(updated)})),
      j as materialized (select value ->> 0 as id, value ->> 1 as version,
        value ->> 2 as owner_id, value ->> 3 as updated_at, value -> 4 as data from e)
      update record set version = j.version, owner_id = j.owner_id, updated_at = j.updated_at,
        data = j.data
      from j where record.company_id = ${company} and record.object = ${object}
        and record.id = j.id and record.version = j.version - 1`);
  }
  if (deleted.length > 0) {
    statements.push(sql`delete from record where company_id = ${company} and object = ${object}
      and (id, version) in
        (select value ->> 0, value ->> 1 from json_each(${jsonOf(deleted)}))`);
  }
  return statements;
};
