"use client";
import type { ReactNode } from "react";

import { useLateCode, type LateCode } from "../late.ts";
import { NotLoaded } from "../not-loaded.tsx";

export interface LatePartProps<T> {
  readonly code: LateCode<T>;
  readonly children: (value: T) => ReactNode;
}

/** What a dialog holds, fetched when it opens. */
export const LatePart = <T,>({ code, children }: LatePartProps<T>): ReactNode => {
  const { value, failures } = useLateCode(code, true);
  if (value !== undefined) return children(value);
  return failures > 0 ? (
    <NotLoaded failures={failures} onRetry={code.load} />
  ) : (
    <div className="ennead-late" aria-busy="true" />
  );
};
