"use client";
import { useQuery, type UseQueryResult } from "@tanstack/react-query";
import { useMemo } from "react";

import type {
  AccessListGroupsAnswer,
  AccessListSetsAnswer,
  AccessListUsersAnswer,
  GroupAnswer,
  MeAnswer,
  PermissionSetAnswer,
  UserAnswer,
  VocabularyAnswer,
} from "../kernel/api.gen.ts";
import { useEnnead } from "../kernel/context.ts";
import { queryDefaults } from "../kernel/queries.ts";

/** Of longer lists the first are shown, and it is said that there are more. */
const mostPages = 10;

interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

export interface Listed<T> {
  readonly items: readonly T[];
  /** There are more than are listed. */
  readonly more: boolean;
}

export const listAll = async <T>(
  ask: (query: { readonly limit: string; readonly cursor: string | undefined }) => Promise<Page<T>>,
): Promise<Listed<T>> => {
  const items: T[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const answer = await ask({ limit: "500", cursor });
    items.push(...answer.items);
    if (answer.next === null) return { items, more: false };
    cursor = answer.next;
  }
  return { items, more: true };
};

/** What the parts of the manager share. */
export interface AccessData {
  readonly me: UseQueryResult<MeAnswer>;
  readonly vocabulary: UseQueryResult<VocabularyAnswer>;
  /** By name. */
  readonly sets: UseQueryResult<Listed<PermissionSetAnswer>>;
  /** By name, the inactive among them. */
  readonly users: UseQueryResult<Listed<UserAnswer>>;
  readonly groups: UseQueryResult<Listed<GroupAnswer>>;
}

/** Reads what is administered; `allowed` once it is known that the reader may. */
export const useAccessData = (): AccessData & { readonly allowed: boolean | undefined } => {
  const { client, formats } = useEnnead();
  const { access } = client;
  const key = ["ennead", client.baseUrl, "access"];
  const me = useQuery({
    ...queryDefaults,
    queryKey: [...key, "me"],
    queryFn: ({ signal }) => access.me({ signal }),
  });
  const allowed = me.data?.permissions.system.includes("access.manage");
  const asked = { ...queryDefaults, enabled: allowed === true };
  const byName = useMemo(
    () =>
      <T extends { readonly name?: string }>({ items, more }: Listed<T>): Listed<T> => ({
        items: items.toSorted((a, b) => formats.compare(a.name ?? "", b.name ?? "")),
        more,
      }),
    [formats],
  );
  const vocabulary = useQuery({
    ...asked,
    queryKey: [...key, "vocabulary"],
    queryFn: ({ signal }) => access.vocabulary({ signal }),
  });
  const sets = useQuery({
    ...asked,
    queryKey: [...key, "sets"],
    queryFn: ({ signal }) =>
      listAll<PermissionSetAnswer>((query): Promise<AccessListSetsAnswer> =>
        access.listSets({ query, signal }),
      ),
    select: byName,
  });
  const users = useQuery({
    ...asked,
    queryKey: [...key, "users"],
    queryFn: ({ signal }) =>
      listAll<UserAnswer>((query): Promise<AccessListUsersAnswer> =>
        access.listUsers({ query, signal }),
      ),
    select: byName,
  });
  const groups = useQuery({
    ...asked,
    queryKey: [...key, "groups"],
    queryFn: ({ signal }) =>
      listAll<GroupAnswer>((query): Promise<AccessListGroupsAnswer> =>
        access.listGroups({ query, signal }),
      ),
    select: byName,
  });
  return { me, vocabulary, sets, users, groups, allowed };
};
