import { formatCount, formatMeasure, formatRange, formatShare } from '../../text/numbers.ts';
import { describePoints, type TimeLine } from '../time-line.ts';
import { type Content, type Html, html } from './html.ts';
import { list, section, smallTable } from './html-table.ts';
import { hasTimeLine, intervalOf, timeLineChart } from './time-line-chart.ts';

/** The time line on the page of a check; nothing while there is one window only. */
export function timeLineSection(monitor: string, line: TimeLine | undefined): Html | null {
  if (line === undefined || !hasTimeLine(line)) return null;
  return section(
    'Time line',
    timeLineFigure(monitor, line),
    html`<details><summary>Numbers</summary>${timeLineNumbers(monitor, line)}</details>\n`,
  );
}

/** The chart with what it draws in words. */
export function timeLineFigure(monitor: string, line: TimeLine): Content {
  const words = timeLineWords(line);
  return [
    timeLineChart(monitor, line),
    words !== '' && html`<p class="dim">${words}</p>\n`,
    list(line.marks.map(({ letter, text }) => (letter === '' ? text : html`<strong>${letter}</strong> ${text}`))),
  ];
}

/** What the chart draws, in words. */
export function timeLineWords({ points, metric, limits, marks }: TimeLine): string {
  const measured = points.some(({ value }) => value !== null);
  return [
    measured && `${metric} with its 95 % interval as a band${limits.length > 0 ? ', the limits dashed' : ''}.`,
    marks.some(({ to }) => to !== undefined) && 'Bars at the top: incidents.',
  ]
    .filter((part) => part !== false)
    .join(' ');
}

/** What the chart shows, as a table. */
export function timeLineNumbers(monitor: string, { points, metric }: TimeLine): Html {
  const name = metric ?? 'metric';
  return smallTable(
    `${monitor}: ${describePoints(points)}`,
    ['window', ...(metric === null ? [] : [name, '95 % interval']), 'drifted features', 'rows'],
    points.map((point) => {
      const interval = intervalOf(point);
      const measured = [formatMeasure(point.value), interval === null ? '' : formatRange(...interval)];
      return [
        point.window,
        ...(metric === null ? [] : measured),
        formatShare(point.driftedShare),
        formatCount(point.rows),
      ];
    }),
  );
}
