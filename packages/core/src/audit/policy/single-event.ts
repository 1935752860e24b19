import { formatDate, localTime, weekDay } from "../../calendar/index.ts";
import type { Instant } from "../../kernel/index.ts";
import { isMatch, memberOf } from "../match.ts";
import type { EventPolicy, OffHoursPolicy } from "./policy.ts";
import type { Watcher } from "./watcher.ts";

const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));

/** Whether an instant is in the hours of work, by the clock on the wall of the zone. */
const isAtWork = (policy: OffHoursPolicy, at: Instant): boolean => {
  const { day, minutes } = localTime(at, policy.zone);
  return (
    policy.days.includes(weekDay(day)) &&
    !(policy.holidays ?? []).includes(formatDate(day)) &&
    minutesOf(policy.from) <= minutes &&
    minutes < minutesOf(policy.to)
  );
};

/** Policies that look at one event at a time and remember nothing. */
export const watchSingleEvent = (policy: EventPolicy | OffHoursPolicy): Watcher => ({
  handle: (event, at) => {
    if (!isMatch(policy.match ?? {}, event)) return undefined;
    if (policy.type === "offHours" && isAtWork(policy, at)) return undefined;
    return {
      key: (policy.groupBy ?? []).map((name) => memberOf(event, name)),
      evidence: () => [event.seq],
    };
  },
  save: () => null,
});
