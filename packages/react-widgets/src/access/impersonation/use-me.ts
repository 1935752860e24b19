"use client";
import { useQuery, type UseQueryResult } from "@tanstack/react-query";

import type { MeAnswer } from "../../kernel/api.gen.ts";
import { useEnnead } from "../../kernel/context.ts";
import { queryDefaults } from "../../kernel/queries.ts";

/** Who the server takes the reader for, and who acts as him. */
export const useMe = (): UseQueryResult<MeAnswer> => {
  const { client } = useEnnead();
  return useQuery({
    ...queryDefaults,
    queryKey: ["ennead", client.baseUrl, "me"],
    queryFn: ({ signal }) => client.access.me({ signal }),
  });
};
