/** The drawn half of a chart: echarts, dressed from the tokens, redrawn when theme, size or data change. */
import { useEffect, useRef } from "react";
import { useShownTheme } from "@/lib/preferences";
import { init } from "./engine";
import { palette } from "./palette";
import { type ChartData, optionOf } from "./series";

export default function Drawing({ data, height, label }: { data: ChartData; height: number; label: string }) {
  const node = useRef<HTMLDivElement>(null);
  const theme = useShownTheme();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the palette is read from the document, which the theme changes
  useEffect(() => {
    if (!node.current) return;
    const chart = init(node.current, null, { renderer: "svg" });
    const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
    chart.setOption(optionOf(data, palette(), !still));
    const observer = new ResizeObserver(() => chart.resize());
    observer.observe(node.current);
    return () => {
      observer.disconnect();
      chart.dispose();
    };
  }, [data, theme]);
  return <div ref={node} role="img" aria-label={label} style={{ height, width: "100%" }} />;
}
