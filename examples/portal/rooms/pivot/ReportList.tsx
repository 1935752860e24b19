import { ProblemError } from "@ennead/react-widgets/kernel";
import type { ReactNode } from "react";

import { Icon } from "../../app/Icon.tsx";
import { Link } from "../../app/router.tsx";
import { useReports, type SavedReport } from "./useReports.ts";

const days = (locale: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat(locale, { dateStyle: "medium" });

const Row = ({
  report,
  mine,
  updated,
}: {
  readonly report: SavedReport;
  readonly mine: boolean;
  readonly updated: string;
}): ReactNode => (
  <li>
    <Link to={`/reports/${report.id}`} className="portal-report-row">
      <span className="portal-report-icon">
        <Icon name="reports" />
      </span>
      <span className="portal-report-text">
        <span className="portal-report-name">{report.name}</span>
        <span className="portal-report-about">{report.description ?? ""}</span>
      </span>
      <span className="portal-report-of">{mine ? "Yours" : "Shared"}</span>
      <span className="portal-report-date">{updated}</span>
      <Icon name="chevronEnd" />
    </Link>
  </li>
);

const Rows = (): ReactNode => {
  const reports = useReports();
  if (reports.isPending) return <p className="portal-loading">Loading reports…</p>;
  if (reports.isError) {
    const refused = reports.error instanceof ProblemError && reports.error.status === 403;
    return (
      <p className="portal-notice" role="alert">
        {refused ? "You have no right to open saved reports." : reports.error.message}
      </p>
    );
  }
  if (reports.data.items.length === 0) {
    return (
      <div className="portal-empty">
        <p>No report has been saved yet.</p>
        <p>Build one from your records: choose rows, columns and values, then save it.</p>
      </div>
    );
  }
  const { me, items } = reports.data;
  const format = days(me.company.locale);
  return (
    <ul className="portal-report-rows">
      {items.map((report) => (
        <Row
          key={report.id}
          report={report}
          mine={report.ownerId === me.user.id}
          updated={format.format(new Date(report.updatedAt))}
        />
      ))}
    </ul>
  );
};

/** Saved reports, and the way to a new one. */
export const ReportList = (): ReactNode => (
  <div className="portal-page">
    <header className="portal-page-head">
      <div>
        <h1>Reports</h1>
        <p>Pivot any records you may see. The numbers are the same here, over HTTP and from npm.</p>
      </div>
      <Link to="/reports/new" className="portal-button portal-button-main">
        <Icon name="plus" /> New report
      </Link>
    </header>
    <Rows />
  </div>
);
