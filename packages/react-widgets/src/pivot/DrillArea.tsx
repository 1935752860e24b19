"use client";
import { useCallback, useRef, useState, type ReactNode } from "react";

import { lateCode, useLateCode } from "../kernel/late.ts";
import { NotLoaded } from "../kernel/not-loaded.tsx";
import type { CellPlace, DrillTab } from "./DrillPanel.tsx";
import type { PivotReportState } from "./usePivotReport.ts";

const drilling = lateCode(() => import("./DrillPanel.tsx"));

/** Opens the panel about a cell; the focus goes back to where it is now when the panel closes. */
export type OpenDrill = (place: CellPlace, tab: DrillTab) => void;

export interface DrillAreaProps {
  readonly state: PivotReportState;
  readonly children: (open: OpenDrill) => ReactNode;
}

interface Opened {
  readonly place: CellPlace;
  readonly tab: DrillTab;
}

/** The element that has the focus, inside a shadow root as well. */
const focusedIn = (area: HTMLElement | null): HTMLElement | null => {
  const root = area?.getRootNode();
  const active = root instanceof Document || root instanceof ShadowRoot ? root.activeElement : null;
  return active instanceof HTMLElement && area?.contains(active) === true ? active : null;
};

/** A table or a chart, with the panel about one of its cells beside it. */
export const DrillArea = ({ state, children }: DrillAreaProps): ReactNode => {
  const [opened, setOpened] = useState<Opened | null>(null);
  const drill = useLateCode(drilling, opened !== null);
  const area = useRef<HTMLDivElement>(null);
  const from = useRef<HTMLElement | null>(null);
  const open = useCallback<OpenDrill>((place, tab) => {
    from.current = focusedIn(area.current);
    setOpened({ place, tab });
  }, []);
  const close = (): void => {
    setOpened(null);
    const back = from.current;
    if (back?.isConnected === true) back.focus();
    else area.current?.querySelector<HTMLElement>("[role=treegrid] [tabindex='0']")?.focus();
  };
  return (
    <div className="ennead-pivot-area" ref={area} data-open={opened === null ? undefined : ""}>
      {/* The refs are read when a cell is opened, never during a render. */}
      {/* oxlint-disable-next-line react/refs */}
      {children(open)}
      {opened === null ? null : drill.value !== undefined ? (
        <drill.value.DrillPanel
          state={state}
          place={opened.place}
          tab={opened.tab}
          onTab={(tab) => setOpened({ ...opened, tab })}
          onClose={close}
        />
      ) : drill.failures > 0 ? (
        <NotLoaded failures={drill.failures} onRetry={drilling.load} />
      ) : null}
    </div>
  );
};
