"use client";
import type { ReactNode } from "react";

import { useStrings } from "../kernel/context.ts";
import { accessStrings } from "./strings.ts";

const lines = ["a", "b", "c", "d", "e", "f", "g"];

/** The outline of a list and what is open beside it, while both are on their way. */
export const Skeleton = (): ReactNode => {
  const strings = useStrings(accessStrings);
  return (
    <div className="ennead-access-skeleton" aria-busy="true">
      <output className="ennead-hidden">{strings.loading}</output>
      {["list", "main"].map((part) => (
        <div key={part} data-part={part} aria-hidden="true">
          {lines.map((line) => (
            <span key={line} />
          ))}
        </div>
      ))}
    </div>
  );
};
