import { PivotReport } from "@ennead/react-widgets/pivot";
import { useState, type ReactNode } from "react";

import { Icon } from "../../app/Icon.tsx";
import { Link, navigate } from "../../app/router.tsx";

/** The widget, filling the page. The address follows the report that is open in it. */
export const ReportEditor = ({ id }: { readonly id: string | null }): ReactNode => {
  // A report saved here changes the address; the widget has it open already and must not be rebuilt.
  const [opened, setOpened] = useState(id);
  return (
    <div className="portal-report">
      <h1 className="portal-hidden">Report</h1>
      <nav aria-label="Back">
        <Link to="/reports" className="portal-back">
          <Icon name="back" /> All reports
        </Link>
      </nav>
      <PivotReport
        key={id === opened ? "same" : (id ?? "new")}
        object="opportunity"
        {...(id === null ? {} : { reportId: id })}
        onReport={(report) => {
          setOpened(report?.id ?? null);
          navigate(`/reports/${report?.id ?? "new"}`, { replace: true });
        }}
      />
    </div>
  );
};
