"use client";
import type { ExpressionEngine, PivotSpec } from "@ennead/core/pivot";

import { lateCode, type LateCode } from "../kernel/late.ts";
import { isFormula } from "./spec-kind.ts";

/** What reads formulas, and the functions they may call. */
export interface FormulaEngine extends ExpressionEngine {
  readonly functions: readonly { readonly name: string; readonly usage: string }[];
}

/** As large as the rest of the engine, so it is fetched for reports that have formulas and for who writes one. */
export const formulaEngine: LateCode<FormulaEngine> = lateCode(async () => {
  const { expressions, functions } = await import("@ennead/core/expression");
  return {
    ...expressions,
    functions: [...functions].map(([name, { usage }]) => ({ name, usage })),
  };
});

export const usesFormulas = ({ fields = [], values }: PivotSpec): boolean =>
  fields.length > 0 || values.some(isFormula);
