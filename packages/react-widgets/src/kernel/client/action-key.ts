/** A fresh Idempotency-Key. `crypto.randomUUID` would need a secure context. */
export const newKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");

export interface ActionKeys {
  /** The key of an action, the same as long as what it sends is the same and it has not succeeded. */
  readonly keyOf: (action: unknown) => string;
  /** The action has succeeded: doing the same again is a new one. */
  readonly done: () => void;
}

/**
 * Keeps the Idempotency-Key of what a person does until it has succeeded: pressing "Save" again after an answer was lost
 * sends the key of the first time, so that the server does it once.
 */
export const createActionKeys = (): ActionKeys => {
  let last: { readonly text: string; readonly key: string } | undefined;
  return {
    keyOf: (action) => {
      const text = JSON.stringify(action);
      if (last?.text !== text) last = { text, key: newKey() };
      return last.key;
    },
    done: () => {
      last = undefined;
    },
  };
};
