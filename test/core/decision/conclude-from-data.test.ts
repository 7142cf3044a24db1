import { describe, expect, it } from 'vitest';
import type { Signal } from '../../../lambdas/core/decision/checked-window.ts';
import {
  concludeFromAbsence,
  concludeFromData,
  type DataFacts,
  withoutReplacedModel,
} from '../../../lambdas/core/decision/conclude-from-data.ts';
import type { DriftResult, QualityResult } from '../../../lambdas/core/result/schema.ts';

type Feature = DriftResult['features'][number];

const STOPPED = 'data capture may have stopped although the endpoint still gets traffic';

/** A window of 500 rows that matches its baseline. */
function factsOf(changes: Partial<DataFacts> = {}): DataFacts {
  return {
    rows: 500,
    minimumRows: 200,
    quality: [],
    drift: null,
    predictionDrift: null,
    expectData: true,
    byHand: false,
    absence: null,
    ...changes,
  };
}

/** Columns that have drifted, in this order. */
function driftOf(...names: string[]): DriftResult {
  const features = names.map((name) => ({
    name,
    method: 'wasserstein',
    distance: 0.3,
    limit: 0.1,
    smallSampleAdjustedPValue: 0.004,
  })) as Feature[];
  return { alpha: 0.05, features, compared: 9, drifted: names.length, driftedShare: 0.1, ranking: names };
}
const driftLine = (name: string) => `${name} drifted: wasserstein 0.3, limit 0.1, p 0.004`;

function findingOf(value: number, message = `${value} are missing`): QualityResult {
  return {
    check: 'missing_values',
    feature: 'price',
    value,
    baseline: 0.02,
    limit: 0.1,
    rows: 500,
    breached: value > 0.1,
    examples: [],
    message,
  };
}

/** What the check says of each kind of incident: `drift breach`. */
const statuses = ({ signals }: { readonly signals: readonly Signal[] }) =>
  signals.map(({ kind, status }) => `${kind} ${status}`);
const signalOf = (facts: DataFacts, kind: Signal['kind']) =>
  concludeFromData(facts).signals.find((signal) => signal.kind === kind)!;

describe('a window that matches its baseline', () => {
  it('is clear of everything, and nothing has to be done', () => {
    const found = concludeFromData(factsOf());
    expect(found).toMatchObject({ dataMatches: 'yes', nextStep: 'continue', reasons: [] });
    expect(found.signals).toEqual([
      { kind: 'no-data', status: 'clear', headline: '', details: [] },
      { kind: 'data-quality', status: 'clear', headline: '', details: [] },
      { kind: 'drift', status: 'clear', headline: '', details: [] },
    ]);
  });

  it('needs as many rows as the monitor file says, and one at least', () => {
    expect(concludeFromData(factsOf({ rows: 200 })).dataMatches).toBe('yes');
    expect(concludeFromData(factsOf({ rows: 1, minimumRows: 0 })).dataMatches).toBe('yes');
    expect(statuses(concludeFromData(factsOf({ rows: 0, minimumRows: 0 })))).toContain('drift unknown');
  });
});

describe('a window with too few rows', () => {
  it.each([
    [199, '199 rows are too few to judge, 1,200 are needed'],
    [1, '1 row is too few to judge, 1,200 are needed'],
  ])('of %i says so, and opens and ends no incident but that of missing data', (rows, reason) => {
    const found = concludeFromData(factsOf({ rows, minimumRows: 1200, drift: driftOf('price') }));
    expect(found).toMatchObject({ dataMatches: 'unknown', nextStep: 'continue', reasons: [reason] });
    expect(statuses(found)).toEqual(['no-data clear', 'data-quality unknown', 'drift unknown']);
  });
});

describe('a window without rows', () => {
  it('is a fault where data is expected', () => {
    const found = concludeFromData(factsOf({ rows: 0 }));
    const reasons = ['no data was captured in the window', STOPPED];
    expect(found).toMatchObject({ dataMatches: 'unknown', nextStep: 'alert', reasons });
    expect(found.signals[0]).toEqual({
      kind: 'no-data',
      status: 'breach',
      headline: 'no data was captured in the window',
      details: [STOPPED],
    });
    expect(statuses(found)).toEqual(['no-data breach', 'data-quality unknown', 'drift unknown']);
  });

  it('says what was found instead of rows', () => {
    const facts = factsOf({ rows: 0, absence: '3 files without a record' });
    expect(concludeFromData(facts).reasons[0]).toBe('no data was captured: 3 files without a record');
    expect(signalOf(facts, 'no-data').headline).toBe('no data was captured: 3 files without a record');
  });

  it.each([
    ['a person runs the check, who sees it', { byHand: true }, 'alert'],
    ['no data is expected', { expectData: false }, 'continue'],
  ] as const)('opens no incident where %s', (_name, changes, nextStep) => {
    const found = concludeFromData(factsOf({ rows: 0, ...changes }));
    expect(found).toMatchObject({ nextStep, reasons: ['no data was captured in the window'] });
    expect(found.signals[0]).toEqual({ kind: 'no-data', status: 'unknown', headline: '', details: [] });
  });

  it('reads the same in an accuracy check', () => {
    const { nextStep, reasons } = concludeFromData(factsOf({ rows: 0 }));
    expect(concludeFromAbsence(factsOf({ rows: 0 }))).toEqual({ nextStep, reasons });
  });

  it('has broken data, not missing data, where what was captured cannot be read', () => {
    const found = concludeFromData(factsOf({ rows: 0, quality: [findingOf(1, 'no record can be read')] }));
    expect(found).toMatchObject({ dataMatches: 'no', nextStep: 'fix-data', reasons: ['no record can be read'] });
    expect(statuses(found)).toEqual(['no-data unknown', 'data-quality breach', 'drift unknown']);
  });
});

describe('broken data', () => {
  it('has to be fixed first: drift beside it is among the reasons and opens no incident', () => {
    const found = concludeFromData(factsOf({ quality: [findingOf(0.4, 'broken')], drift: driftOf('price') }));
    expect(found).toMatchObject({ dataMatches: 'no', nextStep: 'fix-data', reasons: ['broken', driftLine('price')] });
    expect(statuses(found)).toEqual(['no-data clear', 'data-quality breach', 'drift unknown']);
  });

  it('of one column is a headline, of several a headline and a list', () => {
    const one = signalOf(factsOf({ quality: [findingOf(0.4, 'a')] }), 'data-quality');
    expect([one.headline, one.details]).toEqual(['a', []]);
    const three = signalOf(factsOf({ quality: ['a', 'b', 'c'].map((text) => findingOf(0.4, text)) }), 'data-quality');
    expect([three.headline, three.details]).toEqual(['a (and 2 more)', ['a', 'b', 'c']]);
  });

  it('of many columns names the first ten', () => {
    const quality = Array.from({ length: 14 }, (_, i) => findingOf(0.4, `column ${i}`));
    const { headline, details } = signalOf(factsOf({ quality }), 'data-quality');
    expect(headline).toBe('column 0 (and 13 more)');
    expect(details).toEqual(quality.slice(0, 10).map(({ message }) => message));
  });
});

describe('data that is not yet back to normal', () => {
  // Halfway from 0.02 to the limit of 0.1 is 0.06.
  it.each([
    ['more than halfway to the limit', { value: 0.061 }, true],
    ['halfway', { value: 0.06 }, false],
    ['more than halfway from nothing, without a baseline', { value: 0.051, baseline: null }, true],
    ['fewer rows than twice those of a breach', { check: 'row_count', value: 0.39, baseline: null, limit: 0.2 }, true],
    ['more of them', { check: 'row_count', value: 0.4, baseline: null, limit: 0.2 }, false],
    [
      'more rows than usual, which are never a breach',
      { check: 'row_count', value: 9, baseline: null, limit: null },
      false,
    ],
    ['half of the limit, without a baseline', { value: 0.05, baseline: null }, false],
    ['no value', { value: null }, false],
    ['no limit', { value: 0.9, limit: null }, false],
    ['a factor', { value: 0.09, check: 'scale_change' }, false],
    ['a column too many', { value: 1, limit: 1, baseline: 0, check: 'extra_column' }, false],
    ['a column too few', { value: 1, limit: 1, baseline: 0, check: 'missing_column' }, false],
  ])('keeps an incident open: %s', (_name, changes, isKept) => {
    const signal = signalOf(factsOf({ quality: [{ ...findingOf(0.05), ...changes }] }), 'data-quality');
    expect(signal).toEqual(
      isKept
        ? {
            kind: 'data-quality',
            status: 'unknown',
            headline: 'not back to normal: 0.05 are missing',
            details: [],
            notBack: true,
          }
        : { kind: 'data-quality', status: 'clear', headline: '', details: [] },
    );
  });

  it('names the first ten columns', () => {
    const quality = Array.from({ length: 12 }, (_, i) => findingOf(0.09, `column ${i}`));
    const { headline, details } = signalOf(factsOf({ quality }), 'data-quality');
    expect(headline).toBe('not back to normal: column 0 (and 11 more)');
    expect(details).toEqual(quality.slice(0, 10).map(({ message }) => message));
  });

  it('is no matter where other data is broken, or rows are too few', () => {
    const broken = signalOf(factsOf({ quality: [findingOf(0.09), findingOf(0.4, 'broken')] }), 'data-quality');
    expect([broken.status, broken.headline, broken.notBack]).toEqual(['breach', 'broken', undefined]);
    const few = signalOf(factsOf({ rows: 199, quality: [findingOf(0.09)] }), 'data-quality');
    expect([few.status, few.notBack]).toEqual(['unknown', undefined]);
  });
});

describe('drift', () => {
  it('is an alert that names the columns, the answers of the model as such', () => {
    const found = concludeFromData(factsOf({ drift: driftOf('price', 'age'), predictionDrift: driftOf('score') }));
    const lines = [driftLine('price'), driftLine('age'), `the model's answers: ${driftLine('score')}`];
    expect(found).toMatchObject({ dataMatches: 'no', nextStep: 'alert', reasons: lines });
    expect(found.signals[2]).toEqual({
      kind: 'drift',
      status: 'breach',
      headline: `${driftLine('price')} (and 2 more)`,
      details: lines,
    });
    expect(statuses(found)).toEqual(['no-data clear', 'data-quality clear', 'drift breach']);
  });

  it('of one column is a headline, whose limit follows where the headline leaves it out', () => {
    const plain = signalOf(factsOf({ drift: driftOf('price') }), 'drift');
    expect([plain.headline, plain.details]).toEqual([driftLine('price'), []]);
    const drift = driftOf('price');
    const shift = { kind: 'location', effect: 0.31, windows: 1, limit: 0.16, pValue: 0.004, since: null };
    const [feature] = drift.features;
    const features = [{ ...feature, shift: { ...shift, limitSource: 'material', historyWindows: 0 } }] as Feature[];
    const moved = signalOf(factsOf({ drift: { ...drift, features } }), 'drift');
    expect([moved.headline, moved.details]).toEqual([
      'price drifted: 0.31 standard deviations higher',
      [
        'price drifted: 0.31 standard deviations higher in normal scores (limit 0.16 standard deviations: smaller shifts do not matter), p 0.004',
      ],
    ]);
  });

  it('of a window whose model was replaced is no alert, but broken and missing data are', () => {
    const replaced = 'the model of this window is no longer deployed';
    const verdictOf = (changes: Parameters<typeof factsOf>[0]) => {
      const { signals: _, findings: __, ...verdict } = concludeFromData(factsOf(changes));
      expect(withoutReplacedModel(concludeFromData(factsOf(changes)), null)).toEqual(verdict);
      return withoutReplacedModel(concludeFromData(factsOf(changes)), replaced);
    };
    const reasons = [replaced, driftLine('price')];
    expect(verdictOf({ drift: driftOf('price') })).toEqual({ dataMatches: 'no', nextStep: 'continue', reasons });
    expect(verdictOf({})).toEqual({ dataMatches: 'yes', nextStep: 'continue', reasons: [] });
    const quality = [findingOf(0.4, 'broken')];
    expect(verdictOf({ quality })).toEqual({ dataMatches: 'no', nextStep: 'fix-data', reasons: ['broken'] });
    expect(verdictOf({ rows: 0, expectData: true })).toMatchObject({ dataMatches: 'unknown', nextStep: 'alert' });
  });
});
