import { err, fault, ok, type Fault, type Result } from "@ennead/core/kernel";

import { sql, type RequestContext, type Statement } from "../kernel/index.ts";
import { eventOf, type Entity } from "./event.ts";
import { groupsAround, type Group } from "./group.ts";
import { principalFault, type Principals } from "./principals.ts";
import type { Change } from "./writes.ts";

/** The parts of a group that people write. */
export interface GroupInput {
  readonly name: string;
  readonly description: string | null;
  readonly members: readonly string[];
}

/** The group as it is to be, or why it cannot be: a name taken, a member who is nobody here, a group that holds itself. */
export const checkedGroup = (
  state: Principals,
  before: Pick<Group, "id" | "version" | "createdAt">,
  input: GroupInput,
  now: number,
): Result<Group, readonly Fault[]> => {
  const group: Group = {
    ...before,
    name: input.name,
    description: input.description,
    members: [...new Set(input.members)].toSorted(),
    updatedAt: now,
  };
  const faults: Fault[] = [];
  if ([...state.groups.values()].some(({ id, name }) => id !== group.id && name === group.name)) {
    faults.push(fault("access/duplicate-group", "Another group has this name.", ["name"]));
  }
  const around = groupsAround(state.groups, `group:${group.id}`);
  for (const [index, member] of input.members.entries()) {
    const path = ["members", index];
    const [kind, id = ""] = member.split(":");
    if (kind === "group" && (id === group.id || around.has(id))) {
      faults.push(fault("access/cycle", "The group would be in itself.", path));
      continue;
    }
    const unknown = principalFault(state, member, path);
    if (unknown !== null) faults.push(unknown);
  }
  return faults.length === 0 ? ok(group) : err(faults);
};

const groupEntity: Entity = {
  name: "access.group",
  fields: {
    name: { type: "text" },
    description: { type: "text" },
    members: { type: "multiselect" },
  },
};

const addMembers = (
  { company }: RequestContext,
  { id, version }: Group,
  members: readonly string[],
): readonly Statement[] =>
  members.length === 0
    ? []
    : [
        sql`insert into group_member(company_id, root_id, member, root_version)
          select ${company}, ${id}, value, ${version} from json_each(${JSON.stringify(members)})`,
      ];

/** What makes, changes or removes a group, as either side is null. */
export const changeGroup = (
  context: RequestContext,
  before: Group | null,
  after: Group | null,
): Change => {
  const event = eventOf(groupEntity, before, after);
  if (event === null) return { events: [], parts: [], roots: [] };
  const { company, now } = context;
  const had = before?.members ?? [];
  const has = after?.members ?? [];
  const removed = had.filter((one) => !has.includes(one));
  const parts = [
    ...(removed.length === 0 || before === null
      ? []
      : [
          sql`delete from group_member where company_id = ${company} and root_id = ${before.id}
            and member in (select value from json_each(${JSON.stringify(removed)}))`,
        ]),
    ...(after === null
      ? []
      : addMembers(
          context,
          after,
          has.filter((one) => !had.includes(one)),
        )),
  ];
  const root =
    after === null
      ? sql`delete from user_group where company_id = ${company} and id = ${before?.id ?? ""}
          and version = ${before?.version ?? 0}`
      : before === null
        ? sql`insert into user_group(company_id, id, version, name, description, created_at, updated_at)
            values (${company}, ${after.id}, ${after.version}, ${after.name}, ${after.description},
              ${now}, ${now})`
        : sql`update user_group set version = ${after.version}, name = ${after.name},
              description = ${after.description}, updated_at = ${now}
            where company_id = ${company} and id = ${after.id} and version = ${before.version}`;
  return { events: [event], parts, roots: [root] };
};
