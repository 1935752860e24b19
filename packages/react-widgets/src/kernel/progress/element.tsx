"use client";
import { kernelCss } from "../css.gen.ts";
import { defineWidgetElement } from "../element.tsx";
import { progressCss } from "./css.gen.ts";
import { JobProgress } from "./JobProgress.tsx";

/**
 * Registers `<ennead-job-progress>`. Attributes: those of the provider (`base-url`, `token`, `locale`, `currency`,
 * `time-zone`, `theme`), `job` (its id), `heading`, `cancellable` (`false` leaves the button out). Properties: `getToken`,
 * `fetch`. Event: `ennead-job-end` with the job when it has ended.
 */
export const defineEnneadJobProgress = (
  name: `${string}-${string}` = "ennead-job-progress",
): void =>
  defineWidgetElement({
    name,
    css: [kernelCss, progressCss],
    attributes: ["job", "heading", "cancellable"],
    properties: [],
    render: ({ attribute, emit }) => {
      const id = attribute("job");
      return id === undefined ? null : (
        <JobProgress
          jobId={id}
          title={attribute("heading")}
          cancellable={attribute("cancellable") !== "false"}
          onEnd={(job) => emit("ennead-job-end", job)}
        />
      );
    },
  });
