import type { ReactNode } from "react";

import { ReportEditor } from "./ReportEditor.tsx";
import { ReportList } from "./ReportList.tsx";

/** `/reports` lists what was saved; `/reports/new` and `/reports/<id>` open the builder. */
export const ReportsPage = ({ rest }: { readonly rest: string }): ReactNode =>
  rest === "" ? <ReportList /> : <ReportEditor id={rest === "new" ? null : rest} />;
