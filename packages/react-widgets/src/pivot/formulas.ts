"use client";
import { isFormula, type ExpressionEngine, type PivotSpec } from "@ennead/core/pivot";

import { lateCode, type LateCode } from "../kernel/late.ts";

/** What reads formulas: as large as the rest of the engine, so it is fetched for reports that have some. */
export const formulaEngine: LateCode<ExpressionEngine> = lateCode(
  async () => (await import("@ennead/core/expression")).expressions,
);

export const usesFormulas = ({ fields = [], values }: PivotSpec): boolean =>
  fields.length > 0 || values.some(isFormula);
