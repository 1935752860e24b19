import { filterSql, type Filter } from "@ennead/core/filter";
import { fieldOf, type ObjectDefinition } from "@ennead/core/record";

import { raw, sql, type ListSource, type RequestContext, type Statement } from "../kernel/index.ts";
import { levelsOf, readable } from "./answer.ts";
import { indexedColumn, indexedFields, longFields, recordColumns } from "./columns.ts";
import { reachedIds, rowScope } from "./row-scope.ts";
import { searchCondition } from "./search/find.ts";
import { questionOf } from "./search/question.ts";
import { recordSelect } from "./store.ts";

const served: ReadonlySet<string> = new Set(["=", "<", "<=", ">", ">=", "in", "between", "period"]);

/** All that the actor may see of an object. Indexed fields are filtered and walked by their index. */
const wholeList = (context: RequestContext, definition: ObjectDefinition): ListSource => {
  const { company } = context;
  const object = definition.name;
  const indexed = new Set(indexedFields(definition).map(({ name }) => name));
  const ofField = (field: string): Statement =>
    sql`v.company_id = ${company} and v.object = ${object} and v.field = ${field}`;
  return {
    name: `record.${object}`,
    alias: "r.",
    table: raw("record r"),
    select: recordSelect,
    size: raw("octet_length(r.data)"),
    where: sql`r.object = ${object} and ${rowScope(context, object)}`,
    columns: recordColumns(definition, readable(context, object)),
    masked: new Set(
      [...levelsOf(context, object)].flatMap(([name, level]) => (level === "mask" ? [name] : [])),
    ),
    sort: "-createdAt",
    likeId: "createdAt",
    long: longFields(definition),
    walk: (name) =>
      indexed.has(name)
        ? {
            table: raw("record_value v cross join record r"),
            where: sql`${ofField(name)} and r.id = v.root_id`,
            expression: raw("v.value"),
            id: raw("v.root_id"),
          }
        : undefined,
    indexed: (condition: Filter, options) => {
      const [operator, name] = condition;
      if (!served.has(operator) || typeof name !== "string") return undefined;
      if (operator !== "in" && condition[2] === null) return undefined;
      if (operator === "in" && condition[2].includes(null)) return undefined;
      if (name === "externalId" && operator === "=") {
        return sql`r.id in (select x.root_id from record_external x where x.company_id = ${company}
          and x.object = ${object} and x.external_id = ${String(condition[2])})`;
      }
      const field = fieldOf(definition, name);
      if (field === undefined || !indexed.has(name)) return undefined;
      const column = indexedColumn(field);
      const { sql: text, params } = filterSql(condition, { ...options, column: () => column });
      const inner: Statement = { sql: text, args: params };
      // An empty field is the empty blob, which is greater than any value.
      return sql`r.id in (select v.root_id from record_value v where ${ofField(name)}
        and v.value < x'' and ${inner})`;
    },
  };
};

/** The records of an object as a list. Of somebody who sees few of them only these are read, whatever the order. */
export const recordList = async (
  context: RequestContext,
  definition: ObjectDefinition,
): Promise<ListSource> => {
  const { walk, ...source } = wholeList(context, definition);
  const ids = await reachedIds(context, definition.name);
  if (ids === null) return walk === undefined ? source : { ...source, walk };
  return {
    ...source,
    table: sql`(${ids}) n cross join record r`,
    where: sql`${source.where} and r.id = n.id`,
  };
};

/** The records of an object in which words occur, as a list. The words pick few enough to be sorted without an index. */
export const recordSearch = async (
  context: RequestContext,
  definition: ObjectDefinition,
  sought: string,
): Promise<ListSource> => {
  const { walk: _, ...source } = wholeList(context, definition);
  const found = await searchCondition(context, definition, questionOf(sought));
  return {
    ...source,
    name: `${source.name}?q=${sought}`,
    parameters: { q: sought },
    where: sql`${source.where} and ${found}`,
  };
};
