import type { ConditionTarget } from "../condition.ts";
import type { Words } from "../describe.ts";
import type { PivotField } from "../fields.ts";

/** The field a condition is written for. */
export const targetOf = (field: PivotField, { timeZone, formats }: Words): ConditionTarget => ({
  name: field.name,
  kind: field.kind,
  exact: field.type === "decimal" || field.type === "money" || field.type === "int64",
  timeZone,
  locale: formats.locale,
});
