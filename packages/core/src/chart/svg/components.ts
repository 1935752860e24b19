import {
  BarChart,
  GaugeChart,
  HeatmapChart,
  LineChart,
  PieChart,
  ScatterChart,
} from "echarts/charts";
import {
  GridComponent,
  LegendComponent,
  TitleComponent,
  VisualMapContinuousComponent,
} from "echarts/components";
import { use } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";

/** Makes known to ECharts what the seven charts are made of. Doing so again changes nothing. */
export const registerChartParts = (): void =>
  use([
    BarChart,
    GaugeChart,
    HeatmapChart,
    LineChart,
    PieChart,
    ScatterChart,
    GridComponent,
    LegendComponent,
    TitleComponent,
    VisualMapContinuousComponent,
    SVGRenderer,
  ]);
