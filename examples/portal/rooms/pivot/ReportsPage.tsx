import type { ReactNode } from "react";

export const ReportsPage = ({ rest }: { readonly rest: string }): ReactNode => (
  <p>Reports {rest}</p>
);
