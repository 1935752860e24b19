"use client";
import type { ReactNode } from "react";

import { useStrings } from "./context.ts";
import { StatePanel } from "./state-panel.tsx";
import { kernelStrings } from "./strings.ts";

export interface NotLoadedProps {
  readonly failures: number;
  readonly onRetry: () => void;
}

const reload = (): void => globalThis.location.reload();

/**
 * In place of a part whose code could not be fetched. A browser may remember the failure as long as the page is open
 * (Chromium does), so after a second one only a new page helps.
 */
export const NotLoaded = ({ failures, onRetry }: NotLoadedProps): ReactNode => {
  const strings = useStrings(kernelStrings);
  const again = failures > 1;
  return (
    <StatePanel
      kind="error"
      title={strings.notLoaded}
      text={again ? strings.notLoadedAgain : strings.notLoadedHint}
    >
      <button
        type="button"
        className="ennead-button"
        data-primary=""
        onClick={again ? reload : onRetry}
      >
        {again ? strings.reload : strings.retry}
      </button>
    </StatePanel>
  );
};
