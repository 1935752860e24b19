import type { Filter } from "./filter.ts";

/** The names of the fields a filter asks about. */
export const fieldsOf = (filter: Filter): ReadonlySet<string> => {
  const names = new Set<string>();
  const visit = (node: Filter): void => {
    if (node[0] === "and" || node[0] === "or" || node[0] === "not") {
      for (const part of node.slice(1) as readonly Filter[]) visit(part);
    } else {
      names.add(node[1] as string);
    }
  };
  visit(filter);
  return names;
};
