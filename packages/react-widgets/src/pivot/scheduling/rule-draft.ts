import {
  checkSchedule,
  nextCronRuns,
  nextRuns,
  parseCron,
  type MonthDay,
  type Schedule,
} from "@ennead/core/calendar";

type Rule = Readonly<Record<string, unknown>>;

/** What a reader has entered of a rule so far. */
export interface RuleDraft {
  readonly every: Schedule["every"];
  readonly on: readonly number[];
  readonly dayKind: "date" | "last" | "weekday";
  readonly day: string;
  readonly nth: string;
  readonly weekday: string;
  readonly month: string;
  readonly skip: boolean;
  readonly at: string;
  readonly timeZone: string;
  readonly from: string;
  readonly until: string;
}

export const newRule = (timeZone: string): RuleDraft => ({
  every: "week",
  on: [1],
  dayKind: "date",
  day: "1",
  nth: "1",
  weekday: "1",
  month: "1",
  skip: false,
  at: "08:00",
  timeZone,
  from: "",
  until: "",
});

const ofDay = (day: MonthDay | undefined): Partial<RuleDraft> => {
  if (day === undefined || day === "last") return { dayKind: day === "last" ? "last" : "date" };
  if (typeof day === "number") return { dayKind: "date", day: String(day) };
  return { dayKind: "weekday", nth: String(day.nth), weekday: String(day.weekday) };
};

/** A rule as a form shows it; undefined for a cron line and for what a later version plans by: kept as it is. */
export const draftOfRule = (rule: Rule): RuleDraft | undefined => {
  const checked = checkSchedule(rule);
  if (!checked.ok) return undefined;
  const held = checked.value;
  const { every, at, timeZone, from = "", until = "" } = held;
  const draft = { ...newRule(timeZone), every, at, from, until };
  switch (held.every) {
    case "day":
    case "weekday":
      return draft;
    case "week":
      return { ...draft, on: held.on ?? [1] };
    case "month":
    case "quarter":
      return { ...draft, ...ofDay(held.day), skip: held.short === "skip" };
    case "year":
      return {
        ...draft,
        ...ofDay(held.day),
        skip: held.short === "skip",
        month: String(held.month ?? 1),
      };
    default:
      return held satisfies never;
  }
};

const dayOfDraft = ({ dayKind, day, nth, weekday }: RuleDraft): unknown => {
  if (dayKind === "last") return "last";
  return dayKind === "date" ? Number(day) : { weekday: Number(weekday), nth: Number(nth) };
};

/** The rule that a draft stands for; undefined while it is none. */
export const ruleOfDraft = (draft: RuleDraft): Schedule | undefined => {
  const { every, at, timeZone, from, until } = draft;
  const base = {
    every,
    at,
    timeZone,
    ...(from === "" ? {} : { from }),
    ...(until === "" ? {} : { until }),
  };
  const daily = every === "day" || every === "weekday";
  const checked = checkSchedule({
    ...base,
    ...(every === "week" ? { on: draft.on } : {}),
    ...(daily || every === "week" ? {} : { day: dayOfDraft(draft) }),
    ...(daily || every === "week" || !draft.skip ? {} : { short: "skip" }),
    ...(every === "year" ? { month: Number(draft.month) } : {}),
  });
  return checked.ok ? checked.value : undefined;
};

/** The next instants that a rule plans, epoch milliseconds; none for a rule that cannot be read. */
export const runsOf = (rule: Rule, after: number, count: number): readonly number[] => {
  const { cron, timeZone } = rule;
  if (typeof cron === "string") {
    const parsed = parseCron(cron);
    return parsed.ok ? nextCronRuns(parsed.value, String(timeZone), after, count) : [];
  }
  const checked = checkSchedule(rule);
  return checked.ok ? nextRuns(checked.value, after, count) : [];
};
