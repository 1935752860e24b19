"use client";
import { useState, type FormEvent, type ReactNode } from "react";

import { useEnnead, useStrings } from "../../kernel/context.ts";
import { FormEnd, Select } from "../../kernel/parts/controls.tsx";
import { setCalendar } from "../edit-report.ts";
import { timeZones } from "../time-zones.ts";
import type { PivotReportState } from "../usePivotReport.ts";
import { builderStrings } from "./builder-strings.ts";

export interface ReportSettingsProps {
  readonly state: PivotReportState;
  readonly onClose: () => void;
}

/** What holds for the whole report: the zone in which instants have a day, and the day on which weeks begin. */
export const ReportSettings = ({ state, onClose }: ReportSettingsProps): ReactNode => {
  const { spec, words, actions, value } = state;
  const { strings, formats } = words;
  const { timeZone: company } = useEnnead();
  const more = useStrings(builderStrings);
  const [zone, setZone] = useState(spec.timeZone ?? "");
  const [start, setStart] = useState(spec.weekStart ?? 1);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const weekStart = start === 1 && spec.weekStart === undefined ? undefined : start;
    const next = setCalendar(value, zone === "" ? undefined : zone, weekStart);
    actions.apply(next, more.changed(zone === "" ? company : zone));
    onClose();
  };
  return (
    <form className="ennead-form ennead-pivot-settings" onSubmit={submit}>
      <Select
        label={more.timeZone}
        value={zone}
        options={[
          { id: "", label: more.companyZone(company) },
          ...timeZones(zone).map((id) => ({ id, label: id })),
        ]}
        onChange={setZone}
      />
      <Select
        label={more.weekStart}
        value={String(start)}
        options={[1, 2, 3, 4, 5, 6, 7].map((day) => ({
          id: String(day),
          label: formats.date(`2024-01-0${day}`, { weekday: "long" }),
        }))}
        onChange={(id) => setStart(Number(id))}
      />
      <FormEnd cancel={strings.cancel} apply={strings.apply} onCancel={onClose} />
    </form>
  );
};
