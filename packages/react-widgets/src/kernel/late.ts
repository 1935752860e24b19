"use client";
import { useEffect, useSyncExternalStore } from "react";

interface Late<T> {
  readonly value: T | undefined;
  /** How often it could not be fetched: the network was away, or another version has taken its place. */
  readonly failures: number;
}

/** Code that is fetched when it is first needed, for all who need it. */
export interface LateCode<T> {
  readonly load: () => void;
  readonly read: () => Late<T>;
  readonly subscribe: (heard: () => void) => () => void;
}

export const lateCode = <T>(fetchCode: () => Promise<T>): LateCode<T> => {
  const listeners = new Set<() => void>();
  let state: Late<T> = { value: undefined, failures: 0 };
  let failures = 0;
  let running = false;
  const become = (next: Late<T>): void => {
    state = next;
    for (const heard of listeners) heard();
  };
  const load = async (): Promise<void> => {
    running = true;
    if (state.failures > 0) become({ value: undefined, failures: 0 });
    try {
      become({ value: await fetchCode(), failures: 0 });
    } catch {
      failures += 1;
      become({ value: undefined, failures });
    } finally {
      running = false;
    }
  };
  return {
    load: () => {
      if (!running && state.value === undefined) void load();
    },
    read: () => state,
    subscribe: (heard) => {
      listeners.add(heard);
      return () => listeners.delete(heard);
    },
  };
};

/** The code once it is there; unlike React's `lazy`, a failure is a state that `load` can be called again from. */
export const useLateCode = <T>(code: LateCode<T>, wanted: boolean): Late<T> => {
  const state = useSyncExternalStore(code.subscribe, code.read, code.read);
  useEffect(() => {
    if (wanted && code.read().failures === 0) code.load();
  }, [code, wanted]);
  return state;
};
