import type { Catalogue, FieldDefinition, ObjectDefinition, RecordData } from "@ennead/core/record";

import {
  logPlace,
  sql,
  type Derivation,
  type Difference,
  type Row,
  type Rows,
  type SqlValue,
  type Statement,
  type TenantScope,
} from "../kernel/index.ts";
import { indexedFields, indexValue, storedValue, type IndexValue } from "./columns.ts";

const recordsAtOnce = 500;
const valuesAtOnce = 2000;

const seenIn = (rows: Rows | undefined): number => Number(rows?.rows[0]?.["seen"] ?? 0);

/** Rows that a record should have and has not. */
async function* missingValues(
  scope: TenantScope,
  definition: ObjectDefinition,
): AsyncGenerator<Difference> {
  const { company } = scope;
  const { name: object } = definition;
  const fields = indexedFields(definition);
  const value = storedValue("value ->> 2", "value ->> 3");
  let last = "";
  for (;;) {
    const [place, found] = await scope.read(
      logPlace(scope),
      sql`select id, data from record where company_id = ${company} and object = ${object}
        and id > ${last} order by id limit ${recordsAtOnce}`,
    );
    const rows = found?.rows ?? [];
    const wanted = rows.flatMap((row) => {
      const data = JSON.parse(String(row["data"])) as RecordData;
      return fields.map((field) => [field.name, row["id"], ...indexValue(field, data[field.name])]);
    });
    const [absent] = await scope.read(
      sql`with j as materialized (select value from json_each(${JSON.stringify(wanted)}))
        select value from j where not exists (select 1 from record_value v
          where v.company_id = ${company} and v.object = ${object} and v.field = j.value ->> 0
            and v.value = ${storedValue("j.value ->> 2", "j.value ->> 3")} and v.root_id = j.value ->> 1)`,
    );
    const lacking = absent?.rows.map((row) => JSON.parse(String(row["value"])) as unknown) ?? [];
    if (lacking.length > 0) {
      yield {
        seen: seenIn(place),
        missing: lacking.length,
        extra: 0,
        statements: [
          sql`with j as materialized (select value from json_each(${JSON.stringify(lacking)}))
            insert into record_value(company_id, object, field, value, root_id)
            select ${company}, ${object}, value ->> 0, ${value}, value ->> 1 from j`,
        ],
      };
    }
    if (rows.length < recordsAtOnce) return;
    last = String(rows.at(-1)?.["id"]);
  }
}

const kinds: Readonly<Record<string, IndexValue[0]>> = { integer: "i", real: "r", text: "t" };

/** A row of the table with its value as kind and text. */
interface Present {
  readonly rootId: string;
  readonly value: IndexValue;
  readonly data: RecordData | null;
}

const presentOf = (row: Row): Present => {
  const kind = kinds[String(row["kind"])] ?? "e";
  return {
    rootId: String(row["root_id"]),
    value: [kind, kind === "e" ? "" : String(row["value"])],
    data: row["data"] === null ? null : (JSON.parse(String(row["data"])) as RecordData),
  };
};

/** The value to compare with in SQL. */
const bound = ([kind, text]: IndexValue): SqlValue => {
  switch (kind) {
    case "i":
      return BigInt(text);
    case "r":
      return Number(text);
    case "t":
      return text;
    case "e":
      return new Uint8Array(0);
    default:
      return kind satisfies never;
  }
};

const [least, most] = [-(2n ** 63n), 2n ** 63n - 1n];

/** As the table holds it: integers end at 64 bits. */
const held = ([kind, text]: IndexValue): string => {
  if (kind === "r") return `r${Number(text)}`;
  if (kind !== "i") return kind + text;
  const exact = BigInt(text);
  return `i${exact > most ? most : exact < least ? least : exact}`;
};

/** Rows of one field that no record should have. */
async function* strayValues(
  scope: TenantScope,
  object: string,
  name: string,
  field: FieldDefinition | undefined,
): AsyncGenerator<Difference> {
  const { company } = scope;
  let last: Present | undefined;
  for (;;) {
    const value = last === undefined ? null : bound(last.value);
    const beyond: Statement =
      last === undefined
        ? sql`1`
        : sql`v.value >= ${value} and (v.value > ${value} or v.root_id > ${last.rootId})`;
    const [place, found] = await scope.read(
      logPlace(scope),
      sql`select v.root_id, typeof(v.value) as kind, r.data,
          case typeof(v.value) when 'integer' then cast(v.value as text) else v.value end as value
        from record_value v left join record r on r.company_id = v.company_id
          and r.object = v.object and r.id = v.root_id
        where v.company_id = ${company} and v.object = ${object} and v.field = ${name}
          and ${beyond} order by v.value, v.root_id limit ${valuesAtOnce}`,
    );
    const rows = (found?.rows ?? []).map(presentOf);
    const stray = rows.filter(
      (row) =>
        field === undefined ||
        row.data === null ||
        held(indexValue(field, row.data[field.name])) !== held(row.value),
    );
    if (stray.length > 0) {
      const gone = JSON.stringify(stray.map((row) => [...row.value, row.rootId]));
      yield {
        seen: seenIn(place),
        missing: 0,
        extra: stray.length,
        statements: [
          sql`delete from record_value where company_id = ${company} and object = ${object}
            and field = ${name} and (value, root_id) in
              (select ${storedValue("value ->> 0", "value ->> 1")}, value ->> 2
                from json_each(${gone}))`,
        ],
      };
    }
    if (rows.length < valuesAtOnce) return;
    last = rows.at(-1);
  }
}

/** How `record_value` follows from the records. */
export const recordValues = (objects: Catalogue): Derivation => ({
  table: "record_value",
  differences: async function* differences(scope) {
    const [found] = await scope.read(
      sql`select distinct object, field from record_value where company_id = ${scope.company}`,
    );
    for (const row of found?.rows ?? []) {
      const [object, name] = [String(row["object"]), String(row["field"])];
      const definition = objects.get(object);
      const field = definition && indexedFields(definition).find((one) => one.name === name);
      yield* strayValues(scope, object, name, field);
    }
    for (const definition of objects.values()) yield* missingValues(scope, definition);
  },
});
