import { describe, expect, it } from 'vitest';
import { buildBaselineProfile } from '../../../lambdas/core/profile/baseline.ts';
import { findNumberTexts } from '../../../lambdas/core/profile/number-texts.ts';
import { parseProfile, serializeProfile } from '../../../lambdas/core/profile/serialize.ts';
import { numberTextsNote } from '../../../lambdas/core/report/number-texts-note.ts';
import { type Cell, makeChunk, reading } from './make-columns.ts';

const many = (text: (i: number) => Cell) => Array.from({ length: 400 }, (_, i) => text(i));
const find = async (cells: readonly Cell[]) => {
  const profile = await buildBaselineProfile(reading([makeChunk([['x', cells]])]));
  return findNumberTexts(parseProfile(serializeProfile(profile)).columns);
};

describe('texts that look like numbers', () => {
  it.each<[string, Cell[], string | null]>([
    ['a decimal comma, all different', many((i) => `${i},5`), '100,5'],
    ['a decimal comma, few of them', many((i) => `${i % 7},5`), '0,5'],
    ['points between thousands', many((i) => (i === 3 ? '-1.234.567,5' : `${i}.000,5`)), '-1.234.567,5'],
    ['commas between thousands, and numbers below them', many((i) => (i % 2 ? i : `1,${100 + i}`)), '1,100'],
    ['spaces between thousands', many((i) => `1\u00a0${100 + i},5`), '1\u00a0100,5'],
    ['numbers', many((i) => i), null],
    ['texts', many((i) => `n${i}`), null],
    ['codes with leading zeros', many((i) => `00${i}`), null],
    ['versions', many((i) => `1.${i}.2`), null],
    ['days', many((i) => `0${1 + (i % 9)}.02.2026`), null],
    ['numbers, and some texts with a comma', many((i) => (i % 50 ? i : `${i},5`)), null],
    ['half of them other texts', many((i) => (i % 2 ? `${i},5` : `n${i}`)), null],
  ])('%s', async (_, cells, example) => {
    expect(await find(cells)).toEqual(example === null ? [] : [{ name: 'x', example }]);
  });

  it('are named with the setting that reads them', () => {
    expect(numberTextsNote([{ name: 'x', example: '1,5' }], '--decimal and --thousands say')).toBe(
      'read as text although they look like numbers: x ("1,5"); --decimal and --thousands say how numbers are written',
    );
    expect(numberTextsNote([], 'say')).toBe('');
  });
});
