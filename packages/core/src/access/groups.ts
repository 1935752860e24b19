import type { AccessGroup } from "./facts.ts";

/**
 * Groups by what they hold directly or through other groups: for each member (`user:…`, `group:…`) the ids of all groups
 * that cover it. Groups that hold each other cover the same.
 */
export const coveringGroups = (
  groups: readonly AccessGroup[],
): ((member: string) => readonly string[]) => {
  const direct = new Map<string, string[]>();
  for (const { id, members } of groups) {
    for (const member of members) {
      const known = direct.get(member);
      if (known === undefined) direct.set(member, [id]);
      else known.push(id);
    }
  }
  const above = new Map<string, readonly string[]>();
  const closed = (group: string): readonly string[] => {
    const known = above.get(group);
    if (known !== undefined) return known;
    const found = new Set([group]);
    for (const one of found) for (const over of direct.get(`group:${one}`) ?? []) found.add(over);
    const all = [...found];
    above.set(group, all);
    return all;
  };
  return (member) => {
    const own = direct.get(member);
    if (own === undefined) return [];
    return own.length === 1 ? closed(own[0] ?? "") : [...new Set(own.flatMap(closed))];
  };
};
