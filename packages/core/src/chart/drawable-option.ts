import type { AxisTexts, Chart } from "./chart.ts";

type Node = Record<string | number, unknown>;

const labelled = (node: unknown, path: AxisTexts["at"], texts: AxisTexts): unknown => {
  const [step, ...rest] = path;
  if (step === undefined) {
    const { axisLabel, ...axis } = node as Node;
    const formatter = (value: number): string =>
      texts.texts[Math.round((value - texts.min) / texts.step)] ?? "";
    return { ...axis, axisLabel: { ...(axisLabel as Node), formatter } };
  }
  if (Array.isArray(node)) {
    return node.map((item: unknown, at) => (at === step ? labelled(item, rest, texts) : item));
  }
  return { ...(node as Node), [step]: labelled((node as Node)[step], rest, texts) };
};

/** The option as ECharts takes it, its axes labelled with the chart's texts. Works on a chart out of JSON. */
export const drawableOption = ({ option, axes }: Chart): Readonly<Record<string, unknown>> =>
  axes.reduce<unknown>((done, texts) => labelled(done, texts.at, texts), option) as Readonly<
    Record<string, unknown>
  >;
