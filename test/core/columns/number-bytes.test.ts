import { expect, it } from 'vitest';
import { SeededRandom } from '../../../lambdas/core/statistics/random.ts';
import { anyNumberText, readAsBytes, readAtEnd } from './number-texts.ts';

it.each<[string, number]>([
  ['0', 0],
  ['-0', 0],
  ['+7', 7],
  ['.5', 0.5],
  ['0.1', 0.1],
  ['-12.50', -12.5],
  ['0.30000000000000004', 0.30000000000000004],
  ['0.007252615178003907', 0.007252615178003907],
  ['9007199254740993', 2 ** 53],
  ['90071992547.40993', 90071992547.40993],
  ['123456789012345678', 123456789012345680],
  ['1e5', 1e5],
  ['1.5E-7', 1.5e-7],
  ['0.000000000000000000000000000001', 1e-30],
  ['1e400', Number.POSITIVE_INFINITY],
  ['-1e400', Number.NEGATIVE_INFINITY],
  ['5e-324', 5e-324],
])('reads %s from bytes', (text, number) => {
  expect(readAsBytes(text)).toBe(number);
  expect(readAtEnd(text)).toBe(number);
});

it.each([
  '',
  '-',
  '+',
  '.',
  '-.',
  'e5',
  '.e5',
  '1e',
  '1e+',
  '1.2.3',
  '007',
  '-01',
  '00',
  '1 ',
  ' 1',
  'inf',
  '0x1',
  '1_0',
])('reads no number from %j', (text) => {
  expect(readAsBytes(text)).toBeNaN();
  expect(readAtEnd(text)).toBeNaN();
});

it('reads to the bit what the engine reads', () => {
  const random = new SeededRandom(1);
  for (let i = 0; i < 50_000; i++) {
    const text = anyNumberText(random);
    const isNumber = /^[+-]?(?:\d+(?:\.\d+)?|\.\d+)(?:e[+-]?\d+)?$/i.test(text) && !/^[+-]?0\d/.test(text);
    expect(readAsBytes(text), text).toBe(isNumber ? Number(text) + 0 : Number.NaN);
  }
});
