import type { Formats } from "../../kernel/intl.ts";
import { draftOfRule, type RuleDraft } from "./rule-draft.ts";
import type { ScheduleStrings } from "./schedule-strings.ts";

const two = (number: number): string => String(number).padStart(2, "0");

/** ISO week days by name; 1 January 2024 was a Monday. */
export const weekDayName = ({ date }: Formats, day: number): string =>
  date(`2024-01-${two(day)}`, { weekday: "long" });

export const monthName = ({ date }: Formats, month: number): string =>
  date(`2024-${two(month)}-01`, { month: "long" });

const dayText = (draft: RuleDraft, strings: ScheduleStrings, formats: Formats): string => {
  switch (draft.dayKind) {
    case "last":
      return strings.lastDay;
    case "date":
      return strings.theDay(formats.number(draft.day));
    case "weekday": {
      const nth = strings.nths[draft.nth as keyof ScheduleStrings["nths"]];
      return strings.nthDay(nth, weekDayName(formats, Number(draft.weekday)));
    }
    default:
      return draft.dayKind satisfies never;
  }
};

const when = (draft: RuleDraft, strings: ScheduleStrings, formats: Formats): string => {
  const names = new Intl.ListFormat(formats.locale, { type: "conjunction" });
  switch (draft.every) {
    case "day":
      return strings.daily;
    case "weekday":
      return strings.weekdays;
    case "week":
      return strings.weekly(
        names.format(draft.on.toSorted((a, b) => a - b).map((day) => weekDayName(formats, day))),
      );
    case "month":
      return strings.monthly(dayText(draft, strings, formats));
    case "quarter":
      return strings.quarterly(dayText(draft, strings, formats));
    case "year":
      return strings.yearly(
        dayText(draft, strings, formats),
        monthName(formats, Number(draft.month)),
      );
    default:
      return draft.every satisfies never;
  }
};

/** A rule in words: "Every Monday and Friday at 08:00 (Europe/Berlin)". */
export const describeRule = (
  rule: Readonly<Record<string, unknown>>,
  strings: ScheduleStrings,
  formats: Formats,
): string => {
  const draft = draftOfRule(rule);
  return draft === undefined
    ? strings.cron(String(rule["cron"] ?? JSON.stringify(rule)), String(rule["timeZone"] ?? ""))
    : strings.rule(when(draft, strings, formats), draft.at, draft.timeZone);
};
