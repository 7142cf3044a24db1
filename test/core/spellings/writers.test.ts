import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { WrittenFile } from './files.ts';
import { SpelledMonitor } from './story.ts';

const FILES: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'pandas.csv': {},
  'pandas-excel.csv': { decimal: ',' },
  'pandas-na.csv': {},
  'pandas-split.json': {},
  'pandas-columns.json': {},
  'pandas-index.json': {},
  'pandas-records.json': {},
  'pandas-table.json': {},
  'pandas.jsonl.gz': {},
  'pandas.parquet': {},
  'pyarrow.parquet': {},
  'pyarrow-int96.parquet': {},
  'polars.parquet': {},
  'polars.jsonl': {},
  'duckdb.parquet': {},
  'duckdb.csv': {},
};
/** It writes numbers of single precision with digits that they do not have: within rounding of the others' in a window, and
 * another baseline. */
const IMPRECISE = 'duckdb.json';

function open(table: 'training' | 'day', name: string): WrittenFile {
  const format = name.endsWith('.parquet') ? 'parquet' : name.endsWith('.csv') ? 'csv' : 'jsonl';
  const bytes = readFileSync(join(import.meta.dirname, 'reference', table, name));
  return { name, bytes, settings: { format, ...FILES[name] } };
}

const reference = SpelledMonitor.train(open('training', 'plain.csv'), false);
const day = reference.then((monitor) => monitor.plainDay(open('day', 'plain.csv')));

describe.each(Object.keys(FILES))('%s', (name) => {
  it('gives the same baseline as the plain file', async () => {
    const { baseline } = await SpelledMonitor.train(open('training', name), false);
    expect(baseline).toEqual((await reference).baseline);
  });

  it('gives the same window and the same verdict', async () => {
    expect(await (await reference).plainDay(open('day', name))).toEqual(await day);
  });
});

describe(IMPRECISE, () => {
  it('gives the same findings', async () => {
    const expected = await day;
    const { rows, rejected, verdict } = await (await reference).plainDay(open('day', IMPRECISE));
    expect({ rows, rejected }).toEqual({ rows: 150, rejected: [] });
    expect(verdict.quality).toEqual(expected.verdict.quality);
    expect(verdict.drift!.drifted).toEqual(expected.verdict.drift!.drifted);
  });

  it('is read against the baseline of plain texts as against its own', async () => {
    const own = await SpelledMonitor.train(open('training', IMPRECISE), false);
    const { verdict } = await own.plainDay(open('day', 'plain.csv'));
    expect(verdict.verdict).toEqual((await day).verdict.verdict);
  });
});
