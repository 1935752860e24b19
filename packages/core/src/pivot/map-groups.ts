import { canonicalMember } from "./canonical-member.ts";
import { ranksOf, type Coding } from "./coding.ts";
import type { ColumnType } from "./column-type.ts";
import type { Grouping } from "./level.ts";
import type { Bucket } from "./spec.ts";

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
    for (const member of members) groupOf.set(canonicalMember(member, type), group);
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
