"use client";
import type { ReactNode } from "react";

import { useStrings } from "../kernel/context.ts";
import { ProblemError } from "../kernel/problem.ts";
import { noteOf, sentenceOf } from "../kernel/say-error.ts";
import { kernelStrings } from "../kernel/strings.ts";
import { drillStrings } from "./drill-strings.ts";

export interface CellProblemProps {
  readonly asked: { readonly error: Error | null; readonly refetch: () => Promise<unknown> };
}

/** In place of an answer about a cell: it is on its way, or could not be had. */
export const CellProblem = ({ asked: { error, refetch } }: CellProblemProps): ReactNode => {
  const kernel = useStrings(kernelStrings);
  const text = useStrings(drillStrings);
  if (error === null) {
    return (
      <p className="ennead-pivot-progress" aria-busy="true">
        <span className="ennead-spinner" />
        <output>{kernel.loading}</output>
      </p>
    );
  }
  if (error instanceof ProblemError && error.code === "pivot/unknown-cell")
    return <p>{text.gone}</p>;
  return (
    <div role="alert">
      <p className="ennead-alert">{sentenceOf(error, kernel)}</p>
      <p className="ennead-pivot-menu-why">{noteOf(error, kernel)}</p>
      <button type="button" className="ennead-button" onClick={() => void refetch()}>
        {kernel.retry}
      </button>
    </div>
  );
};
