import { fieldsIn, type Expression, type TypeEnvironment } from "../expression/index.ts";
import { err, fault, type Fault, type Result } from "../kernel/index.ts";
import type { ExpressionEngine } from "./expression-engine.ts";
import type { Filter } from "./filter.ts";

/** A fault of an expression as one of the filter that it stands in. The place in the text stays its `detail`. */
export const asFilterFault = (found: Fault): Fault => ({
  ...found,
  code: found.code === "expression/unknown-field" ? "filter/unknown-field" : "filter/bad-filter",
});

/**
 * The text of a free condition as a checked expression that is true or false. Faults, with their place in the text as
 * `detail.from` and `detail.to`: `filter/unknown-field`, and `filter/bad-filter` for all else that `checkExpression`
 * refuses, for what is not true or false, and without an engine.
 */
export const readCondition = (
  text: string,
  expressions: ExpressionEngine | undefined,
  environment: TypeEnvironment,
): Result<Expression, readonly Fault[]> => {
  if (expressions === undefined) {
    return err([fault("filter/bad-filter", "Free conditions need the expression engine.")]);
  }
  const checked = expressions.check(text, environment);
  if (!checked.ok) return err(checked.error.map(asFilterFault));
  const { type, from, to } = checked.value;
  if (type.kind === "bool") return checked;
  const message = `A condition is true or false, and this is of type ${type.kind}.`;
  return err([fault("filter/bad-filter", message, undefined, { from, to })]);
};

/** The texts of the free conditions of a filter, in order. */
export const conditionTexts = (filter: Filter): readonly string[] => {
  switch (filter[0]) {
    case "and":
    case "or":
    case "not":
      return (filter.slice(1) as readonly Filter[]).flatMap(conditionTexts);
    case "expr":
      return [filter[1]];
    default:
      return [];
  }
};

/** The names of the fields that a free condition asks about; none where it does not fit the environment. */
export const fieldsOfCondition = (
  text: string,
  expressions: ExpressionEngine | undefined,
  environment: TypeEnvironment,
): readonly string[] => {
  const read = readCondition(text, expressions, environment);
  return read.ok ? fieldsIn(read.value).map((path) => path.join(".")) : [];
};
