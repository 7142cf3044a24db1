import { type Estimate, formatCount, formatMeasure, formatRange } from '../text/numbers.ts';
import { textTable } from './text-table.ts';

interface Measured extends Estimate {
  readonly rows: number;
}

/** Metrics with their intervals, for a terminal. */
export function metricTable(metrics: Readonly<Record<string, Measured | undefined>>, width?: number): string {
  const known = Object.entries(metrics).filter((entry): entry is [string, Measured] => entry[1] !== undefined);
  return textTable(
    [
      { title: 'metric' },
      { title: 'value', align: 'right' },
      { title: '95 % interval', wrap: true },
      { title: 'rows', align: 'right' },
    ],
    known.map(([name, { value, lower, upper, rows, reason }]) => [
      name,
      formatMeasure(value),
      value === null || lower === null || upper === null ? (reason ?? '') : formatRange(lower, upper, value),
      formatCount(rows),
    ]),
    width,
  );
}
