"use client";
import { useQuery } from "@tanstack/react-query";

import type { GroupAnswer, PermissionSetAnswer, UserAnswer } from "../api.gen.ts";
import { useEnnead } from "../context.ts";
import { ProblemError } from "../problem.ts";
import { queryDefaults } from "../queries.ts";

export type PrincipalKind = "company" | "user" | "group" | "role";

/** Somebody, or several, with whom something can be shared. */
export interface Principal {
  /** As a share names it. */
  readonly to: string;
  readonly kind: PrincipalKind;
  readonly name: string;
  /** What tells two of one name apart. */
  readonly about: string;
}

interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** More than these are not a list to choose from. */
const mostPages = 10;

/** The first pages of a list; nothing where the reader may not read it. */
const listed = async <T>(
  ask: (query: { readonly limit: string; readonly cursor: string | undefined }) => Promise<Page<T>>,
): Promise<readonly T[]> => {
  const items: T[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const answer = await ask({ limit: "500", cursor }).catch((error: unknown) => {
      if (error instanceof ProblemError && error.forbidden) return null;
      throw error;
    });
    if (answer === null) break;
    items.push(...answer.items);
    if (answer.next === null) break;
    cursor = answer.next;
  }
  return items;
};

export interface Principals {
  /** By kind, then by name; undefined until they are known. */
  readonly all: readonly Principal[] | undefined;
  readonly error: Error | null;
  /** Whether the reader looks after access. */
  readonly manages: boolean;
}

const order: readonly PrincipalKind[] = ["company", "group", "role", "user"];

/**
 * With whom the reader can share: the company, the people he may read and, for those who look after them, groups and
 * roles. Inactive people are left out.
 */
export const usePrincipals = (): Principals => {
  const { client, formats } = useEnnead();
  const { access } = client;
  const query = useQuery({
    ...queryDefaults,
    queryKey: ["ennead", client.baseUrl, "principals"],
    queryFn: async ({ signal }): Promise<Pick<Principals, "all" | "manages">> => {
      const me = await access.me({ signal });
      const manages = me.permissions.system.includes("access.manage");
      const [users, groups, sets] = await Promise.all([
        listed<UserAnswer>((asked) => access.listUsers({ query: asked, signal })),
        manages ? listed<GroupAnswer>((asked) => access.listGroups({ query: asked, signal })) : [],
        manages
          ? listed<PermissionSetAnswer>((asked) => access.listSets({ query: asked, signal }))
          : [],
      ]);
      const all: Principal[] = [
        { to: "company", kind: "company", name: me.company.name, about: "" },
        ...groups.map(({ id, name, description }): Principal => ({
          to: `group:${id}`,
          kind: "group",
          name,
          about: description ?? "",
        })),
        ...sets
          .filter(({ role }) => role)
          .map(({ id, name }): Principal => ({ to: `role:${id}`, kind: "role", name, about: "" })),
        ...users
          .filter(({ active }) => active !== false)
          .map(({ id, name, email }): Principal => ({
            to: `user:${id}`,
            kind: "user",
            name: name ?? email ?? id,
            about: email ?? "",
          })),
      ];
      const sorted = all.toSorted(
        (a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || formats.compare(a.name, b.name),
      );
      return { all: sorted, manages };
    },
  });
  return {
    all: query.data?.all,
    error: query.error,
    manages: query.data?.manages ?? false,
  };
};
