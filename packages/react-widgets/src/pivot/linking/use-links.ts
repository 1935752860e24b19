"use client";
import { useQuery, type UseQueryResult } from "@tanstack/react-query";

import type { PivotCreateLinkAnswer, PivotLinksAnswer } from "../../kernel/api.gen.ts";
import { useEnnead } from "../../kernel/context.ts";
import { useAction, type Action } from "../../kernel/parts/use-action.ts";
import { queryDefaults } from "../../kernel/queries.ts";

export type Link = PivotLinksAnswer["items"][number];

export interface Links {
  readonly list: UseQueryResult<readonly Link[]>;
  readonly create: Action<{ readonly label: string; readonly expiresAt: string }>;
  readonly revoke: Action<Link>;
}

/** The links of a saved report, and what can be done with them. */
export const useLinks = (
  id: string,
  onMade: (link: PivotCreateLinkAnswer) => void,
  onRevoked: (link: Link) => void,
): Links => {
  const { client } = useEnnead();
  const queryKey = ["ennead", client.baseUrl, "report", id, "links"];
  const list = useQuery({
    ...queryDefaults,
    queryKey,
    queryFn: async ({ signal }) => (await client.pivot.links({ params: { id }, signal })).items,
  });
  const create = useAction(
    (body: { readonly label: string; readonly expiresAt: string }, idempotencyKey) =>
      client.pivot.createLink({ params: { id }, body, idempotencyKey }),
    queryKey,
    onMade,
  );
  const revoke = useAction(
    (link: Link, idempotencyKey) =>
      client.pivot.deleteLink({ params: { id, link: link.id }, idempotencyKey }),
    queryKey,
    (_, link) => onRevoked(link),
  );
  return { list, create, revoke };
};
