import { describe, expect, it } from 'vitest';
import { labelDay, openDepot, type Parcel, serveDay, writeTraining } from './parcels.ts';
import { dayName, morningAfter } from './story-fixture.ts';

const heavier = (parcel: Parcel): Parcel => ({ ...parcel, weight: Number(parcel.weight) + 4 });

describe('data that always matches the baseline', () => {
  it('never alerts in 60 windows: data yes, next step continue, every day', async () => {
    const fixture = await openDepot({ performance: '{ alert: [accuracy < 0.85], retrain: [accuracy <= 0.85] }' });

    const verdicts = [];
    for (let day = 0; day < 60; day++) {
      const parcels = serveDay(fixture, day);
      labelDay(fixture, day, parcels, { wrong: 20 });
      const drift = await fixture.checkDrift(day);
      const accuracy = await fixture.checkAccuracy(day);
      verdicts.push([drift, accuracy].map(({ verdict }) => `${verdict.dataMatches} ${verdict.nextStep}`).join(', '));
    }

    expect(new Set(verdicts)).toEqual(new Set(['yes continue, yes continue']));
    expect(verdicts).toHaveLength(60);
    expect(fixture.alerts).toEqual([]);
    const { incidents, retraining, outbox } = await fixture.state();
    expect({ incidents, retraining, outbox }).toEqual({ incidents: [], retraining: null, outbox: [] });
  });
});

describe('one feature drifts', () => {
  it('opens once, is repeated after repeatEvery, and recovers once', async () => {
    const fixture = await openDepot({ alerts: '{ repeatEvery: P2D, runbook: "https://example.com/parcels" }' });

    const steps = [];
    for (let day = 0; day < 8; day++) {
      serveDay(fixture, day, day >= 2 && day < 6 ? heavier : undefined);
      const { verdict } = await fixture.checkDrift(day);
      steps.push(`${verdict.dataMatches} ${verdict.nextStep}`);
    }

    expect(steps).toEqual([
      'yes continue',
      'yes continue',
      'no alert',
      'no alert',
      'no alert',
      'no alert',
      'yes continue',
      'yes continue',
    ]);
    // Day 3 comes a day after the first message, day 4 two: only then is the alert repeated. Day 5 is one after that.
    expect(fixture.alertsSent()).toEqual([
      `drift open ${dayName(2)}`,
      `drift still open ${dayName(4)}`,
      `drift recovered ${dayName(6)}`,
    ]);
    expect(new Set(fixture.alerts.map(({ dedupeKey }) => dedupeKey)).size).toBe(3);
    expect(fixture.alerts.map(({ since }) => since)).toEqual([dayName(2), dayName(2), dayName(2)]);
    expect(fixture.alerts.map(({ severity }) => severity)).toEqual(['warning', 'warning', 'info']);
  });

  it('names the feature, how far it moved, and where to look', async () => {
    const fixture = await openDepot({ alerts: '{ runbook: "https://example.com/parcels" }' });
    serveDay(fixture, 0, heavier);

    const { drift, verdict } = await fixture.checkDrift(0);

    // A shift of 4 kilograms is 0.8 standard deviations; the sample's own mean differs by about 5 / sqrt(400).
    const weight = drift!.features.find(({ name }) => name === 'weight')!;
    expect(weight.distance).toBeGreaterThan(0.65);
    expect(weight.distance).toBeLessThan(0.95);
    expect(drift!.ranking).toEqual(['weight']);
    expect(drift!.driftedShare).toBeCloseTo(1 / 3, 12);
    expect(verdict.reasons[0]).toMatch(
      /^weight drifted: mean [\d.]+, [\d.]+ in the baseline: 0\.[789]\d* standard deviations higher \(normal scores: 0\.[789]\d*, limit 0\.\d+: usual movement is not known yet\), p /,
    );
    const [alert] = fixture.alerts;
    expect(alert.title).toMatch(/^\[OPEN warning\] story: weight drifted: mean [\d.]+, [\d.]+ in the baseline$/);
    expect(alert.links).toEqual({
      report: `story/checks/drift/${dayName(0)}/report.html`,
      runbook: 'https://example.com/parcels',
    });
    expect(alert.resultKey).toBe(`story/checks/drift/${dayName(0)}/result.json`);
    expect(alert.text).toContain('https://example.com/parcels');
    expect(alert.text).toContain(`New in window ${dayName(0)}.`);
  });

  it('ranks features by effect times importance', async () => {
    const further = (parcel: Parcel): Parcel => ({ ...heavier(parcel), distance: 30 + Number(parcel.distance) * 0.7 });
    const plain = await openDepot();
    const weighted = await openDepot({ drift: '{ importance: { distance: 10 } }' });
    for (const fixture of [plain, weighted]) serveDay(fixture, 0, further);

    const rankings = [];
    for (const fixture of [plain, weighted]) rankings.push((await fixture.checkDrift(0)).drift!.ranking);

    // Weight moves by 0.8 standard deviations, distance by 15 kilometres of 28.9: 0.52.
    expect(rankings).toEqual([
      ['weight', 'distance'],
      ['distance', 'weight'],
    ]);
    expect(plain.alerts[0].title).toContain('weight drifted');
    expect(plain.alerts[0].title).toContain('and 1 more');
    expect(weighted.alerts[0].title).toContain('distance drifted');
  });

  it('reports that the answers drifted though no feature did', async () => {
    const fixture = await openDepot();
    serveDay(fixture, 0, (parcel) => ({ ...parcel, score: parcel.score / 2 }));

    const { drift, predictionDrift, verdict } = await fixture.checkDrift(0);

    expect(drift!.drifted).toBe(0);
    expect(predictionDrift!.ranking).toEqual(['score']);
    expect(verdict).toMatchObject({ dataMatches: 'no', nextStep: 'alert' });
    expect(fixture.alerts[0].title).toContain("the model's answers: score drifted");
  });

  it('keeps the incident when a baseline is built on the new data, until a window matches it', async () => {
    const fixture = await openDepot();
    const parcels = serveDay(fixture, 0, heavier);
    await fixture.checkDrift(0);
    writeTraining(fixture, parcels);
    await fixture.buildBaseline(morningAfter(0) + 1000);
    serveDay(fixture, 1, heavier);

    const { verdict } = await fixture.checkDrift(1);

    expect(verdict).toMatchObject({ dataMatches: 'yes', nextStep: 'continue' });
    expect(fixture.alertsSent()).toEqual([`drift open ${dayName(0)}`, `drift recovered ${dayName(1)}`]);
  });
});
