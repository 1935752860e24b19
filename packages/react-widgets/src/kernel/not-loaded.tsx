"use client";
import type { ReactNode } from "react";

import { useStrings } from "./context.ts";
import { StatePanel } from "./state-panel.tsx";
import { kernelStrings } from "./strings.ts";

/** In place of a part whose code could not be fetched. */
export const NotLoaded = ({ onRetry }: { readonly onRetry: () => void }): ReactNode => {
  const strings = useStrings(kernelStrings);
  return (
    <StatePanel kind="error" title={strings.notLoaded} text={strings.notLoadedHint}>
      <button type="button" className="ennead-button" data-primary="" onClick={onRetry}>
        {strings.retry}
      </button>
    </StatePanel>
  );
};
