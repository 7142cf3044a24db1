import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isNaNText, parseNumber } from '../../../lambdas/core/columns/number-text.ts';

const { NaN: none, POSITIVE_INFINITY: infinity, NEGATIVE_INFINITY: minusInfinity } = Number;

describe('parseNumber', () => {
  it.each([
    ['0', 0],
    ['1', 1],
    ['1.0', 1],
    ['+12', 12],
    ['-12.50', -12.5],
    ['.5', 0.5],
    ['-.5', -0.5],
    ['4.', 4],
    ['4.e2', 400],
    ['0.5', 0.5],
    ['0e5', 0],
    ['1e3', 1000],
    ['1E+3', 1000],
    ['25e-1', 2.5],
    ['1e400', infinity],
    ['-1e400', minusInfinity],
    ['1e-400', 0],
    ['inf', infinity],
    ['-Inf', minusInfinity],
    ['+INFINITY', infinity],
    [' 7', 7],
    ['7\t ', 7],
    ['9007199254740993', 9007199254740992],
    ['0.1234567890123456789', 0.12345678901234568],
    ['179769313486231570000000000000000000000', 179769313486231560000000000000000000000],
  ])('%j is %d', (text, expected) => {
    expect(parseNumber(text)).toBe(expected);
  });

  it.each(['-0', '-0.0', '-0e0', '-1e-400', '0'])('%j is 0, not -0', (text) => {
    expect(Object.is(parseNumber(text), 0)).toBe(true);
  });

  it.each([
    '',
    ' ',
    '-',
    '+',
    '.',
    '-.',
    'e5',
    '.e5',
    '1e',
    '1e+',
    '1e5.0',
    '007',
    '-007',
    '00',
    '00.5',
    '1 2',
    '1,2',
    '1_000',
  ])('%j is not a number', (text) => {
    expect(parseNumber(text)).toBe(none);
  });

  it.each([
    '0x1F',
    '0b1',
    '1n',
    '--1',
    '+-1',
    '1.2.3',
    'in',
    'infinit',
    'infx',
    'nan',
    'true',
    '٣',
    '１',
    '\u00a01',
    '1\n',
  ])('%j is not a number', (text) => {
    expect(parseNumber(text)).toBe(none);
  });

  it('reads a part of a text without looking beyond it', () => {
    expect(parseNumber('a,12.5,b', 2, 6)).toBe(12.5);
    expect(parseNumber('1234', 1, 3)).toBe(23);
  });

  it('reads every double from its shortest text', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true }), (value) => {
        expect(parseNumber(String(value))).toBe(value + 0);
      }),
      { numRuns: 2000 },
    );
  });

  it('rounds every decimal text as the JavaScript engine does', () => {
    const digits = (minLength: number) =>
      fc.string({ unit: fc.constantFrom(...'0123456789'), minLength, maxLength: 20 });
    const decimal = fc
      .tuple(
        fc.constantFrom('', '-', '+'),
        digits(1),
        fc.option(digits(0)),
        fc.option(fc.integer({ min: -340, max: 340 })),
      )
      .filter(([, whole]) => whole.length === 1 || !whole.startsWith('0'))
      .map(([sign, whole, fraction, exponent]) => {
        const point = fraction === null ? '' : `.${fraction}`;
        return `${sign}${whole}${point}${exponent === null ? '' : `e${exponent}`}`;
      });
    fc.assert(
      fc.property(decimal, (text) => {
        expect(parseNumber(text)).toBe(Number(text) + 0);
      }),
      { numRuns: 5000 },
    );
  });
});

describe('isNaNText', () => {
  it.each([
    ['nan', true],
    ['NaN', true],
    [' NAN\t', true],
    ['-nan', true],
    ['', false],
    ['na', false],
    ['nano', false],
    ['- nan', false],
    ['null', false],
  ])('%j: %s', (text, expected) => {
    expect(isNaNText(text)).toBe(expected);
  });
});
