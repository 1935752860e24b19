import { daysFromCivil } from "./civil.ts";
import { dayMillis } from "./instant.ts";

/** A UTC day of a zone: one offset throughout, or two that meet `at` an instant. Offsets are milliseconds east of UTC. */
interface ZoneDay {
  readonly before: number;
  readonly after: number;
  /** First instant of `after`; the start of the day when the offset does not change. */
  readonly at: number;
}

interface Zone {
  readonly format: Intl.DateTimeFormat;
  readonly days: Map<number, ZoneDay>;
  /** Offset at the start of a UTC day: shared by the two days that meet there. */
  readonly starts: Map<number, number>;
}

/** Memoised facts only, emptied when there are this many, so that strange input cannot fill memory. */
const mostDays = 50_000;
const mostZones = 100;
const zones = new Map<string, Zone>();

const zoneOf = (name: string): Zone => {
  const known = zones.get(name);
  if (known !== undefined) return known;
  // Engines differ on bare offsets ("+01:00"): only names are zones here.
  if (!/^[A-Za-z]/.test(name)) throw new RangeError(`${name} is not an IANA time zone`);
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone: name,
    calendar: "gregory",
    numberingSystem: "latn",
    hourCycle: "h23",
    era: "short",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  const zone: Zone = { format, days: new Map(), starts: new Map() };
  if (zones.size >= mostZones) zones.clear();
  zones.set(name, zone);
  return zone;
};

/** Whether the name is an IANA time zone this runtime knows. */
export const isTimeZone = (name: string): boolean => {
  try {
    zoneOf(name);
    return true;
  } catch {
    return false;
  }
};

/** Asks the runtime; some microseconds. Local times of old zones have seconds, never fractions. */
const askOffset = (zone: Zone, ms: number): number => {
  const whole = Math.floor(ms / 1000) * 1000;
  const part = { year: 0, month: 0, day: 0, hour: 0, minute: 0, second: 0 };
  let beforeChrist = false;
  for (const { type, value } of zone.format.formatToParts(whole)) {
    if (type === "era") beforeChrist = value.startsWith("B");
    else if (type in part) part[type as keyof typeof part] = Number(value);
  }
  const year = beforeChrist ? 1 - part.year : part.year;
  const days = daysFromCivil(year, part.month, part.day);
  return days * dayMillis + ((part.hour * 60 + part.minute) * 60 + part.second) * 1000 - whole;
};

const startOffset = (zone: Zone, day: number): number => {
  const known = zone.starts.get(day);
  if (known !== undefined) return known;
  const offset = askOffset(zone, day * dayMillis);
  zone.starts.set(day, offset);
  return offset;
};

/** No zone has ever changed its offset twice between two UTC midnights, so the two ends tell everything. */
const zoneDay = (zone: Zone, day: number): ZoneDay => {
  const known = zone.days.get(day);
  if (known !== undefined) return known;
  const before = startOffset(zone, day);
  const after = startOffset(zone, day + 1);
  let at = day * dayMillis;
  if (before !== after) {
    let low = day * 86_400;
    let high = low + 86_400;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (askOffset(zone, middle * 1000) === after) high = middle;
      else low = middle;
    }
    at = high * 1000;
  }
  const found: ZoneDay = { before, after, at };
  if (zone.days.size >= mostDays) {
    zone.days.clear();
    zone.starts.clear();
  }
  zone.days.set(day, found);
  return found;
};

/** Milliseconds by which local time is ahead of UTC at an instant. Throws RangeError for a name that is no zone. */
export const offsetAt = (ms: number, zone: string): number => {
  const day = zoneDay(zoneOf(zone), Math.floor(ms / dayMillis));
  return ms < day.at ? day.before : day.after;
};

/** First instants of new offsets in `[from, to]`, with the offsets on both sides, ascending. */
export const transitions = (
  from: number,
  to: number,
  zone: string,
): readonly { readonly at: number; readonly before: number; readonly after: number }[] => {
  const found: ZoneDay[] = [];
  for (let day = Math.floor(from / dayMillis); day * dayMillis <= to; day += 1) {
    const one = zoneDay(zoneOf(zone), day);
    if (one.before !== one.after && one.at >= from && one.at <= to) found.push(one);
  }
  return found;
};
