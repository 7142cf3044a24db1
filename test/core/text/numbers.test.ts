import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  countOf,
  formatCount,
  formatEstimate,
  formatMeasure,
  formatPair,
  formatProbability,
  formatRange,
  formatShare,
  formatValue,
} from '../../../lambdas/core/text/numbers.ts';

it('two numbers that are shown together get enough digits to differ', () => {
  expect(formatPair(260.80599999999998 / 10, 32.5)).toEqual(['26.08', '32.5']);
  expect(formatPair(4962, 21)).toEqual(['4,962', '21']);
  expect(formatPair(0.123456, 0.123457)).toEqual(['0.123456', '0.123457']);
  expect(formatPair(1000.04, 1000.01)).toEqual(['1000.04', '1000.01']);
  expect(formatPair(0.1 + 0.2, 0.3)).toEqual(['0.3', '0.3']);
  expect(formatPair(7, 7)).toEqual(['7', '7']);
});

describe('numbers in texts', () => {
  it.each([
    [null, '-'],
    [undefined, '-'],
    [Number.NaN, '-'],
    [0, '0'],
    [0.25, '0.25'],
    [0.81234, '0.8123'],
    [-0.5, '-0.5'],
    [9.99999, '10'],
    [12.345, '12.35'],
    [123.45, '123.5'],
    [1234.5, '1,235'],
    [2_000_000_000, '2.00e+9'],
    [0.00001, '1.00e-5'],
  ])('formatValue %s is %s', (value, text) => {
    expect(formatValue(value)).toBe(text);
  });

  it.each([
    [0.81, '0.8100'],
    [0, '0.0000'],
    [12.3, '12.30'],
    [123, '123.0'],
    [1234, '1,234'],
    [null, '-'],
  ])('formatMeasure %s is %s, with the decimals of its size', (value, text) => {
    expect(formatMeasure(value)).toBe(text);
  });

  it('formats a value and its interval with the same decimals', () => {
    expect(formatEstimate({ value: 0.812, lower: 0.798, upper: 0.8261 })).toBe('0.8120 (0.7980 to 0.8261)');
    expect(formatEstimate({ value: 99.94, lower: 95.2, upper: 104.7 })).toBe('99.94 (95.20 to 104.70)');
    expect(formatEstimate({ value: 0.5, lower: null, upper: null })).toBe('0.5000');
    expect(
      formatEstimate({ value: 0.5, lower: null, upper: null, reason: '3 positive rows; an interval needs 20' }),
    ).toBe('0.5000 (no interval: 3 positive rows; an interval needs 20)');
    expect(formatEstimate({ value: null, lower: 0, upper: 1 })).toBe('-');
    expect(formatRange(0.33, 0.75)).toBe('0.3300 to 0.7500');
  });

  it.each([
    [0, '0 %'],
    [1, '100 %'],
    [0.123, '12.3 %'],
    [0.0012, '0.12 %'],
    [0.00001, 'under 0.01 %'],
    [0.99999, 'over 99.9 %'],
    [null, '-'],
  ])('formatShare %s is %s', (share, text) => {
    expect(formatShare(share)).toBe(text);
  });

  it('uses 0 % and 100 % only for exactly 0 and exactly 1', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, minExcluded: true, maxExcluded: true, noNaN: true }), (share) => {
        expect(['0 %', '100 %']).not.toContain(formatShare(share));
      }),
    );
  });

  it.each([
    [null, '-'],
    [0.0314, '0.031'],
    [1, '1.000'],
    [4.2e-12, '4e-12'],
    [0, '< 1e-300'],
    [1e-310, '< 1e-300'],
  ])('formatProbability %s is %s', (p, text) => {
    expect(formatProbability(p)).toBe(text);
  });

  it('counts things in the singular and the plural', () => {
    expect(formatCount(16512)).toBe('16,512');
    expect([countOf(1, 'row'), countOf(0, 'row'), countOf(1200, 'row')]).toEqual(['1 row', '0 rows', '1,200 rows']);
    expect(countOf(2, 'entry', 'entries')).toBe('2 entries');
  });
});
