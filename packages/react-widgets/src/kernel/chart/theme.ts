import type { ChartTheme } from "@ennead/core/chart";

const series = ["1", "2", "3", "4", "5", "6", "7", "8"];

/** The surroundings' colours, resolved: a chart library knows neither custom properties nor `light-dark()`. */
export const readTheme = (place: HTMLElement): ChartTheme => {
  const probe = place.ownerDocument.createElement("span");
  probe.hidden = true;
  place.parentElement?.append(probe);
  const read = (token: string): string => {
    probe.style.color = `var(--ennead-${token})`;
    return getComputedStyle(probe).color;
  };
  const theme: ChartTheme = {
    colors: series.map((number) => read(`chart-${number}`)),
    text: read("text"),
    mutedText: read("muted"),
    line: read("line"),
    background: read("ground"),
    fontFamily: getComputedStyle(place).fontFamily,
  };
  probe.remove();
  return theme;
};
