import type { GroupAnswer } from "../../kernel/api.gen.ts";

/** Ids of the people in a group, by themselves or by groups in it; groups that hold each other end. */
export const everybodyIn = (
  members: readonly string[],
  groups: readonly GroupAnswer[],
): ReadonlySet<string> => {
  const byId = new Map(groups.map((group) => [group.id, group.members]));
  const people = new Set<string>();
  const seen = new Set<string>();
  const open = [...members];
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if (seen.has(one)) continue;
    seen.add(one);
    const id = one.slice(one.indexOf(":") + 1);
    if (one.startsWith("user:")) people.add(id);
    else open.push(...(byId.get(id) ?? []));
  }
  return people;
};
