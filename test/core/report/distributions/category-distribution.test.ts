import { describe, expect, it } from 'vitest';
import { buildBaselineProfile } from '../../../../lambdas/core/profile/baseline.ts';
import { columnDistributions } from '../../../../lambdas/core/report/distributions/column-distributions.ts';
import type { CategoryBar } from '../../../../lambdas/core/report/distributions/distribution.ts';
import { Redactor } from '../../../../lambdas/core/text/redactor.ts';
import { profileWindow } from '../../drift/many-valued.ts';
import { type Cell, makeChunk, reading } from '../../profile/make-columns.ts';
import { driftOf, feature } from '../results.ts';

interface Options {
  readonly redactor?: Redactor;
  readonly declared?: ReadonlySet<string>;
  readonly most?: number;
}

/** The bars of a column of texts. */
async function barsOf(before: readonly Cell[], now: readonly Cell[], { most, ...options }: Options = {}) {
  const profile = await buildBaselineProfile(reading([makeChunk([['x', before]])]), {
    types: new Map([['x', 'category']]),
    limits: most === undefined ? {} : { categories: most },
  });
  const window = profileWindow(makeChunk([['x', now]]), profile);
  const drift = driftOf([feature({ name: 'x', type: 'category' })]);
  const [column] = columnDistributions(profile, window, drift, { redactor: Redactor.SHOW, ...options });
  if (column.shape.type !== 'category') throw new Error('categories are expected');
  return { bars: column.shape.bars, column };
}

const times = (rows: number, ...cells: Cell[]): Cell[] => cells.flatMap((cell) => Array<Cell>(rows).fill(cell));
const named = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `c${from + i}`);
const text = ({ kind, category, categories, baseline, window }: CategoryBar) =>
  `${kind} ${category ?? categories} ${baseline} ${window}`;

describe('the bars of a category column', () => {
  it('are its categories by rows, new ones after them, and rows without a value', async () => {
    const before = [...times(3, 'b'), ...times(5, 'a'), null];
    const now = [...times(2, 'a'), ...times(4, 'new'), 'b', null, null, null];
    const { bars, column } = await barsOf(before, now);
    expect(bars.map(text)).toEqual(['known a 5 2', 'known b 3 1', 'unseen new 0 4', 'missing undefined 1 3']);
    expect(column.keyValues).toEqual([
      { name: 'categories', baseline: '2', window: '3' },
      { name: 'missing', baseline: '11.1 %', window: '30 %' },
    ]);
  });

  it('are the largest, those that changed most, and the others together', async () => {
    // c0 … c19, of which c18 has become frequent and c19 is gone.
    const before = [...times(30, ...named(0, 8)), ...times(10, ...named(8, 20))];
    const now = [
      ...times(30, ...named(0, 8)),
      ...times(10, ...named(8, 18)),
      ...times(25, 'c18'),
      'n1',
      'n2',
      'n3',
      'n4',
      'n5',
    ];
    const { bars } = await barsOf(before, now);
    expect(bars.map(text)).toEqual([
      ...named(0, 8).map((name) => `known ${name} 30 30`),
      'known c18 10 25',
      'known c19 10 0',
      ...['n1', 'n2', 'n3'].map((name) => `unseen ${name} 0 1`),
      'unseen 2 0 2',
      'other 10 100 100',
    ]);
  });

  it('do not call a category new that the baseline may have without naming it', async () => {
    const before = times(2, ...named(0, 60));
    const { bars } = await barsOf(before, [...before, 'new', 'new'], { most: 20 });
    expect(bars.filter(({ kind }) => kind === 'unseen')).toEqual([]);
    const other = bars.find(({ kind }) => kind === 'other');
    expect(other).toMatchObject({ categories: null });
    for (const side of ['baseline', 'window'] as const) {
      expect(bars.reduce((rows, bar) => rows + bar[side], 0)).toBe(side === 'baseline' ? 120 : 122);
    }
  });

  it('show names as the monitor says, and those of its settings always', async () => {
    const cells = [...times(3, 'secret'), 'yes', 'other secret', 'other secret'];
    const names = async (options: Options) =>
      (await barsOf(cells, cells, options)).bars.map(({ category }) => category);
    const declared = new Set(['yes']);
    expect(await names({ redactor: Redactor.HIDE, declared })).toEqual(['(hidden)', '(hidden 2)', 'yes']);
    const hashed = await names({ redactor: new Redactor('hash', 'key'), declared });
    // printf %s secret | openssl dgst -sha256 -hmac key
    expect(hashed).toEqual(['#25cf3c44c8f3', '#fd7625cb3f3e', 'yes']);
  });
});
