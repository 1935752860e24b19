import type { ChartType } from "@ennead/core/chart";

import type { Strings } from "../strings.ts";

export interface ChartStrings {
  /** What the drawing is, in place of its role. */
  readonly role: string;
  readonly keys: string;
  /** Added where something can be done with a mark. */
  readonly pressKey: string;
  readonly types: Readonly<Record<ChartType, string>>;
  readonly rest: string;
  readonly target: string;
  readonly mark: (name: string, value: string) => string;
  /** Name of the numbers behind a chart. */
  readonly tableOf: (title: string) => string;
  readonly linesCut: (shown: number, all: number) => string;
  /** Why there is no drawing, by the fault's code; undefined where the engine's own sentence names more. */
  readonly refused: (code: string) => string | undefined;
  readonly refusedTitle: string;
  readonly options: string;
  readonly stacking: string;
  readonly sideBySide: string;
  readonly stacked: string;
  readonly percent: string;
  readonly horizontal: string;
  readonly legend: string;
  readonly targetField: string;
}

const en: ChartStrings = {
  role: "chart",
  keys: "Arrow keys read the values one by one.",
  pressKey: "Enter offers what can be done with one.",
  types: {
    bar: "Bar chart",
    line: "Line chart",
    area: "Area chart",
    pie: "Ring chart",
    scatter: "Scatter chart",
    heatmap: "Heat map",
    gauge: "Gauge",
  },
  rest: "Rest",
  target: "Target",
  mark: (name, value) => `${name}: ${value}`,
  tableOf: (title) => `Numbers of the chart: ${title}`,
  linesCut: (shown, all) => `The first ${shown} of ${all} lines. An export has them all.`,
  refused: () => undefined,
  refusedTitle: "This chart cannot be drawn",
  options: "Chart options",
  stacking: "Series",
  sideBySide: "Side by side",
  stacked: "Stacked",
  percent: "Stacked to 100 %",
  horizontal: "Horizontal",
  legend: "Legend",
  targetField: "Target",
};

const deRefused = new Map([
  ["chart/nothing-to-draw", "Es gibt keine Zahl, die sich zeichnen ließe."],
  [
    "chart/negative-slice",
    "Ein Ring zeigt Teile eines Ganzen, aber mindestens ein Wert liegt unter null. Ein Balkendiagramm zeigt ihn.",
  ],
  [
    "chart/too-many-slices",
    "Werte, die sich nicht addieren, zeigt ein Ring nur bis zwölf. Ein Balkendiagramm zeigt alle.",
  ],
  [
    "chart/needs-two-measures",
    "Ein Streudiagramm stellt zwei Kennzahlen gegenüber. Fügen Sie den Werten eine zweite hinzu.",
  ],
]);

const de: ChartStrings = {
  role: "Diagramm",
  keys: "Pfeiltasten lesen die Werte einzeln vor.",
  pressKey: "Die Eingabetaste bietet an, was sich mit einem tun lässt.",
  types: {
    bar: "Balkendiagramm",
    line: "Liniendiagramm",
    area: "Flächendiagramm",
    pie: "Ringdiagramm",
    scatter: "Streudiagramm",
    heatmap: "Heatmap",
    gauge: "Tachodiagramm",
  },
  rest: "Rest",
  target: "Ziel",
  mark: (name, value) => `${name}: ${value}`,
  tableOf: (title) => `Zahlen des Diagramms: ${title}`,
  linesCut: (shown, all) => `Die ersten ${shown} von ${all} Zeilen. Ein Export enthält alle.`,
  refused: (code) => deRefused.get(code),
  refusedTitle: "Dieses Diagramm lässt sich nicht zeichnen",
  options: "Optionen des Diagramms",
  stacking: "Reihen",
  sideBySide: "Nebeneinander",
  stacked: "Gestapelt",
  percent: "Gestapelt auf 100 %",
  horizontal: "Liegend",
  legend: "Legende",
  targetField: "Ziel",
};

export const chartStrings: Strings<ChartStrings> = { en, de };
