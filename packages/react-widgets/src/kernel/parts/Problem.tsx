"use client";
import type { ReactNode } from "react";

import { useStrings } from "../context.ts";
import { sentenceOf } from "../say-error.ts";
import { kernelStrings } from "../strings.ts";

/** Why something did not work, said at once; nothing where it did. */
export const Problem = ({ error }: { readonly error: Error | null | undefined }): ReactNode => {
  const kernel = useStrings(kernelStrings);
  return (
    <p className="ennead-alert" role="alert">
      {error == null ? "" : sentenceOf(error, kernel)}
    </p>
  );
};
