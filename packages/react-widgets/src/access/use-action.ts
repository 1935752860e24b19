"use client";
import { useEnnead } from "../kernel/context.ts";
import { useAction as useAnyAction, type Action } from "../kernel/parts/use-action.ts";

interface ActionHeard<In, Out> {
  readonly onDone?: (answer: Out, input: In) => void;
  readonly onFailed?: (error: Error, input: In) => void;
}

/** A change of access that a person makes: everything that was read of access is read again afterwards. */
export const useAction = <In, Out>(
  send: (input: In, idempotencyKey: string) => Promise<Out>,
  { onDone, onFailed }: ActionHeard<In, Out> = {},
): Action<In> => {
  const { client } = useEnnead();
  return useAnyAction(send, ["ennead", client.baseUrl, "access"], onDone, onFailed);
};
