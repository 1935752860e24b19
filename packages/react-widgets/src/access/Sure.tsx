"use client";
import { useEffect, useRef, type ReactNode } from "react";

export interface SureProps {
  readonly question: string;
  readonly yes: string;
  readonly no: string;
  readonly onYes: () => void;
  readonly onNo: () => void;
}

/** Asks once more, in place, before something is gone; takes the focus that the first button had. */
export const Sure = ({ question, yes, no, onYes, onNo }: SureProps): ReactNode => {
  const keep = useRef<HTMLButtonElement>(null);
  useEffect(() => keep.current?.focus(), []);
  return (
    <fieldset className="ennead-access-sure">
      <legend className="ennead-hidden">{question}</legend>
      <span>{question}</span>
      <button ref={keep} type="button" className="ennead-button" onClick={onNo}>
        {no}
      </button>
      <button type="button" className="ennead-button" data-danger="" onClick={onYes}>
        {yes}
      </button>
    </fieldset>
  );
};
