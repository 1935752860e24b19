import { parseInstant } from "@ennead/core/calendar";

import type { Query, Tree } from "./case.ts";
import { withSeconds } from "./data.ts";
import { formulaText, type FormulaContext } from "./formula.ts";

const defined = (parts: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));

const seconds = (one: unknown): unknown =>
  Array.isArray(one) ? one.map(withSeconds) : withSeconds(one);

/** A condition whose instants have their seconds. */
const filterOf = (filter: unknown, typeOf: FormulaContext["typeOf"]): unknown => {
  if (!Array.isArray(filter)) return filter;
  const [operator, field, ...operands] = filter as unknown[];
  if (operator === "and" || operator === "or" || operator === "not") {
    return [operator, ...filter.slice(1).map((part) => filterOf(part, typeOf))];
  }
  if (typeof field !== "string" || typeOf(field) !== "timestamp") return filter;
  return [operator, field, ...operands.map(seconds)];
};

/** Sorts of the cases may leave out the direction. */
const withDirection = (sort: unknown): unknown => {
  if (typeof sort !== "object" || sort === null) return sort;
  return "list" in sort ? sort : { dir: "asc", ...sort };
};

const fieldText = (
  { type, scale, expr }: NonNullable<Query["fields"]>[number],
  context: FormulaContext,
): string => {
  const text = formulaText(expr, context, type);
  if (type === "float") return `double(${text})`;
  const isRounded = scale !== undefined && (type === "decimal" || type === "money");
  return isRounded ? `round(${text}, ${scale})` : text;
};

/**
 * The neutral query as a PivotSpec. Names agree; formulas become the text that people write. A calculated field may ask
 * for those before it.
 */
export const specOf = (query: Query, source: (field: string) => string | undefined): unknown => {
  const { from = "inline", joins, fields, rows = [], cols = [], values, having } = query;
  const { filter, timeZone, weekStart, limits } = query;
  const computed = new Map((fields ?? []).map(({ name, type }) => [name, type]));
  const context: FormulaContext = {
    typeOf: (field) => computed.get(field) ?? source(field),
    now: parseInstant(String(withSeconds(query.now ?? ""))) ?? 0,
    timeZone: timeZone ?? "UTC",
    weekStart: weekStart ?? 1,
  };
  const dims = (axis: typeof rows): unknown =>
    axis.map((dim) => defined({ ...dim, sort: withDirection(dim.sort) }));
  return defined({
    version: 1,
    source: from,
    joins: joins?.map(({ as, left, right }) => ({ as, source: as, left, right })),
    fields: fields?.map((field) => ({ name: field.name, formula: fieldText(field, context) })),
    filter: filterOf(filter, context.typeOf),
    timeZone,
    weekStart,
    rows: dims(rows),
    cols: dims(cols),
    values: values.map((value) =>
      value.formula === undefined
        ? defined({
            ...value,
            where: filterOf((value as { where?: unknown }).where, context.typeOf),
          })
        : { ...value, formula: formulaText(value.formula as Tree, context, "decimal") },
    ),
    having,
    limits,
  });
};
