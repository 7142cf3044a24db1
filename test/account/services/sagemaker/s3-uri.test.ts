import { describe, expect, it } from 'vitest';
import { below, formatS3Uri, parseS3Uri, relativePath } from './s3-uri.ts';

describe('places in S3', () => {
  it.each([
    ['s3://data/in/', 'in/', 'in/2026/a.csv', '2026/a.csv'],
    ['s3://data/in', 'in', 'in/2026/a.csv', '2026/a.csv'],
    ['s3://data/in/2026', 'in/2026', 'in/2026-01.csv', '2026-01.csv'],
    ['s3://data/in/a.csv', 'in/a.csv', 'in/a.csv', 'a.csv'],
    ['s3://data', '', 'a.csv', 'a.csv'],
    ['s3://data/', '', 'x/a.csv', 'x/a.csv'],
  ])('%s names %s, and %s in it is %s', (uri, prefix, key, path) => {
    expect(parseS3Uri(uri)).toEqual({ bucket: 'data', key: prefix });
    expect(relativePath(prefix, key)).toBe(path);
  });

  it.each([
    ['s3://data', 's3://data/x'],
    ['s3://data/out', 's3://data/out/x'],
    ['s3://data/out/', 's3://data/out/x'],
  ])('below %s is %s', (uri, result) => {
    expect(formatS3Uri(below(parseS3Uri(uri), 'x'))).toBe(result);
  });
});
