"use client";
import {
  useInfiniteQuery,
  useQuery,
  type UseInfiniteQueryResult,
  type UseQueryResult,
} from "@tanstack/react-query";

import type {
  AccessCreateApiKeyBody,
  AccessListApiKeysAnswer,
  ApiKeyAnswer,
  CreatedApiKeyAnswer,
  MeAnswer,
} from "../../kernel/api.gen.ts";
import { useEnnead } from "../../kernel/context.ts";
import { useAction, type Action } from "../../kernel/parts/use-action.ts";
import { queryDefaults } from "../../kernel/queries.ts";

export interface ApiKeysState {
  readonly me: UseQueryResult<MeAnswer>;
  readonly list: UseInfiniteQueryResult<{ readonly pages: readonly AccessListApiKeysAnswer[] }>;
  readonly create: Action<AccessCreateApiKeyBody>;
  readonly revoke: Action<ApiKeyAnswer>;
}

export interface KeysHeard {
  readonly onMade: (made: CreatedApiKeyAnswer) => void;
  readonly onRevoked: (key: ApiKeyAnswer) => void;
}

/** The reader's API keys (with `access.manage` those of the company), the newest first, and what can be done with them. */
export const useApiKeys = ({ onMade, onRevoked }: KeysHeard): ApiKeysState => {
  const { client } = useEnnead();
  const { access } = client;
  const queryKey = ["ennead", client.baseUrl, "api-keys"];
  const me = useQuery({
    ...queryDefaults,
    queryKey: ["ennead", client.baseUrl, "me"],
    queryFn: ({ signal }) => access.me({ signal }),
  });
  const list = useInfiniteQuery({
    ...queryDefaults,
    queryKey,
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      access.listApiKeys({ query: { limit: "50", cursor: pageParam }, signal }),
    getNextPageParam: ({ next }) => next ?? undefined,
  });
  const create = useAction(
    (body: AccessCreateApiKeyBody, idempotencyKey) => access.createApiKey({ body, idempotencyKey }),
    queryKey,
    onMade,
  );
  const revoke = useAction(
    ({ id }: ApiKeyAnswer, idempotencyKey) =>
      access.revokeApiKey({ params: { id }, idempotencyKey }),
    queryKey,
    (_, key) => onRevoked(key),
  );
  return { me, list, create, revoke };
};
