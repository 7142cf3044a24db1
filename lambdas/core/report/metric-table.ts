import { formatCount, formatMeasure, formatRange } from '../text/numbers.ts';
import { textTable } from './text-table.ts';

interface Estimate {
  readonly value: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
  readonly rows: number;
  readonly reason?: string | undefined;
}

/** Metrics with their intervals, for a terminal. */
export function metricTable(metrics: Readonly<Record<string, Estimate | undefined>>, width?: number): string {
  const known = Object.entries(metrics).filter((entry): entry is [string, Estimate] => entry[1] !== undefined);
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
