"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";

import type { AccessWhatIfBody, WhatIfAnswer } from "../../kernel/api.gen.ts";
import { useEnnead } from "../../kernel/context.ts";
import { queryDefaults } from "../../kernel/queries.ts";

export interface Effect {
  readonly answer: WhatIfAnswer | undefined;
  /** The answer is of an earlier change, or none is there yet. */
  readonly pending: boolean;
  readonly error: Error | null;
}

/** Milliseconds without another edit before the server is asked. */
const pause = 500;

/** What a change would do, asked anew when it has not changed for a moment. `null` is no change. */
export const useWhatIf = (change: AccessWhatIfBody | null): Effect => {
  const { client } = useEnnead();
  const text = change === null ? null : JSON.stringify(change);
  const [settled, setSettled] = useState<string | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), text === null ? 0 : pause);
    return () => clearTimeout(timer);
  }, [text]);
  const query = useQuery({
    ...queryDefaults,
    queryKey: ["ennead", client.baseUrl, "access", "what-if", settled],
    queryFn: ({ signal }) =>
      client.access.whatIf({ body: JSON.parse(settled ?? "{}") as AccessWhatIfBody, signal }),
    enabled: settled !== null,
    placeholderData: keepPreviousData,
  });
  const current = text !== null && settled === text;
  return {
    answer: text === null ? undefined : query.data,
    pending: text !== null && (!current || query.isFetching),
    error: current ? query.error : null,
  };
};
