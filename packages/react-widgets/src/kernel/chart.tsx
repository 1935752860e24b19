"use client";
// A drawing is made of many elements that together are one picture: role img, not an img element.
// oxlint-disable jsx-a11y/prefer-tag-over-role
import { useEffect, useId, useRef, useState, type ReactNode } from "react";

import type { ChartHandle } from "./chart/draw.ts";
import { useEnnead, useStrings } from "./context.ts";
import { kernelStrings } from "./strings.ts";

export interface ChartSeries {
  readonly name: string;
  readonly values: readonly (number | null)[];
}

export interface ChartProps {
  readonly title: string;
  /** What the chart says, in a sentence or two, for readers who cannot see it. */
  readonly summary: string;
  readonly categories: readonly string[];
  readonly series: readonly ChartSeries[];
  readonly unit?: string | undefined;
  readonly format: (value: number, series: number) => string;
}

/** A bar chart, drawn once its code has arrived, with the same numbers as a table beneath it. */
export const BarChart = (props: ChartProps): ReactNode => {
  const { title, summary, categories, series, unit, format } = props;
  const { theme, formats } = useEnnead();
  const strings = useStrings(kernelStrings);
  const place = useRef<HTMLDivElement>(null);
  const handle = useRef<ChartHandle | null>(null);
  const latest = useRef(format);
  const [state, setState] = useState<"loading" | "ready" | "failed">("loading");
  const describedBy = useId();
  const description = `${title}. ${summary}`;
  useEffect(() => {
    latest.current = format;
  });

  useEffect(() => {
    let dropped = false;
    const draw = async (): Promise<void> => {
      const { drawBarChart } = await import("./chart/draw.ts");
      if (dropped || place.current === null) return;
      handle.current ??= drawBarChart(place.current);
      handle.current.show(
        { categories, series, description, ...(unit === undefined ? {} : { unit }) },
        { format: (value, index) => latest.current(value, index), axis: formats.compact },
      );
      setState("ready");
    };
    draw().catch(() => {
      if (!dropped) setState("failed");
    });
    return () => {
      dropped = true;
    };
    // A new theme means new colours, which are read from the page.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [categories, series, unit, description, theme, formats]);
  useEffect(
    () => () => {
      handle.current?.dispose();
      handle.current = null;
    },
    [],
  );

  return (
    <figure className="ennead-chart">
      <div
        className="ennead-chart-place"
        role="img"
        aria-label={title}
        aria-describedby={describedBy}
        data-state={state}
      >
        <div ref={place} className="ennead-chart-drawing" aria-hidden="true" />
      </div>
      {state === "ready" ? null : (
        <output className="ennead-chart-note">
          {state === "loading" ? strings.chartLoading : strings.chartFailed}
        </output>
      )}
      <figcaption id={describedBy} className="ennead-chart-summary">
        {summary}
      </figcaption>
      <details className="ennead-chart-data">
        <summary>{strings.dataTable}</summary>
        {/* The table scrolls sideways, so it must take the focus. */}
        {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
        <section className="ennead-chart-scroll" aria-label={title} tabIndex={0}>
          <table className="ennead-chart-table">
            <caption className="ennead-hidden">{title}</caption>
            <thead>
              <tr>
                <th scope="col">{strings.category}</th>
                {/* Two members may read the same; their place tells them apart, here and below. */}
                {series.map(({ name }, index) => (
                  // oxlint-disable-next-line react/no-array-index-key
                  <th key={index} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {categories.map((category, at) => (
                // oxlint-disable-next-line react/no-array-index-key
                <tr key={at}>
                  <th scope="row">{category}</th>
                  {series.map(({ values }, index) => {
                    const value = values[at] ?? null;
                    // oxlint-disable-next-line react/no-array-index-key
                    return <td key={index}>{value === null ? "" : format(value, index)}</td>;
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </details>
    </figure>
  );
};
