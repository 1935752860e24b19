"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { createActionKeys } from "../kernel/client/action-key.ts";
import { useEnnead } from "../kernel/context.ts";

export interface Action<In> {
  readonly run: (input: In) => void;
  readonly busy: boolean;
  /** Why the last attempt failed. */
  readonly error: Error | null;
  readonly forget: () => void;
}

export interface ActionHeard<In, Out> {
  readonly onDone?: (answer: Out, input: In) => void;
  readonly onFailed?: (error: Error, input: In) => void;
}

/**
 * A change of access that a person makes. Made again after an answer was lost it is the same deed: its key stays until it
 * has succeeded. Everything that was read of access is read again afterwards, whether it succeeded or not.
 */
export const useAction = <In, Out>(
  send: (input: In, idempotencyKey: string) => Promise<Out>,
  { onDone, onFailed }: ActionHeard<In, Out> = {},
): Action<In> => {
  const queries = useQueryClient();
  const { client } = useEnnead();
  const [keys] = useState(createActionKeys);
  const { mutate, isPending, error, reset } = useMutation({
    networkMode: "always",
    mutationFn: (input: In) => send(input, keys.keyOf(input)),
    onSuccess: (answer, input) => {
      keys.done();
      onDone?.(answer, input);
    },
    onError: (failure, input) => onFailed?.(failure, input),
    onSettled: () => queries.invalidateQueries({ queryKey: ["ennead", client.baseUrl, "access"] }),
  });
  return { run: mutate, busy: isPending, error, forget: reset };
};
