"use client";
import { useCallback, useEffect, useRef, useState } from "react";

import { useEnnead } from "../../kernel/context.ts";
import { fileNameOf } from "./file-name.ts";
import { saveFile } from "./save-file.ts";
import { askFor, type ShownReport, type WantedFile } from "./wanted-file.ts";

export type ExportState =
  | { readonly kind: "idle" }
  | { readonly kind: "busy"; readonly file: WantedFile }
  | { readonly kind: "failed"; readonly file: WantedFile; readonly error: Error }
  | { readonly kind: "saved"; readonly name: string };

export interface Exporting {
  readonly state: ExportState;
  readonly start: (file: WantedFile, report: ShownReport) => void;
  readonly cancel: () => void;
}

const asError = (error: unknown): Error =>
  error instanceof Error ? error : new Error(String(error));

/** Fetches one file at a time and keeps it under the server's name; another one, or leaving, ends what is under way. */
export const useExport = (onSaved: (name: string) => void): Exporting => {
  const { client } = useEnnead();
  const [state, setState] = useState<ExportState>({ kind: "idle" });
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const start = useCallback(
    (file: WantedFile, report: ShownReport) => {
      running.current?.abort();
      const stop = new AbortController();
      running.current = stop;
      setState({ kind: "busy", file });
      const keep = async (): Promise<void> => {
        const answer = await askFor(client, file, report, stop.signal);
        const bytes = await answer.blob();
        if (stop.signal.aborted) return;
        const name = fileNameOf(answer) ?? `${report.name}.${file.format}`;
        saveFile(document, bytes, name);
        setState({ kind: "saved", name });
        onSaved(name);
      };
      keep().catch((error: unknown) => {
        if (!stop.signal.aborted) setState({ kind: "failed", file, error: asError(error) });
      });
    },
    [client, onSaved],
  );
  const cancel = useCallback(() => {
    running.current?.abort();
    setState({ kind: "idle" });
  }, []);
  return { state, start, cancel };
};
