import { canonicalMember } from "./canonical-member.ts";
import type { Column, Dataset } from "./dataset.ts";
import type { Member } from "./result.ts";
import type { Dim, PathMember, Sort } from "./spec.ts";

/** A member of a level as the engine writes it. Buckets are named by label. */
const ofLevel = (member: Member, dim: Dim, column: Column | undefined): Member =>
  dim.bucket !== undefined || member === null ? member : canonicalMember(member, column?.type);

const canonicalInPath = (member: PathMember, dim: Dim, column: Column | undefined): PathMember =>
  typeof member === "object" && member !== null ? member : ofLevel(member, dim, column);

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
          list: sort.list.map((member) => ofLevel(member, dim, columnOf(dim))),
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
