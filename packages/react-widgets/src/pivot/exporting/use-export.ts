"use client";
import { useCallback, useEffect, useRef, useState } from "react";

import type { PivotBeginExportSpecAnswer } from "../../kernel/api.gen.ts";
import { readJson } from "../../kernel/client/read-json.ts";
import { useEnnead } from "../../kernel/context.ts";
import type { Job } from "../../kernel/progress/index.ts";
import { fileNameOf } from "./file-name.ts";
import { madeFileOf } from "./made-file.ts";
import { saveFile } from "./save-file.ts";
import { askFor, type ShownReport, type WantedFile } from "./wanted-file.ts";

export type ExportState =
  | { readonly kind: "idle" }
  | { readonly kind: "busy"; readonly file: WantedFile }
  /** Too large for one answer: a job makes it. */
  | { readonly kind: "job"; readonly file: WantedFile; readonly job: string }
  | { readonly kind: "failed"; readonly file: WantedFile; readonly error: Error }
  | { readonly kind: "saved"; readonly name: string };

export interface Exporting {
  readonly state: ExportState;
  readonly start: (file: WantedFile, report: ShownReport) => void;
  readonly cancel: () => void;
  /** The job has ended: what it made is fetched and kept. */
  readonly jobEnded: (job: Job) => void;
}

const asError = (error: unknown): Error =>
  error instanceof Error ? error : new Error(String(error));

/** Fetches one file at a time and keeps it under the server's name; another one, or leaving, ends what is under way. */
export const useExport = (onSaved: (name: string) => void): Exporting => {
  const { client } = useEnnead();
  const [state, setState] = useState<ExportState>({ kind: "idle" });
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const keep = useCallback(
    async (answer: Response, otherwise: string, stop: AbortController) => {
      const bytes = await answer.blob();
      if (stop.signal.aborted) return;
      const name = fileNameOf(answer) ?? otherwise;
      saveFile(document, bytes, name);
      setState({ kind: "saved", name });
      onSaved(name);
    },
    [onSaved],
  );
  const begin = useCallback((file: WantedFile, work: (stop: AbortController) => Promise<void>) => {
    running.current?.abort();
    const stop = new AbortController();
    running.current = stop;
    setState({ kind: "busy", file });
    work(stop).catch((error: unknown) => {
      if (!stop.signal.aborted) setState({ kind: "failed", file, error: asError(error) });
    });
  }, []);
  const start = useCallback(
    (file: WantedFile, report: ShownReport) =>
      begin(file, async (stop) => {
        const answer = await askFor(client, file, report, stop.signal);
        if (answer.status !== 202) {
          await keep(answer, `${report.name}.${file.format}`, stop);
          return;
        }
        const { job } = await readJson<PivotBeginExportSpecAnswer>(answer, stop.signal);
        if (!stop.signal.aborted) setState({ kind: "job", file, job });
      }),
    [begin, client, keep],
  );
  const file = state.kind === "job" ? state.file : undefined;
  const jobEnded = useCallback(
    (job: Job) => {
      const made = madeFileOf(job);
      // What went wrong stays to be read where the job is shown.
      if (made === undefined || file === undefined) return;
      begin(file, async (stop) => {
        const params = { id: made.id };
        const answer = await client.pivot.fetchExport({ params, signal: stop.signal });
        await keep(answer, made.name, stop);
      });
    },
    [begin, client, file, keep],
  );
  const cancel = useCallback(() => {
    running.current?.abort();
    setState({ kind: "idle" });
  }, []);
  return { state, start, cancel, jobEnded };
};
