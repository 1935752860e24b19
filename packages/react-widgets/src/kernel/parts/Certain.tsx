"use client";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { Button } from "react-aria-components/Button";

import { Question, type QuestionProps } from "./Question.tsx";

export interface CertainProps extends Omit<QuestionProps, "onNo"> {
  /** What the button says, and the name it is read by. */
  readonly label: string;
  readonly name: string;
}

/** Does what cannot be undone only when asked twice, at the same place. */
export const Certain = ({ label, name, onYes, ...asked }: CertainProps): ReactNode => {
  const [asking, setAsking] = useState(false);
  const first = useRef<HTMLButtonElement>(null);
  const wasAsking = useRef(false);
  useEffect(() => {
    // The focus comes back to where the question took it from.
    if (!asking && wasAsking.current) first.current?.focus();
    wasAsking.current = asking;
  }, [asking]);
  return asking ? (
    <Question
      {...asked}
      onNo={() => setAsking(false)}
      onYes={() => {
        setAsking(false);
        onYes();
      }}
    />
  ) : (
    <Button
      ref={first}
      className="ennead-button"
      data-quiet=""
      aria-label={name}
      onPress={() => setAsking(true)}
    >
      {label}
    </Button>
  );
};
