"use client";
import { conditionTexts } from "@ennead/core/filter";
import type { PivotSpec } from "@ennead/core/pivot";

import { lateCode, type LateCode } from "../kernel/late.ts";
import type { FormulaEngine } from "./formula-engine.ts";
import { isFormula } from "./spec-kind.ts";

/** As large as the rest of the engine, so it is fetched for reports that have formulas and for who writes one. */
export const formulaEngine: LateCode<FormulaEngine> = lateCode(
  async () => (await import("./formula-engine.ts")).engine,
);

/** Whether a report needs the engine: for formulas, or for conditions that somebody wrote. */
export const usesFormulas = ({ fields = [], values, filter }: PivotSpec): boolean =>
  fields.length > 0 ||
  values.some(isFormula) ||
  [filter, ...values.map((value) => ("where" in value ? value.where : undefined))].some(
    (one) => one !== undefined && conditionTexts(one).length > 0,
  );
