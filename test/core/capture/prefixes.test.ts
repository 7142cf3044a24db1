import { describe, expect, it } from 'vitest';
import { startsManifest } from '../../../lambdas/core/capture/manifest.ts';
import { capturePrefixes } from '../../../lambdas/core/capture/prefixes.ts';

const window = (start: string, end: string) => ({ name: 'w', start: Date.parse(start), end: Date.parse(end) });

describe('capturePrefixes', () => {
  it.each([
    [
      'a whole hour',
      '2024-02-29T12:00:00Z',
      '2024-02-29T13:00:00Z',
      ['2024/02/29/11/', '2024/02/29/12/', '2024/02/29/13/'],
    ],
    [
      'parts of hours',
      '2024-12-31T22:30:00Z',
      '2024-12-31T23:30:00Z',
      ['2024/12/31/21/', '2024/12/31/22/', '2024/12/31/23/', '2025/01/01/00/'],
    ],
  ])('has the hours of %s and one on either side', (_, start, end, expected) => {
    expect(capturePrefixes({ format: 'sagemaker-data-capture' }, window(start, end))).toEqual(expected);
  });

  it('is everything where rows have a time of their own', () => {
    const hour = window('2024-02-29T12:00:00Z', '2024-02-29T13:00:00Z');
    expect(capturePrefixes({ format: 'sagemaker-batch-transform', time: 'at' }, hour)).toEqual(['']);
    expect(capturePrefixes({ format: 'csv', time: 'at' }, hour)).toEqual(['']);
  });

  it('has 26 hours for a day, in order', () => {
    const prefixes = capturePrefixes(
      { format: 'sagemaker-batch-transform' },
      window('2024-03-10T05:00:00Z', '2024-03-11T05:00:00Z'),
    );
    expect(prefixes).toHaveLength(26);
    expect([prefixes[0], prefixes.at(-1)]).toEqual(['2024/03/10/04/', '2024/03/11/05/']);
    expect(prefixes.toSorted()).toEqual(prefixes);
  });

  it.each(['csv', 'jsonl', 'parquet'] as const)('is everything for %s', (format) => {
    expect(capturePrefixes({ format }, window('2024-01-01T00:00:00Z', '2024-01-02T00:00:00Z'))).toEqual(['']);
  });
});

describe('startsManifest', () => {
  it.each([
    ['[{"prefix":"x"', true],
    [' [ {\n "prefix" : ', true],
    ['[{"prefixes":', false],
    ['{"prefix":', false],
  ])('%j starts one: %s', (text, expected) => {
    expect(startsManifest(text)).toBe(expected);
  });
});
