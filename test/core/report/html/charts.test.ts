import { describe, expect, it } from 'vitest';
import type {
  CategoryDistribution,
  ColumnDistribution,
  NumberDistribution,
  ValueDistribution,
} from '../../../../lambdas/core/report/distributions/distribution.ts';
import { categoryChart } from '../../../../lambdas/core/report/html/category-chart.ts';
import { formatTick } from '../../../../lambdas/core/report/html/chart-frame.ts';
import { histogram, histogramTable } from '../../../../lambdas/core/report/html/histogram.ts';
import { valueChart, valueTable } from '../../../../lambdas/core/report/html/value-chart.ts';
import { readPage } from './page-structure.ts';

const NONE = { baseline: 0, window: 0 };

function numberColumn(changes: Partial<NumberDistribution> = {}, column: Partial<ColumnDistribution> = {}) {
  const shape: NumberDistribution = {
    type: 'number',
    axis: 'values',
    bins: [
      { from: 0, to: 10, baseline: 10, window: 5 },
      { from: 10, to: 20, baseline: 30, window: 0 },
    ],
    width: 10,
    below: NONE,
    above: NONE,
    ...changes,
  };
  return { name: 'price', missing: NONE, keyValues: [], moreValues: [], ...column, shape };
}

/** Names with their values. */
const attributesOf = (markup: string, key: string) =>
  readPage(markup).attributes.flatMap(([name, value]) => (name === key ? [value] : []));
const cellsOf = (markup: string) =>
  [...markup.matchAll(/<tr>(.*?)<\/tr>/g)].map(([, row]) =>
    [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/g)].map(([, cell]) => cell.replaceAll(/<[^>]+>/g, '')),
  );

describe('bars of few whole numbers', () => {
  const shape: ValueDistribution = {
    type: 'value',
    values: [
      { value: 0, baseline: 30, window: 0 },
      { value: 1, baseline: 10, window: 5 },
    ],
    below: NONE,
    above: { baseline: 0, window: 5 },
  };
  const column = { name: 'clicks', missing: { baseline: 10, window: 0 }, keyValues: [], moreValues: [], shape };

  it('stand in pairs at their value: an area for the baseline, an outline for the window', () => {
    // Each value has half of the 272 units, so bars are as wide as they may be. 75 % is 92 high, 25 % 30.7 and 50 % 61.3.
    const { markup } = valueChart(column);
    const rects = [...markup.matchAll(/<rect class="(\w+)" x="([\d.]+)" y="([\d.]+)" width="28" height="([\d.]+)"/g)];
    expect(rects.map(([, ...attributes]) => attributes)).toEqual([
      ['before', '76', '8', '92'],
      ['now', '104', '100', '0'],
      ['before', '212', '69.3', '30.7'],
      ['now', '240', '38.7', '61.3'],
    ]);
    const { texts } = readPage(markup);
    expect(texts.filter((text) => text.trim() !== '')).toEqual(['50 %', '0', '1']);
  });

  it('have a table with every row of both sides', () => {
    expect(cellsOf(valueTable(column).markup)).toEqual([
      ['value', 'baseline', 'share', 'window', 'share'],
      ['0', '30', '75 %', '0', '0 %'],
      ['1', '10', '25 %', '5', '50 %'],
      ['infinite', '0', '0 %', '5', '50 %'],
      ['missing', '10', '20 %', '0', '0 %'],
    ]);
  });

  it('have as many names as there is room for', () => {
    const values = Array.from({ length: 20 }, (_, i) => ({ value: 123_000 + 1000 * i, baseline: 1, window: 1 }));
    const { texts } = readPage(valueChart({ ...column, shape: { ...shape, values } }).markup);
    // Five characters for each of twenty are too many for one line.
    const names = texts.filter((text) => text.endsWith('K'));
    expect(names[0]).toBe('123K');
    expect(names.length).toBeLessThan(20);
    expect(names.join(' ').length).toBeLessThan(60);
  });
});

describe('a histogram', () => {
  it('draws shares of the rows: the baseline as an area, the window as a line', () => {
    // The drawing is 272 wide from 36 and 92 high down to 100: a share of 100 % is as high as that, 25 % is 23 and 75 % 69.
    const { markup } = histogram(numberColumn())!;
    expect(attributesOf(markup, 'd')).toEqual([
      'M36,100L36,77L172,77L172,31L308,31L308,100',
      'M36,100L36,8L172,8L172,100L308,100L308,100',
    ]);
    expect(attributesOf(markup, 'class')).toEqual(expect.arrayContaining(['before', 'now']));
    expect(attributesOf(markup, 'aria-label')).toEqual(['price: share of the rows by value, baseline and window']);
    const { texts } = readPage(markup);
    expect(texts.filter((text) => text.trim() !== '')).toEqual(['50 %', '100 %', '0', '5', '10', '15', '20']);
  });

  it('draws a bin of twice the width half as high', () => {
    const bins = [
      { from: 0, to: 10, baseline: 1, window: 0 },
      { from: 10, to: 30, baseline: 2, window: 0 },
    ];
    const { markup } = histogram(numberColumn({ bins }))!;
    // Both hold the same share of the rows in a width of 10; without rows the window has no line.
    expect(attributesOf(markup, 'd')).toEqual(['M36,100L36,8L126.7,8L126.7,8L308,8L308,100']);
  });

  it('names positions in standard deviations where values are not shown', () => {
    const bins = [{ from: -1, to: 1, baseline: 1, window: 1 }];
    const column = numberColumn({ axis: 'deviations', bins, width: 0.5 });
    expect(readPage(histogram(column)!.markup).texts).toEqual(expect.arrayContaining(['-1 sd', '0 sd', '1 sd']));
    expect(cellsOf(histogramTable(column)!.markup)[1][0]).toBe('-1 to 1 sd from the mean');
  });

  it('names times', () => {
    const day = 86_400_000;
    const bins = [{ from: 0, to: 4 * day, baseline: 1, window: 1 }];
    const { texts } = readPage(histogram(numberColumn({ bins, width: day }, { form: 'time' }))!.markup);
    expect(texts).toEqual(expect.arrayContaining(['1970-01-02', '1970-01-04']));
  });

  it('has a table of its counts, with the rows beside the axis and those without a number', () => {
    const column = numberColumn(
      { below: { baseline: 0, window: 5 }, above: { baseline: 0, window: 0 } },
      { missing: { baseline: 0, window: 10 } },
    );
    expect(cellsOf(histogramTable(column)!.markup)).toEqual([
      ['value', 'baseline', 'share', 'window', 'share'],
      ['below', '0', '0 %', '5', '50 %'],
      ['0 to 10', '10', '25 %', '5', '50 %'],
      ['10 to 20', '30', '75 %', '0', '0 %'],
      ['missing', '0', '0 %', '10', '50 %'],
    ]);
  });

  it('names bins of single whole numbers by them', () => {
    const bins = [{ from: 6.5, to: 7.5, baseline: 1, window: 1 }];
    expect(cellsOf(histogramTable(numberColumn({ bins, width: 1 }))!.markup)[1][0]).toBe('7');
  });

  it('is left out without bins, and its table says how many rows have a number', () => {
    const column = numberColumn({ bins: [], above: { baseline: 4, window: 2 } });
    expect(histogram(column)).toBeNull();
    expect(cellsOf(histogramTable(column)!.markup)[1]).toEqual(['with a number', '4', '100 %', '2', '100 %']);
  });

  it('has a bar beside the axis for rows beyond it, if there are many', () => {
    const bins = [{ from: 0, to: 10, baseline: 40, window: 2 }];
    const { markup } = histogram(numberColumn({ bins, above: { baseline: 0, window: 6 } }))!;
    // The highest is the baseline's 100 %, 92 units; three quarters of the window are 69.
    expect([...markup.matchAll(/<rect [^>]+>/g)].map(([rect]) => rect)).toEqual([
      '<rect class="before" x="268" y="100" width="40" height="0"/>',
      '<rect class="now" x="268" y="31" width="40" height="69"/>',
    ]);
    expect(readPage(markup).texts).toEqual(expect.arrayContaining(['0', 'above 10']));
    expect(readPage(markup).texts).not.toContain('10');
    expect(histogram(numberColumn({ bins, above: { baseline: 0, window: 0.02 } }))!.markup).not.toContain('<rect');
  });
});

describe('bars of categories', () => {
  const bars: CategoryDistribution['bars'] = [
    { kind: 'known', category: 'DE', baseline: 40, window: 10 },
    { kind: 'known', category: '', baseline: 20, window: 0 },
    { kind: 'unseen', category: 'NL', baseline: 0, window: 10 },
    { kind: 'unseen', categories: 2, baseline: 0, window: 5 },
    { kind: 'other', categories: null, baseline: 30, window: 0 },
    { kind: 'missing', baseline: 10, window: 25 },
  ];

  it('are as long as their shares; the table has the numbers', () => {
    const { markup } = categoryChart({ name: 'country' }, { type: 'category', bars })!;
    // Of 100 and 50 rows. The longest is missing in the window, 50 %: 99 units. DE has 40 % and 20 %.
    const widths = attributesOf(markup, 'width').map(Number);
    expect(widths).toEqual([79.2, 39.6, 39.6, 0, 0, 39.6, 0, 19.8, 59.4, 0, 19.8, 99]);
    expect(cellsOf(markup)).toEqual([
      ['category', 'shares', 'baseline', 'window'],
      ['DE', '', '40 %', '20 %'],
      ['(empty)', '', '20 %', '0 %'],
      ['NL new', '', '0 %', '20 %'],
      ['other new ones (2)', '', '0 %', '10 %'],
      ['other', '', '30 %', '0 %'],
      ['missing', '', '10 %', '50 %'],
    ]);
    expect(attributesOf(markup, 'title').slice(0, 2)).toEqual(['40 rows', '10 rows']);
  });

  it('are cut where many categories together would leave no room for the others', () => {
    const { markup } = categoryChart(
      { name: 'airport' },
      {
        type: 'category',
        bars: [
          { kind: 'known', category: 'ORD', baseline: 10, window: 5 },
          { kind: 'other', categories: 200, baseline: 90, window: 95 },
        ],
      },
    )!;
    // The axis ends at 1.5 times the largest single share: 10 % is two thirds of it, 5 % a third.
    expect(attributesOf(markup, 'width').map(Number)).toEqual([66, 33, 99, 99]);
    expect(attributesOf(markup, 'class').filter((name) => name === 'gap')).toHaveLength(2);
  });
});

describe('a number at an axis', () => {
  it.each([
    [0.25, '0.25'],
    [1500, '1,500'],
    [120_000, '120K'],
    [-2_500_000, '-2.5M'],
    [1e300, '1.00e+300'],
  ])('%d is %s', (value, text) => {
    expect(formatTick(value)).toBe(text);
  });
});
