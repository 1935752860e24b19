"use client";
import { useCallback, useEffect, useRef, useState, type RefObject } from "react";

import { useEnnead } from "../context.ts";
import type { ChartHandle, MakeChart } from "./draw.ts";
import type { TipText } from "./tooltip.ts";
import type { MarkAnchor, MarkPlace } from "./walk.ts";

export interface Drawing {
  /** Goes on the element to draw into. */
  readonly place: RefObject<HTMLDivElement | null>;
  readonly state: "loading" | "ready" | "failed";
  /** Marks one item and no other; null none. */
  readonly point: (to: MarkPlace | null) => void;
}

/** Keeps a drawing in an element, once the code for it has arrived. Without `make` there is none. */
export const useDrawing = (
  make: MakeChart | undefined,
  tip: TipText,
  press: (place: MarkPlace, anchor: MarkAnchor) => void,
): Drawing => {
  const { theme } = useEnnead();
  const place = useRef<HTMLDivElement>(null);
  const handle = useRef<ChartHandle | null>(null);
  const latest = useRef({ tip, press });
  const [state, setState] = useState<Drawing["state"]>("loading");
  useEffect(() => {
    latest.current = { tip, press };
  });
  useEffect(() => {
    if (make === undefined) return undefined;
    let dropped = false;
    const draw = async (): Promise<void> => {
      const { drawChart } = await import("./draw.ts");
      if (dropped || place.current === null) return;
      handle.current ??= drawChart(place.current, (at, anchor) => latest.current.press(at, anchor));
      handle.current.show(make, (at) => latest.current.tip(at));
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
  }, [make, theme]);
  const wanted = make !== undefined;
  useEffect(() => {
    if (!wanted) return undefined;
    return () => {
      handle.current?.dispose();
      handle.current = null;
    };
  }, [wanted]);
  const point = useCallback((to: MarkPlace | null) => handle.current?.point(to), []);
  return { place, state, point };
};
