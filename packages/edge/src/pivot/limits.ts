import type { CompanyId } from "@ennead/core/kernel";

/** What reports may cost. All of it is a fault or stated in the answer, never cut in silence. */
export interface ReportLimits {
  /** Cells of a result, totals included: `pivot/too-many-cells` beyond. 1,000,000 unless given, and at most. */
  readonly cells: number;
  /** Milliseconds that one computation may take: `pivot/timed-out` beyond. 10,000 unless given. */
  readonly time: number;
  /** The same for what a database computes, which holds nobody else up; 25,000 unless given. */
  readonly databaseTime: number;
  /**
   * Records that every group of a result must have; a result with a smaller one is refused as a whole
   * (`pivot/group-too-small`). 0, which is none, unless given.
   */
  readonly minGroup: number;
  /** Cells that are answered as a file at once; larger files are made by background work. 200,000 unless given. */
  readonly directCells: number;
  /** Bytes of a mail with its files, as they travel; what is larger becomes a link. 25 MB unless given. */
  readonly mailBytes: number;
  /** Files that one person may have in the making; 5 unless given. */
  readonly exports: number;
  /** Milliseconds for which a file can be fetched; a day unless given. */
  readonly fileLasts: number;
}

/** The same for every company, or for each its own. */
export type ReportLimitsOption =
  | Partial<ReportLimits>
  | ((company: CompanyId) => Partial<ReportLimits>);

const usual: ReportLimits = {
  cells: 1_000_000,
  time: 10_000,
  databaseTime: 25_000,
  minGroup: 0,
  directCells: 200_000,
  mailBytes: 25_000_000,
  exports: 5,
  fileLasts: 86_400_000,
};

/** The limits of a company. */
export const limitsFor =
  (option: ReportLimitsOption = {}): ((company: CompanyId) => ReportLimits) =>
  (company) => {
    const given = typeof option === "function" ? option(company) : option;
    return { ...usual, ...given };
  };
