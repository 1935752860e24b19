import { err, fault, ok, type Fault, type PathSegment, type Result } from "../kernel/index.ts";
import { fieldRank, type FieldLevel } from "./actions.ts";

/** A field that a query filters, sorts, groups or searches by, with its place in the query. */
export interface UsedField {
  readonly field: string;
  readonly path: readonly PathSegment[];
}

/**
 * Whether a query may use these fields. By which records it finds, a filter tells the value of a field, and so do an
 * order and a group: each takes a field that may be read in full. `access/field-not-filterable` for each other one,
 * alike for a masked field, a hidden one and one that is not there.
 */
export const checkFilterable = (
  levels: ReadonlyMap<string, FieldLevel>,
  used: readonly UsedField[],
): Result<void, Fault[]> => {
  const faults = used
    .filter(({ field }) => fieldRank[levels.get(field) ?? "none"] < fieldRank.read)
    .map(({ field, path }) => {
      const message = `You may not filter, sort, group or search by ${field}.`;
      return fault("access/field-not-filterable", message, path);
    });
  return faults.length === 0 ? ok(undefined) : err(faults);
};
