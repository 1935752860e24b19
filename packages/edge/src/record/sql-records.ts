import { readableFields, scopeOf } from "@ennead/core/access";
import type { SqlPivotColumn } from "@ennead/core/pivot/sql";
import {
  pivotColumns,
  type Catalogue,
  type FieldDefinition,
  type ObjectDefinition,
  type PivotColumn,
} from "@ennead/core/record";

import {
  join,
  raw,
  sql,
  type LooseLabels,
  type RequestContext,
  type SqlRecordSource,
  type SqlRecords,
  type Statement,
} from "../kernel/index.ts";
import { rowScope } from "./row-scope.ts";
import { unusualCurrencies } from "./unusual-currencies.ts";

/** A text as SQL of our own making: one that is more than letters is written by its bytes. */
const literal = (text: string): string => {
  if (/^[\w .-]*$/.test(text)) return `'${text}'`;
  const bytes = Array.from(new TextEncoder().encode(text), (one) =>
    one.toString(16).padStart(2, "0"),
  );
  return `cast(x'${bytes.join("")}' as text)`;
};

const labelOf = (value: string, { options = [] }: FieldDefinition): string => {
  const cases = options
    .filter((option) => option.label !== option.value)
    .map((option) => `when ${literal(option.value)} then ${literal(option.label)}`);
  return cases.length === 0 ? value : `case ${value} ${cases.join(" ")} else ${value} end`;
};

/** No value where an amount has more digits than the scale: then it is asked for again with a larger one. */
const factor = (scale: number, digits: number): string =>
  scale < digits ? "null" : String(10 ** (scale - digits));

const moneySql = (field: string, scale: number): string => {
  const cases = unusualCurrencies.map(
    ([code, digits]) => `when '${code}' then ${factor(scale, digits)}`,
  );
  return `((t.data ->> '$.${field}.minor') * case t.data ->> '$.${field}.currency' ${cases.join(" ")}
    else ${factor(scale, 2)} end)`;
};

/** The column of a field's part, as the dataset has it. */
const columnOf = (field: FieldDefinition, { name, type, scale, part }: PivotColumn): string => {
  const value = `(t.data ->> '$.${field.name}')`;
  if (part === "currency") return `(t.data ->> '$.${field.name}.currency')`;
  switch (field.type) {
    case "money":
      return moneySql(field.name, scale ?? 2);
    case "decimal":
      return `cast(replace(${value}, '.', '') as integer)`;
    case "picklist":
      return `(${labelOf(value, field)})`;
    case "multiPicklist":
      return `iif(json_type(t.data, '$.${field.name}') = 'array', coalesce((select group_concat(${labelOf("value", field)}, '; ')
        from json_each(t.data, '$.${field.name}')), ''), null)`;
    default:
      return type === "float"
        ? `cast(${value} as real)`
        : part === "id" || name === field.name
          ? value
          : "null";
  }
};

const system: readonly (readonly [string, SqlPivotColumn])[] = [
  ["id", { type: "text", column: "id" }],
  ["externalId", { type: "text", column: "external_id" }],
  ["ownerId", { type: "text", column: "owner_id" }],
  ["createdAt", { type: "timestamp", column: "created_at" }],
  ["updatedAt", { type: "timestamp", column: "updated_at" }],
];

/** The label of the record that a field refers to, where the actor may see it, as a column over `b`. */
const labelSql = (
  context: RequestContext,
  { name, nameField }: ObjectDefinition,
  field: string,
): Statement => {
  const id = raw(`b.data ->> '$.${field}'`);
  return sql`(select coalesce(r.data ->> ${nameField}, '') from record r where r.company_id = ${context.company}
    and r.object = ${name} and r.id = ${id} and ${rowScope(context, name)})`;
};

/** All amounts of a dataset have one scale, so all are asked. */
const currenciesSql = (
  { company }: RequestContext,
  { name: object, fields }: ObjectDefinition,
): Statement =>
  join(
    fields
      .filter(({ type }) => type === "money")
      .map(({ name }) => {
        const currency = raw(`r.data ->> '$.${name}.currency'`);
        return sql`select distinct ${currency} as currency from record r
          where r.company_id = ${company} and r.object = ${object}`;
      }),
    " union ",
  );

/** The records of an object in the sight of an actor, for reports that a database computes. */
export const sqlRecords =
  (objects: Catalogue): SqlRecordSource["sql"] =>
  (context, definition, { fields: asked, moneyScale }): SqlRecords => {
    const { company, model, principal } = context;
    const object = definition.name;
    const readable = readableFields(model, principal, object);
    const fields = new Map(definition.fields.map((field) => [field.name, field]));
    const columns = new Map<string, SqlPivotColumn>(system.filter(([name]) => asked.has(name)));
    const labels: LooseLabels[] = [];
    const found: Statement[] = [];
    let hasAmounts = false;
    if (asked.has("owner")) labels.push({ name: "owner", ids: "ownerId", object: "user" });
    for (const column of pivotColumns(definition, moneyScale)) {
      const { name, type, scale, part } = column;
      const field = fields.get(column.field);
      if (field === undefined || !readable.has(field.name) || !asked.has(name)) continue;
      const schema = { type, ...(scale === undefined ? {} : { scale }) };
      hasAmounts ||= field.type === "money" && part === "value";
      if (field.type !== "reference" || part !== "value" || field.object === undefined) {
        columns.set(name, { ...schema, sql: columnOf(field, column) });
        continue;
      }
      const referred = objects.get(field.object);
      if (referred === undefined) {
        labels.push({ name, ids: `${name}.id`, object: field.object });
        continue;
      }
      const { name: target, nameField } = referred;
      const isNamed = readableFields(model, principal, target).has(nameField);
      if (!isNamed || scopeOf(model, principal, target, "read") === "none") continue;
      const label = `label_${found.length}`;
      found.push(sql`, ${labelSql(context, referred, field.name)} as ${raw(label)}`);
      columns.set(name, { ...schema, column: label });
    }
    for (const { ids } of labels) {
      const field = ids.slice(0, -".id".length);
      if (ids === "ownerId") columns.set(ids, { type: "text", column: "owner_id" });
      else columns.set(ids, { type: "text", sql: `(t.data ->> '$.${field}')` });
    }
    const external = asked.has("externalId")
      ? sql`(select x.external_id from record_external x where x.company_id = ${company}
          and x.object = ${object} and x.root_id = r.id)`
      : raw("null");
    return {
      table: sql`select b.*${join(found, "")} from (select r.company_id, r.id, r.owner_id, r.created_at, r.updated_at,
          r.data, ${external} as external_id from record r
        where r.company_id = ${company} and r.object = ${object} and ${rowScope(context, object)}) b`,
      columns,
      labels,
      order: "row_number() over (order by t.id)",
      ...(hasAmounts ? { currencies: currenciesSql(context, definition) } : {}),
    };
  };

/** How many records an object has, counted up to a bound. */
export const countRecords =
  (object: string): SqlRecordSource["count"] =>
  async ({ company, scope }, most) => {
    const [found] = await scope.read(
      sql`select count(*) as records from (select 1 from record where company_id = ${company}
        and object = ${object} limit ${most + 1})`,
    );
    return Number(found?.rows[0]?.["records"] ?? 0);
  };
