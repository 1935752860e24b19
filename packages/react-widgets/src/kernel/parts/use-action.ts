"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { createActionKeys } from "../client/action-key.ts";

export interface Action<In> {
  readonly run: (input: In) => void;
  readonly busy: boolean;
  /** Why the last attempt failed. */
  readonly error: Error | null;
  readonly forget: () => void;
}

/**
 * Something a person does to the server. Done again after an answer was lost, it is the same deed: its key stays until
 * it has succeeded. What was fetched under `stale` is fetched again afterwards,
 * whether it succeeded or not.
 */
export const useAction = <In, Out>(
  send: (input: In, idempotencyKey: string) => Promise<Out>,
  stale: readonly unknown[],
  onDone?: (answer: Out, input: In) => void,
  onFailed?: (error: Error, input: In) => void,
): Action<In> => {
  const queries = useQueryClient();
  const [keys] = useState(createActionKeys);
  const { mutate, isPending, error, reset } = useMutation({
    networkMode: "always",
    mutationFn: (input: In) => send(input, keys.keyOf(input)),
    onSuccess: (answer, input) => {
      keys.done();
      onDone?.(answer, input);
    },
    onError: (failure, input) => onFailed?.(failure, input),
    // After a refusal too: what was refused may rest on what is old.
    onSettled: () => queries.invalidateQueries({ queryKey: stale }),
  });
  return { run: mutate, busy: isPending, error, forget: reset };
};
