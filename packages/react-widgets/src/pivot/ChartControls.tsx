"use client";
import type { ChartSettings, Stacking } from "@ennead/core/chart";
import { useId, type ReactNode } from "react";

import { chartStrings } from "../kernel/chart/strings.ts";
import { useStrings } from "../kernel/context.ts";
import type { ChartOptions } from "./value.ts";

interface CheckProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

const Check = ({ label, checked, onChange }: CheckProps): ReactNode => (
  <label className="ennead-check">
    <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
    {label}
  </label>
);

export interface ChartControlsProps {
  readonly settings: ChartSettings;
  /** Series that the chart shows. */
  readonly series: number;
  readonly onChange: (options: ChartOptions) => void;
}

/** What a reader can choose of the chart shown; only what changes it. */
export const ChartControls = ({ settings, series, onChange }: ChartControlsProps): ReactNode => {
  const strings = useStrings(chartStrings);
  const ids = useId();
  const { type, stacking = "none", horizontal = false, legend, target } = settings;
  const stacks = (type === "bar" || type === "area") && series > 1;
  const hasLegend = type === "pie" || (type !== "heatmap" && type !== "gauge" && series > 1);
  if (!stacks && !hasLegend && type !== "bar" && type !== "gauge") return null;
  return (
    <fieldset className="ennead-chart-controls">
      <legend className="ennead-hidden">{strings.options}</legend>
      {stacks ? (
        <>
          <label className="ennead-hidden" htmlFor={`${ids}-stacking`}>
            {strings.stacking}
          </label>
          <select
            id={`${ids}-stacking`}
            className="ennead-select"
            value={stacking}
            onChange={(event) => onChange({ stacking: event.target.value as Stacking })}
          >
            <option value="none">{strings.sideBySide}</option>
            <option value="stacked">{strings.stacked}</option>
            <option value="percent">{strings.percent}</option>
          </select>
        </>
      ) : null}
      {type === "bar" ? (
        <Check
          label={strings.horizontal}
          checked={horizontal}
          onChange={(checked) => onChange({ horizontal: checked })}
        />
      ) : null}
      {hasLegend ? (
        <Check
          label={strings.legend}
          checked={legend ?? type !== "pie"}
          onChange={(checked) => onChange({ legend: checked })}
        />
      ) : null}
      {type === "gauge" ? (
        <>
          <label htmlFor={`${ids}-target`}>{strings.targetField}</label>
          <input
            id={`${ids}-target`}
            className="ennead-input"
            type="number"
            step="any"
            value={target ?? ""}
            onChange={({ target: { valueAsNumber } }) =>
              onChange({ target: Number.isFinite(valueAsNumber) ? valueAsNumber : undefined })
            }
          />
        </>
      ) : null}
    </fieldset>
  );
};
