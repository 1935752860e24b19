"use client";
import { useId, useMemo, useRef, useState, type ReactNode } from "react";
import { I18nProvider } from "react-aria-components/I18nProvider";
import { UNSAFE_PortalProvider } from "react-aria/PortalProvider";

import { useEnnead } from "../../kernel/context.ts";
import type { PivotReportState } from "../usePivotReport.ts";
import { dragTypes } from "./drag.ts";
import { FieldList } from "./FieldList.tsx";
import { FilterEditor, type FilterDraft } from "./FilterEditor.tsx";
import { Sentence } from "./Sentence.tsx";
import { SettingsPopover, type SettingsTarget } from "./SettingsPopover.tsx";
import { WellList } from "./WellList.tsx";

export interface BuilderProps {
  readonly state: PivotReportState;
}

/** The field list and the four wells. Everything that can be dragged has a menu that does the same. */
export const Builder = ({ state }: BuilderProps): ReactNode => {
  const { formats, overlays } = useEnnead();
  const [draft, setDraft] = useState<FilterDraft | null>(null);
  const filters = useRef<HTMLDivElement>(null);
  const id = useId();
  const types = useMemo(() => dragTypes(id), [id]);
  const [settings, setSettings] = useState<SettingsTarget | null>(null);
  const wells = useRef<HTMLFieldSetElement>(null);
  const shared = { state, types, onFilter: setDraft, onSettings: setSettings };
  return (
    <I18nProvider locale={formats.locale}>
      <UNSAFE_PortalProvider getContainer={overlays}>
        <FieldList {...shared} />
        <div className="ennead-pivot-build">
          <Sentence state={state} onFilter={setDraft} onSettings={setSettings} />
          <fieldset
            className="ennead-pivot-wells"
            ref={wells}
            aria-label={state.words.strings.builder}
          >
            <WellList {...shared} well="rows" />
            <WellList {...shared} well="cols" />
            <WellList {...shared} well="values" />
            <WellList {...shared} well="filters" anchor={filters} />
          </fieldset>
        </div>
        <FilterEditor state={state} draft={draft} anchor={filters} onClose={() => setDraft(null)} />
        <SettingsPopover
          state={state}
          target={settings}
          anchor={wells}
          onClose={() => setSettings(null)}
        />
      </UNSAFE_PortalProvider>
    </I18nProvider>
  );
};
