import { expressions, functions } from "@ennead/core/expression";
import type { ExpressionEngine } from "@ennead/core/pivot";

/** What reads formulas, and the functions they may call. */
export interface FormulaEngine extends ExpressionEngine {
  readonly functions: readonly { readonly name: string; readonly usage: string }[];
}

// Fetched as a module of its own: were the core's door fetched itself, a bundler would keep all of it together, and the
// engine, which needs a few functions of it for filters, would bring the reader of formulas along.
export const engine: FormulaEngine = {
  ...expressions,
  functions: [...functions].map(([name, { usage }]) => ({ name, usage })),
};
