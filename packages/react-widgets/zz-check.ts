import { barChart } from "@ennead/core/chart";
import type { EChartsOption } from "echarts";
declare const t: Parameters<typeof barChart>[1];
export const o: EChartsOption = barChart({ categories: [], series: [] }, t);
