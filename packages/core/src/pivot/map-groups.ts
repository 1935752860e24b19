import { parseInstant, formatInstant } from "../calendar/index.ts";
import { formatDecimal, parseDecimal } from "../kernel/index.ts";
import { ranksOf, type Coding } from "./coding.ts";
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
 * a member that stays itself follows all groups in label order. A rest, or a member, that is called like a group is that
 * group: equal names are one member.
 */
export const mapGroups = (
  { groups, rest }: Extract<Bucket, { kind: "map" }>,
  coding: Coding,
  type: ColumnType,
): Grouping => {
  const groupOf = new Map<unknown, number>();
  const called = new Map<unknown, number>();
  groups.forEach(([label, members], group) => {
    called.set(label, group);
    for (const member of members) groupOf.set(canonical(member, type), group);
  });
  const group = (code: number): number => {
    const member = coding.member(code);
    return groupOf.get(member) ?? called.get(rest ?? member) ?? -1;
  };
  const ranks = ranksOf(coding);
  return {
    key: (code) => {
      const own = group(code);
      if (own >= 0) return own;
      return groups.length + (rest === undefined ? (ranks[code] ?? 0) : 0);
    },
    label: (code) => {
      const own = group(code);
      return own >= 0 ? (groups[own]?.[0] ?? "") : (rest ?? coding.member(code));
    },
  };
};
