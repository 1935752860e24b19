import { ancestorsOf } from "../tree/index.ts";
import type { TerritoryReach } from "./facts.ts";
import type { AccessModel, UserGrant } from "./model.ts";

/** From an owner up to a user above him, the owner first; empty where the user is not above him. */
export const managersBetween = (
  { managers }: AccessModel,
  owner: string,
  above: string,
): readonly string[] => {
  const chain = ancestorsOf(managers.tree, owner);
  const at = chain.indexOf(above);
  return at < 0 ? [] : [owner, ...chain.slice(0, at + 1)];
};

/** From a group down to a user it holds, the group first and without the user; empty where it does not hold him. */
export const groupsBetween = (
  { facts, company }: AccessModel,
  group: string,
  user: string,
): readonly string[] => {
  const seen = new Set([group]);
  const waiting: (readonly string[])[] = [[group]];
  for (const path of waiting) {
    const last = path.at(-1);
    const members = (facts.groups ?? [])
      .filter((one) => one.company === company && one.id === last)
      .flatMap((one) => one.members);
    if (members.includes(`user:${user}`)) return path;
    for (const member of members) {
      const inner = member.startsWith("group:") ? member.slice(6) : undefined;
      if (inner === undefined || seen.has(inner)) continue;
      seen.add(inner);
      waiting.push([...path, inner]);
    }
  }
  return [];
};

/** The user's assignments that reach a territory, those to edit first. */
export const assignmentsReaching = (
  { facts, company, territories }: AccessModel,
  user: UserGrant,
  territory: string,
): readonly TerritoryReach[] => {
  const own = facts.users.findLast(({ id, company: of }) => id === user.id && of === company);
  const reaching = (own?.territories ?? []).filter(
    ({ id, down, up }) =>
      id === territory ||
      (down && ancestorsOf(territories.tree, territory).includes(id)) ||
      (up && ancestorsOf(territories.tree, id).includes(territory)),
  );
  return reaching.toSorted((left, right) => left.access.localeCompare(right.access));
};
