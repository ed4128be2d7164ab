import { BarChart, LineChart } from 'echarts/charts';
import { AriaComponent, GridComponent, LegendComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import type { Drawing } from './drawing.ts';

// A file of its own, loaded when a chart is looked at. The painter of SVG sets styles as properties, which the content security policy allows.
// A tooltip would be HTML with style attributes, which it refuses: there is none, and every figure stands in the table beside the chart.
use([BarChart, LineChart, GridComponent, LegendComponent, AriaComponent, SVGRenderer]);

export interface Drawn {
  show(drawing: Drawing): void;
  dispose(): void;
}

export function draw(into: HTMLElement): Drawn {
  const chart = init(into, undefined, { renderer: 'svg' });
  const sized = new ResizeObserver(() => chart.resize());
  sized.observe(into);
  return {
    show(drawing) {
      const css = getComputedStyle(document.documentElement);
      const token = (name: string) => css.getPropertyValue(`--${name}`).trim();
      const ink = token('ink');
      const words = { color: ink, fontFamily: token('text'), fontSize: 13 };
      const lines = { lineStyle: { color: token('line') } };
      chart.setOption(
        {
          animation: false,
          // Stripes and dots, so that nothing is told by colour alone.
          aria: { enabled: true, label: { enabled: false }, decal: { show: true, decals: decals(ink) } },
          textStyle: words,
          color: drawing.series.map(({ tone }) => token(tone)),
          legend: { top: 0, left: 0, textStyle: words, itemWidth: 22, itemHeight: 12, selectedMode: false },
          grid: { top: 44, left: 8, right: 12, bottom: 4, containLabel: true },
          xAxis: { type: 'category', data: [...drawing.names], axisLabel: { ...words, hideOverlap: true }, axisLine: { lineStyle: { color: token('edge') } }, axisTick: { show: false } },
          yAxis: { type: 'value', axisLabel: words, splitLine: lines, ...(drawing.max === undefined ? {} : { max: drawing.max }), minInterval: 1 },
          series: drawing.series.map((one, i) => ({
            type: drawing.kind,
            name: one.name,
            data: [...one.values],
            ...(drawing.stacked ? { stack: 'all' } : {}),
            ...(drawing.kind === 'line'
              ? { symbol: ['circle', 'rect', 'triangle', 'diamond'][i % 4], symbolSize: 9, lineStyle: { width: 2.5, type: (['solid', 'dashed', 'dotted'] as const)[i % 3] ?? 'solid' } }
              : { barMaxWidth: 36, itemStyle: { borderColor: token('paper'), borderWidth: 1 } }),
          })),
        },
        { notMerge: true },
      );
    },
    dispose() {
      sized.disconnect();
      chart.dispose();
    },
  };
}

function decals(ink: string) {
  const color = ink;
  return [
    { symbol: 'none' },
    { symbol: 'rect', symbolSize: 1, rotation: Math.PI / 4, dashArrayX: [1, 0], dashArrayY: [2, 6], color },
    { symbol: 'circle', symbolSize: 0.5, dashArrayX: [[6, 6], [0, 6, 6, 0]], dashArrayY: [5, 0], color },
    { symbol: 'rect', symbolSize: 1, rotation: -Math.PI / 4, dashArrayX: [1, 0], dashArrayY: [1, 4], color },
    { symbol: 'rect', symbolSize: 1, dashArrayX: [1, 0], dashArrayY: [2, 4], color },
  ];
}
