"use client";
import { useCallback, useMemo, useState } from "react";

export interface History<T> {
  readonly present: T;
  /** A new present; the old one can be brought back by `undo`. */
  readonly commit: (next: T) => void;
  /** A new present without a way back, e.g. after loading. */
  readonly reset: (next: T) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
}

const most = 100;

/** A value with undo, owned by the host (`value`) or by itself (`initial`); every change goes through `onChange`. */
export const useHistory = <T>(options: {
  readonly value: T | undefined;
  readonly initial: T;
  readonly onChange?: ((next: T) => void) | undefined;
}): History<T> => {
  const { value, onChange } = options;
  const [own, setOwn] = useState(options.initial);
  const [past, setPast] = useState<readonly T[]>([]);
  const [future, setFuture] = useState<readonly T[]>([]);
  const present = value ?? own;

  const publish = useCallback(
    (next: T) => {
      setOwn(next);
      onChange?.(next);
    },
    [onChange],
  );
  const commit = useCallback(
    (next: T) => {
      if (next === present) return;
      setPast((held) => [...held.slice(1 - most), present]);
      setFuture([]);
      publish(next);
    },
    [present, publish],
  );
  const reset = useCallback(
    (next: T) => {
      setPast([]);
      setFuture([]);
      publish(next);
    },
    [publish],
  );
  const undo = useCallback(() => {
    const last = past.at(-1);
    if (last === undefined) return;
    setPast(past.slice(0, -1));
    setFuture([present, ...future]);
    publish(last);
  }, [past, future, present, publish]);
  const redo = useCallback(() => {
    const [next, ...rest] = future;
    if (next === undefined) return;
    setPast([...past, present]);
    setFuture(rest);
    publish(next);
  }, [past, future, present, publish]);

  return useMemo(
    () => ({
      present,
      commit,
      reset,
      undo,
      redo,
      canUndo: past.length > 0,
      canRedo: future.length > 0,
    }),
    [present, commit, reset, undo, redo, past.length, future.length],
  );
};
