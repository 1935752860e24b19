import { sampleCharts } from "./sample-charts.ts";

Object.assign(globalThis, { sampleCharts });
