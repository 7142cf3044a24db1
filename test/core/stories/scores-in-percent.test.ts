import { describe, expect, it } from 'vitest';
import { answerDay, CAPTURE, good } from './answers.ts';
import { labelDay, openDepot, type Parcel } from './parcels.ts';
import { dayName } from './story-fixture.ts';

describe('scores a hundred times too large', () => {
  const percent = ({ score }: Parcel) => JSON.stringify({ predictions: [{ score: 100 * score }] });
  const tell =
    /^the model's answer score: \d+(\.\d)? % are outside the baseline's range, and not between 0 and 1 \(.*\)/;

  /** A baseline, a quiet day 0 and a day 1 whose answers are `respond`'s; every label is what the score says. */
  async function openDays(respond: (parcel: Parcel, row: number) => string, performance: string) {
    const fixture = await openDepot({ capture: CAPTURE, performance });
    const parcels = answerDay(fixture, respond);
    return { fixture, parcels };
  }

  it('rank as before, and the accuracy check agrees with the drift check that the answers are broken', async () => {
    const performance = '{ primaryMetric: roc_auc, alert: [roc_auc < 0.6], retrain: [roc_auc < 0.6] }';
    const { fixture, parcels } = await openDays(percent, performance);
    labelDay(fixture, 0, parcels, { wrong: 20 });

    const drift = await fixture.checkDrift(0);
    const accuracy = await fixture.checkAccuracy(0);

    expect(drift.verdict.nextStep).toBe('fix-data');
    expect(accuracy.verdict.nextStep).toBe('fix-data');
    expect(accuracy.verdict.dataMatches).toBe('no');
    expect(accuracy.verdict.reasons[0]).toMatch(tell);
    expect(accuracy.verdict.reasons[0]).toBe(drift.verdict.reasons[0]);
    expect(accuracy.verdict.reasons[1]).toBe('performance is measured on broken answers, and not compared');
    // 20 of 400 labels contradict the score: the ranking is as good as ever.
    expect(accuracy.performance!.metrics.roc_auc!.value).toBeGreaterThan(0.9);
    expect(accuracy.verdict.performance).toMatchObject({ comparedWithBaseline: 'unknown', rows: 400 });
    expect(accuracy.limits.map(({ purpose, met }) => [purpose, met])).toEqual([
      ['alert', null],
      ['retrain', null],
    ]);
    expect(fixture.alertsSent()).toEqual([`data-quality open ${dayName(0)}`]);
  });

  it('are found by the accuracy check alone, and make no retraining', async () => {
    const performance = '{ primaryMetric: accuracy, alert: [accuracy < 0.6], retrain: [accuracy < 0.6] }';
    const { fixture, parcels } = await openDays(percent, performance);
    labelDay(fixture, 0, parcels, { wrong: 0 });

    const { verdict, limits } = await fixture.checkAccuracy(0);

    // From 0.01 on every score is at least the threshold: half of the parcels are called late for nothing.
    expect(verdict.performance).toMatchObject({ comparedWithBaseline: 'worse' });
    expect(verdict.performance.value).toBeLessThan(0.6);
    expect(verdict.nextStep).toBe('fix-data');
    expect(verdict.reasons[0]).toMatch(tell);
    expect(limits.map(({ purpose, met }) => [purpose, met])).toEqual([
      ['alert', true],
      ['retrain', null],
    ]);
    expect((await fixture.state()).retraining).toBeNull();
  });

  it('are reported once, beside missing answers', async () => {
    const { fixture, parcels } = await openDays(
      (parcel, row) => (row % 2 === 0 ? '{"predictions":[{"score":null}]}' : percent(parcel)),
      '{ primaryMetric: roc_auc }',
    );
    labelDay(fixture, 0, parcels, { wrong: 10 });

    const { verdict } = await fixture.checkAccuracy(0);

    expect(verdict.nextStep).toBe('fix-data');
    expect(verdict.reasons).toEqual([
      expect.stringMatching(tell),
      '200 of 400 answers are missing; performance is that of the other 200 rows, and not compared',
    ]);
  });

  it('wait for labels, as other answers do', async () => {
    const { fixture, parcels } = await openDays(percent, '{ primaryMetric: roc_auc }');
    labelDay(fixture, 0, parcels, { wrong: 1, to: 20 });

    const { verdict } = await fixture.checkAccuracy(0);

    expect(verdict).toMatchObject({ nextStep: 'wait-for-labels', performance: { comparedWithBaseline: 'unknown' } });
  });

  it('of one answer in four hundred change nothing', async () => {
    const { fixture, parcels } = await openDays(
      (parcel, row) => (row === 5 ? percent({ ...parcel, score: 0.5 }) : good(parcel)),
      '{ primaryMetric: roc_auc }',
    );
    labelDay(fixture, 0, parcels, { wrong: 20 });

    const drift = await fixture.checkDrift(0);
    const { verdict } = await fixture.checkAccuracy(0);

    expect([drift.verdict.nextStep, verdict.nextStep]).toEqual(['continue', 'continue']);
    expect(verdict.performance.comparedWithBaseline).toBe('same');
  });
});
