import { fieldsOf } from "@ennead/core/filter";
import type { PivotSpec } from "@ennead/core/pivot";

/** The columns a spec reads. */
export const usedFields = ({ rows, cols, values, filter }: PivotSpec): ReadonlySet<string> => {
  const used = new Set<string>([...rows, ...cols].map(({ field }) => field));
  if (filter !== undefined) for (const name of fieldsOf(filter)) used.add(name);
  for (const { field, currency, where } of values) {
    if (field !== undefined) used.add(field);
    if (currency !== undefined) used.add(currency);
    if (where !== undefined) for (const name of fieldsOf(where)) used.add(name);
  }
  return used;
};
