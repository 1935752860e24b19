import type { Table, TableCell } from "../../export/index.ts";
import { err, fault, ok, type Instant, type Result } from "../../kernel/index.ts";
import type { AuditEvent } from "../event.ts";

/** A table of a report: any writer of `@ennead/core/export` writes it. */
export interface ReportTable extends Table {
  readonly rows: readonly (readonly TableCell[])[];
}

export interface ReportSection {
  readonly id: string;
  readonly title: string;
  /** What a reader must know of the table. */
  readonly text: string;
  readonly table: ReportTable;
}

/** Instants, the second not included. */
export interface ReportPeriod {
  readonly from: Instant;
  readonly to: Instant;
}

/** What every report is made from. */
export interface ReportInput {
  readonly company: string;
  readonly period: ReportPeriod;
  /** Those of the period and more, in any order. */
  readonly events: readonly AuditEvent[];
}

/** A report as data: JSON, and the source of every file made of it. */
export interface ComplianceReport {
  readonly kind: string;
  readonly title: string;
  readonly company: string;
  readonly period: ReportPeriod;
  /** What it is evidence for, e.g. `SOC 2 CC6.2`. */
  readonly controls: readonly string[];
  /** The events it rests on: how many, and the first and last `seq`; null where there are none. */
  readonly basis: {
    readonly events: number;
    readonly from: number | null;
    readonly to: number | null;
  };
  readonly summary: readonly { readonly label: string; readonly value: number | string }[];
  readonly sections: readonly ReportSection[];
}

/** A kind of report: what more it is asked with, and how it is made from the events of the period, by `seq`. */
export interface ReportDefinition<Options> {
  readonly kind: string;
  readonly title: string;
  readonly controls: readonly string[];
  readonly build: (
    events: readonly AuditEvent[],
    options: Options,
    input: Omit<ReportInput, "events">,
  ) => Pick<ComplianceReport, "summary" | "sections">;
}

/**
 * The report of a kind over a period. Events of other companies and times are left out, so a caller cannot put what does
 * not belong into it. audit/bad-range where the period ends before it begins.
 */
export const complianceReport = <Options>(
  { kind, title, controls, build }: ReportDefinition<Options>,
  { company, period, events }: ReportInput,
  options: Options,
): Result<ComplianceReport> => {
  if (!(period.from < period.to)) {
    return err(fault("audit/bad-range", "A period ends after it begins.", ["period", "to"]));
  }
  const inside = events
    .filter((event) => event.company === company && period.from <= event.at && event.at < period.to)
    .toSorted((a, b) => a.seq - b.seq);
  const basis = {
    events: inside.length,
    from: inside[0]?.seq ?? null,
    to: inside.at(-1)?.seq ?? null,
  };
  const body = build(inside, options, { company, period });
  return ok({ kind, title, company, period, controls, basis, ...body });
};
