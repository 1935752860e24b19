import type { ReactNode } from "react";

import type { Progress } from "./progress.ts";

const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

/** Sample data on its way in; nothing once it is complete. */
export const ProgressBar = ({
  progress,
}: {
  readonly progress: Progress | undefined;
}): ReactNode => {
  if (progress === undefined || progress.state === "done") return null;
  const { done, total, note, state } = progress;
  return (
    <section className="portal-progress" data-state={state} aria-label="Sample data">
      <div className="portal-progress-text">
        <strong>
          {state === "failed" ? "The sample data is incomplete" : "Sample data is being written"}
        </strong>
        <span>{note}</span>
        <span className="portal-progress-count">
          {whole.format(done)} of {whole.format(total)} changes
        </span>
      </div>
      <progress max={Math.max(total, 1)} value={done} aria-label="Sample data written" />
    </section>
  );
};
