import type { AccessManagerState } from "../useAccessManager.ts";

const ids = /(?:(?:user|group|role|set):)?([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/g;

/** A sentence of the server with people, groups and sets by name where it has their ids. */
export const inNames = (
  text: string,
  { users, groups, sets }: Pick<AccessManagerState, "users" | "groups" | "sets">,
): string => {
  const names = new Map(
    [...users.items, ...groups.items, ...sets.items].map(({ id, name }) => [id, name ?? id]),
  );
  return text.replaceAll(ids, (found, id: string) => names.get(id) ?? found);
};
