"use client";
import type { ReactNode } from "react";
import { I18nProvider } from "react-aria-components/I18nProvider";
import { UNSAFE_PortalProvider } from "react-aria/PortalProvider";

import { useEnnead } from "../../kernel/context.ts";
import { ExportMenu } from "../exporting/ExportMenu.tsx";
import { SaveTool } from "./SaveTool.tsx";
import { ShareMenu } from "./ShareMenu.tsx";
import { TotalsMenu, type TotalsMenuProps } from "./TotalsMenu.tsx";

export type ReportMenusProps = TotalsMenuProps;

/** The parts of the toolbar that need menus: which totals are shown, saved reports. */
export const ReportMenus = ({ state, table, title }: ReportMenusProps): ReactNode => {
  const { formats, overlays } = useEnnead();
  return (
    <I18nProvider locale={formats.locale}>
      <UNSAFE_PortalProvider getContainer={overlays}>
        {state.status.kind === "newer" ? null : (
          <>
            <TotalsMenu state={state} table={table} title={title} />
            <ExportMenu state={state} title={title} />
            <ShareMenu state={state} />
          </>
        )}
        <SaveTool state={state} />
      </UNSAFE_PortalProvider>
    </I18nProvider>
  );
};
