import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readDataset } from '../../../lambdas/core/capture/read-dataset.ts';
import { RejectionLog } from '../../../lambdas/core/capture/rejections.ts';
import type { Column } from '../../../lambdas/core/columns/column.ts';
import { parseDuration, readTimeText } from '../../../lambdas/core/profile/time-text.ts';
import { sourceOf } from './memory-source.ts';

const bytesOf = (name: string) => readFileSync(new URL(`reference/${name}`, import.meta.url));
type Name = 'moment' | 'date' | 'clock' | 'span';
const { values, texts }: { values: Record<string, (number | null)[]>; texts: Record<Name, string[]> } = JSON.parse(
  bytesOf('typed-expected.json').toString('utf8'),
);
const FORMS: Readonly<Record<string, string>> = { moment: 'time', date: 'time', clock: 'duration', span: 'duration' };

async function readColumns(name: string): Promise<ReadonlyMap<string, Column>> {
  const source = sourceOf(bytesOf(name), { uri: name });
  for await (const chunk of readDataset(source, { log: new RejectionLog() })) return chunk.columns;
  throw new Error('no rows');
}

describe('typed values in Parquet', () => {
  it.each([
    ['pyarrow', 7],
    ['pandas', 5],
    ['polars', 5],
    ['duckdb', 4],
    ['int96', 1],
  ])('written by %s are those that were meant', async (writer, count) => {
    const columns = await readColumns(`typed-${writer}.parquet`);
    expect(columns.size).toBe(count);
    for (const [name, column] of columns) {
      expect([name, column.form]).toEqual([name, FORMS[name] ?? null]);
      expect([name, Array.from(values[name], (_, row) => column.at(row))]).toEqual([name, values[name]]);
    }
  });

  it.each(['moment', 'date', 'clock', 'span'] as const)('are the same as in texts: %s', (name) => {
    const form = name === 'moment' || name === 'date' ? 'time' : 'duration';
    expect(texts[name].map((text) => readTimeText(form, text))).toEqual(values[name]);
  });
});

describe('parseDuration', () => {
  it.each([
    ['08:30', 30_600_000],
    ['1:02:03.5', 3_723_500],
    ['-1 days +23:00:00', -3_600_000],
    ['1 day, 2:03:04', 93_784_000],
    ['3 days', 259_200_000],
    ['PT1H30M', 5_400_000],
    ['P1DT0.5S', 86_400_500],
    ['-PT1S', -1000],
    ['P1M', Number.NaN],
    ['P', Number.NaN],
    ['12:60', Number.NaN],
    ['1.5', Number.NaN],
    ['2025-01-01', Number.NaN],
  ])('%s', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });
});
