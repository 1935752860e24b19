"use client";
import { useQuery } from "@tanstack/react-query";

import type { AccessListUsersAnswer, UserAnswer } from "../../kernel/api.gen.ts";
import { useEnnead } from "../../kernel/context.ts";
import { queryDefaults } from "../../kernel/queries.ts";

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

export interface People {
  /** The reader; undefined until it is known. */
  readonly me: Person | undefined;
  /** Whether the reader may have reports mailed; undefined until it is known. */
  readonly maySchedule: boolean | undefined;
  /** Active people of the company whom the reader may see, by name. */
  readonly people: readonly Person[];
  readonly error: Error | null;
  /** The reader may not see others. */
  readonly alone: boolean;
}

/** More people than these are not a list to choose from. */
const mostPages = 10;

const personOf = ({ id, name, email }: UserAnswer): Person => ({
  id,
  name: name ?? email ?? id,
  email: email ?? "",
});

/** Who can receive a report: the company's directory as far as the reader may see it. */
export const usePeople = (): People => {
  const { client, formats } = useEnnead();
  const self = useQuery({
    ...queryDefaults,
    queryKey: ["ennead", client.baseUrl, "me"],
    queryFn: ({ signal }) => client.access.me({ signal }),
  });
  const others = useQuery({
    ...queryDefaults,
    queryKey: ["ennead", client.baseUrl, "people"],
    queryFn: async ({ signal }) => {
      const items: UserAnswer[] = [];
      let cursor: string | undefined;
      for (let page = 0; page < mostPages; page += 1) {
        const answer: AccessListUsersAnswer = await client.access.listUsers({
          query: { limit: "500", cursor },
          signal,
        });
        items.push(...answer.items);
        if (answer.next === null) break;
        cursor = answer.next;
      }
      return items
        .filter(({ active }) => active !== false)
        .map(personOf)
        .toSorted((a, b) => formats.compare(a.name, b.name));
    },
  });
  const { data } = self;
  return {
    me: data?.user,
    maySchedule: data?.permissions.system.includes("pivot.schedule"),
    people: others.data ?? (data === undefined ? [] : [data.user]),
    error: self.error,
    alone: others.error !== null,
  };
};
