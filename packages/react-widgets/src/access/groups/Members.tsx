"use client";
import type { ReactNode } from "react";

import { useStrings } from "../../kernel/context.ts";
import { Tool } from "../Tool.tsx";
import type { AccessManagerState } from "../useAccessManager.ts";
import { groupStrings } from "./group-strings.ts";

export interface MembersProps {
  readonly state: AccessManagerState;
  readonly members: readonly string[];
  /** Groups that these members are shown beneath: none of them is opened again. */
  readonly above: readonly string[];
  /** Takes a member out; undefined where the members are those of another group. */
  readonly onTake?: ((member: string) => void) | undefined;
}

/** Members, and beneath each group its own. */
export const Members = ({ state, members, above, onTake }: MembersProps): ReactNode => {
  const words = useStrings(groupStrings);
  const { groups, nameOf } = state;
  return (
    <ul className="ennead-access-members">
      {members.map((member) => {
        const group = groups.items.find(({ id }) => `group:${id}` === member);
        const name = nameOf(member);
        const again = above.includes(member);
        return (
          <li key={member}>
            <span>
              {group === undefined ? name : words.group(name)}
              {again ? ` (${words.again})` : ""}
              {onTake === undefined ? null : (
                <Tool icon="close" label={words.take(name)} onPress={() => onTake(member)} />
              )}
            </span>
            {group === undefined || again || group.members.length === 0 ? null : (
              <Members state={state} members={group.members} above={[...above, member]} />
            )}
          </li>
        );
      })}
    </ul>
  );
};
