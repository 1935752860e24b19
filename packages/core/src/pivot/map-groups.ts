import { parseInstant, formatInstant } from "../calendar/index.ts";
import { formatDecimal, parseDecimal } from "../kernel/index.ts";
import type { Coding } from "./coding.ts";
import type { ColumnType } from "./column-type.ts";
import type { Grouping } from "./level.ts";
import type { Bucket } from "./spec.ts";

/** A member as the engine writes it, so that `1.50` names the decimal `1.5`. */
const canonical = (member: unknown, type: ColumnType): unknown => {
  switch (type) {
    case "decimal":
    case "money":
    case "int64": {
      const decimal = parseDecimal(String(member));
      return decimal === undefined ? member : formatDecimal(decimal);
    }
    case "timestamp": {
      const instant = typeof member === "string" ? parseInstant(member) : undefined;
      return instant === undefined ? member : formatInstant(instant);
    }
    case "int":
    case "float":
      return typeof member === "number" ? member + 0 : member;
    default:
      return member;
  }
};

/**
 * Members under names of their own, in the order of the groups; then the rest, as one group or each as itself. The key of
 * a member that stays itself follows all groups in label order.
 */
export const mapGroups = (
  { groups, rest }: Extract<Bucket, { kind: "map" }>,
  coding: Coding,
  type: ColumnType,
): Grouping => {
  const groupOf = new Map<unknown, number>();
  groups.forEach(([, members], group) => {
    for (const member of members) groupOf.set(canonical(member, type), group);
  });
  const group = (code: number): number => groupOf.get(coding.member(code)) ?? -1;
  const order = Int32Array.from({ length: coding.size }, (_, code) => code).toSorted(
    coding.compare,
  );
  const rank = new Int32Array(coding.size);
  order.forEach((code, at) => (rank[code] = at));
  return {
    key: (code) => {
      const own = group(code);
      if (own >= 0) return own;
      return groups.length + (rest === undefined ? (rank[code] ?? 0) : 0);
    },
    label: (code) => {
      const own = group(code);
      return own >= 0 ? (groups[own]?.[0] ?? "") : (rest ?? String(coding.member(code)));
    },
  };
};
