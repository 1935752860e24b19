import type { UserId } from "../kernel/index.ts";
import type { AccessFacts } from "./facts.ts";
import { compile } from "./model.ts";

/** The system permission to administer users and permission sets. */
export const managePermission = "access.manage";

/** Whether somebody active could still administer the company: a change after which nobody could is refused. */
export const hasAdministrator = (facts: AccessFacts): boolean =>
  [...compile({ ...facts, objects: {} }).users.values()].some(
    ({ active, system }) => active && system.has(managePermission),
  );

/** Whether the chain of managers above `manager` leads to `user`, or already runs in a circle. */
export const closesLoop = (
  managers: ReadonlyMap<UserId, UserId | null>,
  user: UserId,
  manager: UserId | null,
): boolean => {
  const seen = new Set<UserId>([user]);
  let at = manager;
  while (at !== null) {
    if (seen.has(at)) return true;
    seen.add(at);
    at = managers.get(at) ?? null;
  }
  return false;
};
