"use client";
import { useEffect, useRef, type FocusEvent, type RefObject } from "react";

export interface KeptFocus {
  readonly onFocus: () => void;
  readonly onBlur: (event: FocusEvent) => void;
}

/**
 * Keeps the focus in a list whose focused entry has gone, with its menu or by its cross: without it the focus falls to
 * the page and a keyboard has to come all the way back. `count` is how many entries there are.
 */
export const useKeptFocus = (place: RefObject<HTMLElement | null>, count: number): KeptFocus => {
  const within = useRef(false);
  useEffect(() => {
    if (!within.current) return undefined;
    const frame = (then: () => void): number => requestAnimationFrame(then);
    // A menu gives the focus back in the frame after it has closed; what had it may be gone by then.
    let asked = frame(() => {
      asked = frame(() => {
        const home = place.current?.getRootNode();
        const active = home instanceof Document || home instanceof ShadowRoot ? home : document;
        const lost = active.activeElement === null || active.activeElement === document.body;
        if (lost) place.current?.querySelector<HTMLElement>("[role=grid], button")?.focus();
      });
    });
    return () => cancelAnimationFrame(asked);
    // Another number of entries is what may have taken the focus along.
    // oxlint-disable-next-line react/exhaustive-effect-dependencies
  }, [count, place]);
  return {
    onFocus: () => {
      within.current = true;
    },
    onBlur: ({ relatedTarget }) => {
      // Without a target the entry itself may have gone; with one the reader has left.
      if (relatedTarget !== null) within.current = false;
    },
  };
};
