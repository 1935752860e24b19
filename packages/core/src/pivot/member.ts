import { formatInstant, parseInstant } from "../calendar/index.ts";
import { formatDecimal, parseDecimal } from "../kernel/index.ts";
import type { Column, Dataset } from "./dataset.ts";
import type { Member } from "./result.ts";
import type { Dim, PathMember, Sort } from "./spec.ts";

/** A member as the engine writes it: `1.50` of a decimal is the member `1.5`, -0 is 0. Buckets are named by label. */
const canonicalMember = (member: Member, dim: Dim, column: Column | undefined): Member => {
  if (dim.bucket !== undefined || member === null) return member;
  switch (column?.type) {
    case "decimal":
    case "money":
    case "int64": {
      const decimal = parseDecimal(String(member));
      return decimal === undefined ? member : formatDecimal(decimal);
    }
    case "int":
    case "float":
      return typeof member === "number" ? member + 0 : member;
    case "timestamp": {
      const instant = typeof member === "string" ? parseInstant(member) : undefined;
      return instant === undefined ? member : formatInstant(instant);
    }
    default:
      return member;
  }
};

const canonicalInPath = (member: PathMember, dim: Dim, column: Column | undefined): PathMember =>
  typeof member === "object" && member !== null ? member : canonicalMember(member, dim, column);

const byLabel: Sort = { by: "label", dir: "asc" };

/** The sorts of an axis with all members in the engine's writing; ascending labels where a level asks for nothing. */
export const canonicalSorts = (
  axis: readonly Dim[],
  other: readonly Dim[],
  { columns }: Pick<Dataset, "columns">,
): readonly Sort[] => {
  const columnOf = (dim: Dim): Column | undefined => columns.get(dim.field);
  return axis.map((dim) => {
    const { sort = byLabel } = dim;
    switch (sort.by) {
      case "label":
        return sort;
      case "list":
        return {
          ...sort,
          list: sort.list.map((member) => canonicalMember(member, dim, columnOf(dim))),
        };
      case "value":
        return {
          ...sort,
          path: (sort.path ?? []).map((member, at) => {
            const level = other[at];
            return level === undefined ? member : canonicalInPath(member, level, columnOf(level));
          }),
        };
      default:
        return sort satisfies never;
    }
  });
};
