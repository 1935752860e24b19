import { sampleCharts } from "./sample-charts.ts";

// oxlint-disable-next-line no-console
console.log(JSON.stringify(sampleCharts()));
