"use client";
import { useState, type ReactNode } from "react";
import { Button } from "react-aria-components/Button";

import type { ReportAnswer, ReportSchedule } from "../../kernel/api.gen.ts";
import { useStrings } from "../../kernel/context.ts";
import { Icon } from "../../kernel/icons.tsx";
import { Problem } from "../../kernel/parts/Problem.tsx";
import type { Words } from "../describe.ts";
import { rankingValues } from "../edit-report.ts";
import { DeliveryList } from "./DeliveryList.tsx";
import { scheduleStrings } from "./schedule-strings.ts";
import { ScheduleForm } from "./ScheduleForm.tsx";
import { ScheduleRow } from "./ScheduleRow.tsx";
import { usePeople } from "./use-people.ts";
import { useSchedules } from "./use-schedules.ts";

export interface SchedulesPanelProps {
  readonly report: ReportAnswer;
  /** The report has changes that are not saved. */
  readonly changed: boolean;
  readonly words: Words;
}

type Editing = { readonly held: ReportSchedule | null } | null;

/** Who gets a saved report by mail, when, and what became of it. */
export const SchedulesPanel = ({ report, changed, words }: SchedulesPanelProps): ReactNode => {
  const strings = useStrings(scheduleStrings);
  const [editing, setEditing] = useState<Editing>(null);
  const [said, setSaid] = useState("");
  const people = usePeople();
  const { list, save, pause, remove, test } = useSchedules(report.id, {
    onSaved: () => {
      setEditing(null);
      setSaid(strings.saved);
    },
    onRemoved: () => setSaid(strings.removed),
    onTested: () => setSaid(strings.tested),
  });
  const names = new Map(people.people.map(({ id, name }) => [id, name]));
  const nameOf = (id: string): string => names.get(id) ?? strings.unknownPerson;
  const mayChange = people.maySchedule === true;
  const edit = (held: ReportSchedule | null): void => {
    save.forget();
    setSaid("");
    setEditing({ held });
  };
  return (
    <div className="ennead-stack">
      <p className="ennead-note">{strings.intro}</p>
      {changed ? <p className="ennead-pivot-warning">{strings.unsaved}</p> : null}
      {people.maySchedule === false ? (
        <p className="ennead-pivot-warning">{strings.forbidden}</p>
      ) : null}
      {editing === null ? (
        <section className="ennead-stack" aria-label={strings.list}>
          <Problem
            error={people.error ?? list.error ?? pause.error ?? remove.error ?? test.error}
          />
          <output className="ennead-note">{said}</output>
          {list.data === undefined ? (
            list.error === null ? (
              <p className="ennead-note">{strings.loading}</p>
            ) : null
          ) : list.data.length === 0 ? (
            <p className="ennead-note">{strings.none}</p>
          ) : (
            <ul className="ennead-list">
              {list.data.map((held) => (
                <ScheduleRow
                  key={held.id}
                  held={held}
                  words={words}
                  mayChange={mayChange}
                  nameOf={nameOf}
                  onEdit={() => edit(held)}
                  onPause={() => pause.run(held)}
                  onTest={() => test.run(held)}
                  onRemove={() => remove.run(held)}
                />
              ))}
            </ul>
          )}
          {mayChange ? (
            <div className="ennead-row">
              <Button className="ennead-button" data-primary="" onPress={() => edit(null)}>
                <Icon name="plus" />
                {strings.add}
              </Button>
            </div>
          ) : null}
        </section>
      ) : (
        <ScheduleForm
          key={editing.held?.id ?? "new"}
          held={editing.held}
          words={words}
          measures={rankingValues(report.spec).map(({ name }) => name)}
          people={people}
          busy={save.busy}
          error={save.error}
          onSave={(body) => save.run({ held: editing.held, body })}
          onCancel={() => setEditing(null)}
        />
      )}
      <DeliveryList reportId={report.id} nameOf={nameOf} maySettle={people.maySchedule === true} />
    </div>
  );
};
