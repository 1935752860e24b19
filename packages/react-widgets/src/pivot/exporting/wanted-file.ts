import type { PivotSpec } from "@ennead/core/pivot";

import { operations, type PivotExportSpecCsvBody } from "../../kernel/api.gen.ts";
import type { Client } from "../../kernel/client/create-client.ts";
import type { ReportView } from "../value.ts";

export const cellFormats = ["csv", "xlsx", "html", "pdf", "json", "arrow"] as const;
export const recordFormats = ["csv", "xlsx"] as const;

export type FileFormat = (typeof cellFormats)[number];

/** Which file of a report: its cells as they are on screen, or the records beneath them. */
export interface WantedFile {
  readonly format: FileFormat;
  readonly of: "cells" | "records";
}

/** The report that is on screen, saved or not. */
export interface ShownReport {
  readonly name: string;
  readonly spec: PivotSpec;
  readonly view: ReportView;
}

/**
 * Asks for the file of what is on screen: the spec travels, so that what is not saved yet is in it. Sent by path, because
 * JSON is a file here and not an answer to be read.
 */
export const askFor = (
  { request }: Client,
  { format, of }: WantedFile,
  { name, spec, view }: ShownReport,
  signal: AbortSignal,
): Promise<Response> => {
  const body: PivotExportSpecCsvBody = { name, spec, view: { ...view }, of };
  const { method, path, gives = "application/json" } = operations[`pivot.export-spec-${format}`];
  const headers = { accept: `${gives}, application/problem+json` };
  return request(method, path as `/${string}`, { body, signal, headers });
};
