"use client";
import { kernelCss } from "../kernel/css.gen.ts";
import { defineWidgetElement } from "../kernel/element.tsx";
import { progressCss } from "../kernel/progress/css.gen.ts";
import { pivotCss } from "./css.gen.ts";
import { PivotReport } from "./PivotReport.tsx";
import type { PivotReportValue } from "./value.ts";

/**
 * Registers `<ennead-pivot>`. Attributes: those of the provider (`base-url`, `token`, `locale`, `currency`, `time-zone`,
 * `theme`), `object`, `report-id`, `mode` (`edit` or `view`), `heading`. Properties: `getToken`, `fetch`, `value`
 * (the host owns the state) and `defaultValue`. Events: `ennead-change` with the new value, `ennead-report` with the
 * report that was opened or saved, `ennead-cross` with what the reader filters by in `view` mode.
 */
export const defineEnneadPivot = (name: `${string}-${string}` = "ennead-pivot"): void =>
  defineWidgetElement({
    name,
    css: [kernelCss, progressCss, pivotCss],
    attributes: ["object", "report-id", "mode", "heading"],
    properties: ["value", "defaultValue"],
    render: ({ attribute, property, emit }) => (
      <PivotReport
        key={attribute("object")}
        object={attribute("object")}
        reportId={attribute("report-id")}
        mode={attribute("mode") === "view" ? "view" : "edit"}
        title={attribute("heading")}
        value={property("value") as PivotReportValue | undefined}
        defaultValue={property("defaultValue") as PivotReportValue | undefined}
        onChange={(value) => emit("ennead-change", value)}
        onReport={(report) => emit("ennead-report", report)}
        onCross={(conditions) => emit("ennead-cross", conditions)}
      />
    ),
  });
