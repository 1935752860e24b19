import { checkSchedule, formatInstant, nextRuns, parseInstant } from "@ennead/core/calendar";

import type { ScheduleCase } from "./case.ts";

/** What a schedule's runs differ by from the case's; empty when they are the same. */
export const scheduleDifferences = ({
  schedule,
  after,
  count,
  expect,
}: ScheduleCase): readonly string[] => {
  const checked = checkSchedule(schedule);
  if (!checked.ok) return checked.error.map(({ message }) => `schedule refused: ${message}`);
  const start = parseInstant(after);
  if (start === undefined) return [`${after} is no instant`];
  const runs = nextRuns(checked.value, start, count).map(formatInstant).join(", ");
  const wanted = expect.instants.join(", ");
  return runs === wanted ? [] : [`runs at ${runs}, wanted ${wanted}`];
};
