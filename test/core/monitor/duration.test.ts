import { describe, expect, it } from 'vitest';
import { parseDuration, parseWindowLength } from '../../../lambdas/core/monitor/duration.ts';
import { InvalidValueError } from '../../../lambdas/core/monitor/invalid-value.ts';

const HOUR = 3_600_000;

function suggestionFor(parse: (text: string) => unknown, text: string): string | null {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof InvalidValueError) return error.suggestion;
    throw error;
  }
  throw new Error(`${text} was accepted`);
}

describe('parseDuration', () => {
  it.each([
    ['P1D', 24 * HOUR],
    ['P2W', 14 * 24 * HOUR],
    ['P1W1D', 8 * 24 * HOUR],
    ['PT24H', 24 * HOUR],
    ['PT36H', 36 * HOUR],
    ['P1DT2H3M4S', 26 * HOUR + 184_000],
    ['PT90M', 1.5 * HOUR],
    ['PT0S', 0],
    ['P0D', 0],
  ])('reads %s', (text, milliseconds) => {
    expect(parseDuration(text)).toBe(milliseconds);
  });

  it.each([
    ['', null],
    ['P', null],
    ['PT', null],
    ['P1DT', 'P1D'],
    ['P1M', null],
    ['P1Y', null],
    ['P-1D', null],
    ['P1.5D', null],
    ['p1d', 'P1D'],
    ['1D', 'P1D'],
    ['2 days', 'P2D'],
    ['24h', 'PT24H'],
    ['P24H', 'PT24H'],
    ['30 minutes', 'PT30M'],
    ['2 months', null],
    ['P9999999D', null],
  ])('refuses %s', (text, suggestion) => {
    expect(suggestionFor(parseDuration, text)).toBe(suggestion);
  });
});

describe('parseWindowLength', () => {
  it.each([
    ['P1D', { days: 1 }],
    ['P7D', { days: 7 }],
    ['P1W', { days: 7 }],
    ['P2W', { days: 14 }],
    ['PT1H', { minutes: 60 }],
    ['PT60M', { minutes: 60 }],
    ['PT12H', { minutes: 720 }],
    ['PT5M', { minutes: 5 }],
  ])('reads %s', (text, length) => {
    expect(parseWindowLength(text)).toEqual(length);
  });

  it.each([
    ['PT24H', 'P1D'],
    ['PT48H', 'P2D'],
    ['PT7H', null],
    ['PT25H', null],
    ['PT4M', null],
    ['PT90S', null],
    ['P1DT1H', null],
    ['P0D', null],
    ['P1M', null],
    ['P400D', null],
    ['day', null],
  ])('refuses %s', (text, suggestion) => {
    expect(suggestionFor(parseWindowLength, text)).toBe(suggestion);
  });
});
