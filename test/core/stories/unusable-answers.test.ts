import { describe, expect, it } from 'vitest';
import { checkText } from '../../../lambdas/core/report/check-text.ts';
import { answerDay, CAPTURE, every3rd } from './answers.ts';
import { labelDay, openDepot } from './parcels.ts';
import { DAY, dayName, FIRST_DAY } from './story-fixture.ts';

describe('labels of a model that answers with nothing usable', () => {
  it('leave no row to measure, and the check says why', async () => {
    const fixture = await openDepot({ capture: CAPTURE });
    const parcels = answerDay(fixture, () => '{"predictions": [{"score": NaN}]}');
    labelDay(fixture, 0, parcels, { wrong: 0 });

    const { verdict, performance, limits } = await fixture.checkAccuracy(0);

    expect(verdict).toMatchObject({ dataMatches: 'no', nextStep: 'fix-data' });
    expect(verdict.reasons).toEqual(['no row can be measured: all 400 answers are not a number']);
    expect(verdict.performance).toMatchObject({ value: null, comparedWithBaseline: 'unknown' });
    expect(performance!.leftOut).toEqual({
      rows: 400,
      labelled: 400,
      reasons: [{ part: 'answer', kind: 'nan', rows: 400, examples: [] }],
    });
    expect(limits).toEqual([]);
  });

  it('appear as one sentence and no table, on the page and in the terminal', async () => {
    const fixture = await openDepot({ capture: CAPTURE });
    const parcels = answerDay(fixture, () => '{"predictions": [{"score": NaN}]}');
    labelDay(fixture, 0, parcels, { wrong: 0 });

    const result = await fixture.checkAccuracy(0);

    const stored = await fixture.store.get(`story/checks/accuracy/${dayName(0)}/report.html`);
    const page = new TextDecoder().decode(stored!.bytes);
    expect(page).toContain('<p>No row can be measured: all 400 answers are not a number</p>');
    for (const text of [page, checkText(result)]) {
      expect(text).toContain('all 400 answers are not a number');
      expect(text).not.toMatch(/brier_score|95 % interval|actual \\ predicted/);
    }
  });

  it('and whose records cannot be read: the others are measured and not compared, and no limit clears', async () => {
    const fixture = await openDepot({
      capture: CAPTURE,
      performance: '{ primaryMetric: accuracy, alert: [accuracy < 0.5], retrain: [accuracy < 0.5] }',
    });
    const parcels = answerDay(fixture, every3rd('Traceback (most recent call last)'));
    labelDay(fixture, 0, parcels, { wrong: 0 });

    const { verdict, limits, labels } = await fixture.checkAccuracy(0);

    expect(labels).toMatchObject({ predictions: 266, labelled: 266 });
    expect(verdict.performance).toMatchObject({ value: 1, rows: 266, comparedWithBaseline: 'unknown' });
    expect(verdict.nextStep).toBe('fix-data');
    expect(verdict.reasons).toEqual([
      expect.stringMatching(
        /^134 of 400 captured records cannot be read: .*; performance is that of the other 266 rows, and not compared$/,
      ),
    ]);
    expect(limits.map(({ purpose, met }) => [purpose, met])).toEqual([
      ['alert', null],
      ['retrain', null],
    ]);
  });

  it('and of which no record can be read: that is why nothing is measured, not a lack of predictions', async () => {
    const fixture = await openDepot({ capture: CAPTURE });
    const parcels = answerDay(fixture, () => 'Traceback (most recent call last)');
    labelDay(fixture, 0, parcels, { wrong: 0 });

    const { verdict } = await fixture.checkAccuracy(0);

    expect(verdict.nextStep).toBe('fix-data');
    expect(verdict.reasons).toEqual([
      expect.stringMatching(/^no row can be measured: 400 of 400 captured records cannot be read: /),
    ]);
  });

  it('say how many answers the metric leaves out, and never "better"; no retraining follows', async () => {
    const fixture = await openDepot({
      capture: CAPTURE,
      performance: '{ primaryMetric: accuracy, alert: [accuracy < 0.99], retrain: [accuracy < 0.99] }',
    });
    // Every answer that there is, is right: better than the baseline's 95 %.
    const parcels = answerDay(fixture, every3rd('{"predictions": [{"score": NaN}]}'));
    labelDay(fixture, 0, parcels, { wrong: 0 });

    const better = await fixture.checkAccuracy(0);
    labelDay(fixture, 0, parcels, { wrong: 200, arrival: FIRST_DAY + 3 * DAY });
    const worse = await fixture.checkAccuracy(0, FIRST_DAY + 4 * DAY);

    const leftOut = '134 of 400 answers are not a number';
    expect(better.verdict.performance).toMatchObject({ value: 1, rows: 266, leftOut, comparedWithBaseline: 'unknown' });
    expect(better.verdict.nextStep).toBe('fix-data');
    expect(better.verdict.reasons).toEqual([`${leftOut}; performance is that of the other 266 rows, and not compared`]);
    // Bad answers to the others are bad all the same; training anew would not mend those that are missing.
    expect(worse.verdict.performance).toMatchObject({ comparedWithBaseline: 'worse', leftOut });
    expect(worse.verdict.nextStep).toBe('fix-data');
    expect(worse.limits.map(({ purpose, met }) => [purpose, met])).toEqual([
      ['alert', true],
      ['retrain', null],
    ]);
    const alert = fixture.alerts.find(({ kind }) => kind === 'performance')!;
    expect(alert.text).toContain(`left out: ${leftOut}`);
  });
});
