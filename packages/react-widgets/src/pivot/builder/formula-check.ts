import type { CellValue, PivotSpec } from "@ennead/core/pivot";

import { expressionType, fieldTypes, type ExpressionTypes } from "../fields.ts";
import { cellText } from "../format.ts";
import type { FormulaEngine } from "../formula-engine.ts";
import { isShown } from "../spec-kind.ts";
import type { PivotReportState } from "../usePivotReport.ts";

/** A formula measure (a new one where the index is null) or a calculated field (a new one where the name is null). */
export type FormulaTarget =
  | { readonly kind: "measure"; readonly index: number | null }
  | { readonly kind: "field"; readonly name: string | null };

export interface FormulaFault {
  readonly message: string;
  /** Place in the text, in UTF-16 units. */
  readonly from: number;
  readonly to: number;
}

export type FormulaCheck =
  | { readonly ok: true; readonly type: string }
  | { readonly ok: false; readonly faults: readonly FormulaFault[] };

const plainName = /^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*$/;
const reserved = new Set(["true", "false", "null", "in"]);

/** How a formula writes a name. */
export const written = (name: string): string =>
  plainName.test(name) && !name.split(".").some((part) => reserved.has(part))
    ? name
    : `field(${JSON.stringify(name)})`;

export const formulaTypes = (state: PivotReportState, target: FormulaTarget): ExpressionTypes => {
  const { fields, spec, result } = state;
  if (target.kind === "field") return fieldTypes(fields.filter(({ name }) => name !== target.name));
  const own = target.index === null ? undefined : spec.values[target.index]?.name;
  const shown = new Set(spec.values.filter(isShown).map(({ name }) => name));
  return {
    typeOf: (path) => {
      const name = path.join(".");
      const info = result?.measures.find((measure) => measure.name === name);
      if (info === undefined || name === own || shown.has(name)) return undefined;
      return expressionType(info);
    },
  };
};

const place = (detail: Readonly<Record<string, unknown>> | undefined, key: string): number => {
  const at = detail?.[key];
  return typeof at === "number" ? at : 0;
};

export const checkFormula = (
  text: string,
  types: ExpressionTypes,
  engine: FormulaEngine,
): FormulaCheck => {
  const checked = engine.check(text, types);
  if (checked.ok) return { ok: true, type: checked.value.type.kind };
  return {
    ok: false,
    faults: checked.error.map(({ message, detail }) => ({
      message,
      from: place(detail, "from"),
      to: place(detail, "to"),
    })),
  };
};

/** What a right formula answers over the records there are: of a measure its grand total, of a field its range. */
export const previewOf = (
  text: string,
  target: FormulaTarget,
  state: PivotReportState,
): string | null | undefined => {
  const { spec, dataset, words } = state;
  const asked = "\u0000preview";
  const plain: PivotSpec = { ...spec, rows: [], cols: [], having: [] };
  const fields = (spec.fields ?? []).filter(
    ({ name }) => target.kind !== "field" || name !== target.name,
  );
  const of = { field: asked } as const;
  const trial: PivotSpec =
    target.kind === "measure"
      ? { ...plain, values: [...spec.values, { name: asked, formula: text }] }
      : {
          ...plain,
          fields: [...fields, { name: asked, formula: text }],
          values: [
            { name: "min", agg: "min", ...of },
            { name: "max", agg: "max", ...of },
          ],
        };
  const outcome = state.preview(trial);
  if (outcome?.ok !== true) return undefined;
  const { value: result } = outcome;
  const write = (measure: number): string | null => {
    const cell: CellValue = result.cell(0, 0, measure);
    return cell === null ? null : cellText(result, measure, undefined, dataset, words)(cell);
  };
  if (target.kind === "measure") return write(result.measures.length - 1);
  const [least, most] = [write(0), write(1)];
  return least === null || most === null || least === most ? least : `${least} … ${most}`;
};
