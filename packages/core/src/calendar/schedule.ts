/** The n-th weekday of a month: `weekday` is ISO (1 Monday to 7 Sunday), `nth` counts from 1; -1 is the last one. */
export interface NthWeekday {
  readonly weekday: number;
  readonly nth: 1 | 2 | 3 | 4 | 5 | -1;
}

/** A day of a month: its number from 1 to 31, the last day, or the n-th weekday. */
export type MonthDay = number | "last" | NthWeekday;

interface ScheduleBase {
  /** Local wall time `hh:mm`, 00:00 to 23:59. */
  readonly at: string;
  /** IANA name of the zone whose clocks and dates count. */
  readonly timeZone: string;
  /** First and last local date, `yyyy-mm-dd`, on which a run may be planned; both included. */
  readonly from?: string;
  readonly until?: string;
}

interface InMonth extends ScheduleBase {
  /** Default 1. */
  readonly day?: MonthDay;
  /**
   * What a month without that day does: `last` (the default) runs on its last day, or on its last such weekday, `skip`
   * leaves the month out.
   */
  readonly short?: "last" | "skip";
}

/** Every day, or every day from Monday to Friday. */
export interface DailySchedule extends ScheduleBase {
  readonly every: "day" | "weekday";
}

/** On some days of every week. */
export interface WeeklySchedule extends ScheduleBase {
  readonly every: "week";
  /** ISO week days, 1 Monday to 7 Sunday; default Monday. */
  readonly on?: readonly number[];
}

/** On one day of every month, or of the first month of every calendar quarter. */
export interface MonthlySchedule extends InMonth {
  readonly every: "month" | "quarter";
}

/** On one day of every year. */
export interface YearlySchedule extends InMonth {
  readonly every: "year";
  /** 1 to 12; default January. */
  readonly month?: number;
}

/** A rule for recurring work, as plain JSON. Its runs are those of `nextRuns`. */
export type Schedule = DailySchedule | WeeklySchedule | MonthlySchedule | YearlySchedule;
