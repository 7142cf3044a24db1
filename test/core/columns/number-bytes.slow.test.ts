import { expect, it } from 'vitest';
import { parseNumber } from '../../../lambdas/core/columns/number-text.ts';
import { SeededRandom } from '../../../lambdas/core/statistics/random.ts';
import { anyNumberText, readAsBytes } from './number-texts.ts';

it('reads two million texts to the bit as the engine and the reader of texts do', () => {
  const random = new SeededRandom(2);
  for (let i = 0; i < 2_000_000; i++) {
    const text = anyNumberText(random);
    const read = readAsBytes(text);
    // A point at the end is read as text.
    if (!Object.is(read, parseNumber(text)) && !/\.(?!\d)/.test(text)) expect(read, text).toBe(parseNumber(text));
    if (!Number.isNaN(read) && read !== Number(text)) expect(read, text).toBe(Number(text));
  }
});
