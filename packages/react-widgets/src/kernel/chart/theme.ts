import type { ChartTheme } from "@ennead/core/chart";

const series = ["1", "2", "3", "4", "5", "6", "7", "8"];

/** The surroundings' colours, resolved: a chart library knows neither custom properties nor `light-dark()`. */
export const readTheme = (place: HTMLElement): ChartTheme => {
  const probe = place.ownerDocument.createElement("span");
  probe.hidden = true;
  place.parentElement?.append(probe);
  const read = (color: string): string => {
    probe.style.color = color;
    return getComputedStyle(probe).color;
  };
  const token = (name: string): string => read(`var(--ennead-${name})`);
  const view = place.ownerDocument.defaultView;
  const forced = view?.matchMedia("(forced-colors: active)").matches === true;
  const theme: ChartTheme = forced
    ? {
        // The reader's few colours; patterns and symbols tell the series apart.
        colors: [read("CanvasText"), read("LinkText"), read("Highlight"), read("GrayText")],
        others: read("GrayText"),
        text: read("CanvasText"),
        mutedText: read("CanvasText"),
        line: read("GrayText"),
        background: read("Canvas"),
        fontFamily: getComputedStyle(place).fontFamily,
        patternsOnly: true,
      }
    : {
        colors: series.map((number) => token(`chart-${number}`)),
        others: token("chart-others"),
        text: token("text"),
        mutedText: token("muted"),
        line: token("line"),
        background: token("ground"),
        fontFamily: getComputedStyle(place).fontFamily,
      };
  probe.remove();
  return theme;
};
