"use client";
import type { AccessManagerState } from "./useAccessManager.ts";

/** State under a key that outlives its view: what is half written is still there when somebody comes back to it. */
export const useKept = <T>(
  { kept, keep }: AccessManagerState,
  key: string,
  initial: T,
): readonly [T, (next: T) => void] => [
  kept.has(key) ? (kept.get(key) as T) : initial,
  (next) => keep(key, next),
];
