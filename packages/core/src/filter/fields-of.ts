import type { Filter } from "./filter.ts";

/**
 * The names of the fields a filter asks about. `ofText` answers those of a free condition (`fieldsOfCondition`); a filter
 * that has one throws TypeError without it.
 */
export const fieldsOf = (
  filter: Filter,
  ofText?: (text: string) => Iterable<string>,
): ReadonlySet<string> => {
  const names = new Set<string>();
  const visit = (node: Filter): void => {
    if (node[0] === "and" || node[0] === "or" || node[0] === "not") {
      for (const part of node.slice(1) as readonly Filter[]) visit(part);
    } else if (node[0] === "expr") {
      if (ofText === undefined) throw new TypeError("The fields of a free condition are not known");
      for (const name of ofText(node[1])) names.add(name);
    } else {
      names.add(node[1]);
    }
  };
  visit(filter);
  return names;
};
