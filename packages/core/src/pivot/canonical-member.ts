import { formatInstant, parseInstant } from "../calendar/index.ts";
import { formatDecimal, parseDecimal } from "../kernel/index.ts";
import type { ColumnType } from "./column-type.ts";

/** A member as the engine writes it: `1.50` of a decimal is the member `1.5`, -0 is 0. */
export const canonicalMember = <T extends string | number | boolean | null>(
  member: T,
  type: ColumnType | undefined,
): T | string | number => {
  switch (type) {
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
