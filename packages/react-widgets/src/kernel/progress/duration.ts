const minute = 60_000;
const hour = 60 * minute;

/** A rough duration in words of the locale: tens of seconds, minutes, hours. */
export const durationText = (ms: number, locale: string): string => {
  const [unit, count] =
    ms < minute
      ? (["second", Math.max(10, Math.ceil(ms / 10_000) * 10)] as const)
      : ms < 90 * minute
        ? (["minute", Math.round(ms / minute)] as const)
        : (["hour", Math.round(ms / hour)] as const);
  const style = { style: "unit", unit, unitDisplay: "long" } as const;
  return new Intl.NumberFormat(locale, style).format(count);
};
