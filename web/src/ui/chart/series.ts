/** What a chart shows, in our own words, and what echarts wants to hear. */
import type { Palette } from "./palette";

export interface Series {
  name: string;
  kind: "bar" | "line";
  values: readonly (number | null)[];
  /** Bars only: the first ones, drawn stronger than the rest. */
  strong?: number;
  tone?: "accent" | "good" | "warn" | "violet" | "soft";
  /** On a scale of its own at the right. */
  second?: boolean;
}

export interface ChartData {
  labels: readonly string[];
  series: readonly Series[];
  format: (value: number) => string;
  /** Labels of the axis, shorter than the exact value. */
  short?: (value: number) => string;
  /** Start the scale near the smallest value instead of at nought; for lines only. */
  zoomed?: boolean;
}

const axis = (colours: Palette, short: (value: number) => string, zoomed: boolean, quiet: boolean) => ({
  type: "value" as const,
  // Nobody counts half a person.
  minInterval: 1,
  scale: zoomed,
  splitNumber: 3,
  axisLabel: { color: colours.text, fontSize: 11, formatter: short },
  splitLine: { show: !quiet, lineStyle: { color: colours.line } },
});

export function optionOf(data: ChartData, colours: Palette, animate: boolean) {
  const short = data.short ?? data.format;
  const second = data.series.some((series) => series.second);
  return {
    animation: animate,
    animationDuration: 160,
    textStyle: { fontFamily: colours.font },
    aria: { enabled: false },
    grid: { left: 4, right: second ? 4 : 10, top: 14, bottom: 2, containLabel: true },
    tooltip: {
      trigger: "axis" as const,
      confine: true,
      backgroundColor: colours.surface,
      borderColor: colours.strong,
      padding: [8, 12],
      textStyle: { color: colours.ink, fontSize: 12.5 },
      axisPointer: { type: "line" as const, lineStyle: { color: colours.strong } },
      valueFormatter: (value: unknown) => (typeof value === "number" ? data.format(value) : "—"),
    },
    xAxis: {
      type: "category" as const,
      data: [...data.labels],
      boundaryGap: data.series.some((series) => series.kind === "bar"),
      axisTick: { show: false },
      axisLine: { lineStyle: { color: colours.strong } },
      axisLabel: { color: colours.text, fontSize: 11, hideOverlap: true },
    },
    yAxis: second
      ? [axis(colours, short, false, false), axis(colours, short, false, true)]
      : axis(colours, short, Boolean(data.zoomed), false),
    series: data.series.map((series) => {
      const colour = colours[series.tone ?? "accent"];
      const common = { name: series.name, yAxisIndex: second && series.second ? 1 : 0 };
      if (series.kind === "line")
        return {
          ...common,
          type: "line" as const,
          data: [...series.values],
          smooth: 0.3,
          smoothMonotone: "x" as const,
          showSymbol: series.values.length === 1,
          symbolSize: 7,
          lineStyle: { color: colour, width: 2 },
          itemStyle: { color: colour },
          areaStyle: { color: colour, opacity: 0.1 },
        };
      return {
        ...common,
        type: "bar" as const,
        barMaxWidth: 26,
        barCategoryGap: "34%",
        data: series.values.map((value, index) => ({
          value,
          itemStyle: {
            color: colour,
            opacity: series.strong === undefined || index < series.strong ? 1 : 0.72,
            borderRadius: [2, 2, 0, 0],
          },
        })),
      };
    }),
  };
}
