import { formatInstant } from "@ennead/core/calendar";
import type { JsonObject } from "@ennead/core/kernel";

import type { Row } from "../kernel/index.ts";

/** People and groups under one name: a team. Times are epoch milliseconds. */
export interface Group {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly description: string | null;
  /** `user:<id>` and `group:<id>`, ascending. */
  readonly members: readonly string[];
  readonly createdAt: number;
  readonly updatedAt: number;
}

/** A row of `user_group` with its members. */
export const groupOf = (row: Row, members: readonly string[]): Group => ({
  id: String(row["id"]),
  version: Number(row["version"]),
  name: String(row["name"]),
  description: row["description"] === null ? null : String(row["description"]),
  members,
  createdAt: Number(row["created_at"]),
  updatedAt: Number(row["updated_at"]),
});

export const groupJson = (group: Group): JsonObject => ({
  ...group,
  members: group.members,
  createdAt: formatInstant(group.createdAt),
  updatedAt: formatInstant(group.updatedAt),
});

/** The groups that `member` is in, directly or through groups. */
export const groupsAround = (
  groups: ReadonlyMap<string, Group>,
  member: string,
): ReadonlySet<string> => {
  const holders = new Map<string, string[]>();
  for (const { id, members } of groups.values()) {
    for (const one of members) {
      const list = holders.get(one);
      if (list === undefined) holders.set(one, [id]);
      else list.push(id);
    }
  }
  const around = new Set<string>();
  const waiting = [member];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const id of holders.get(at) ?? []) {
      if (around.has(id)) continue;
      around.add(id);
      waiting.push(`group:${id}`);
    }
  }
  return around;
};
