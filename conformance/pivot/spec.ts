import type { Query, Tree } from "./case.ts";
import { formulaText } from "./formula.ts";

const defined = (parts: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined));

/** Sorts of the cases may leave out the direction. */
const withDirection = (sort: unknown): unknown => {
  if (typeof sort !== "object" || sort === null) return sort;
  return "list" in sort ? sort : { dir: "asc", ...sort };
};

const fieldText = (
  { type, scale = 0, expr }: NonNullable<Query["fields"]>[number],
  typeOf: (field: string) => string | undefined,
): string => {
  const text = formulaText(expr, typeOf);
  if (type === "float") return `double(${text})`;
  return type === "decimal" || type === "money" ? `round(${text}, ${scale})` : text;
};

/** The neutral query as a PivotSpec. Names agree; formulas become the text that people write. */
export const specOf = (query: Query, typeOf: (field: string) => string | undefined): unknown => {
  const { from = "inline", joins, fields, rows = [], cols = [], values, having } = query;
  const { filter, timeZone, weekStart, limits } = query;
  const dims = (axis: typeof rows): unknown =>
    axis.map((dim) => defined({ ...dim, sort: withDirection(dim.sort) }));
  return defined({
    version: 1,
    source: from,
    joins: joins?.map(({ as, left, right }) => ({ as, source: as, left, right })),
    fields: fields?.map((field) => ({ name: field.name, formula: fieldText(field, typeOf) })),
    filter,
    timeZone,
    weekStart,
    rows: dims(rows),
    cols: dims(cols),
    values: values.map((value) =>
      value.formula === undefined
        ? value
        : { ...value, formula: formulaText(value.formula as Tree, () => undefined) },
    ),
    having,
    limits,
  });
};
