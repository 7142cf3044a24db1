import { describe, expect, it } from 'vitest';
import { answerDay, every3rd, good } from './answers.ts';
import { labelDay, openDepot, type Parcel } from './parcels.ts';
import { dayName } from './story-fixture.ts';

describe('an answer that is not where the monitor says', () => {
  const named = (prediction: string) =>
    `{ uri: captures, features: [weight, distance, depot], prediction: ${prediction} }`;

  const ELSEWHERE: [string, prediction: string, (parcel: Parcel) => string, string][] = [
    [
      'a key in place of a position',
      '{ score: 0 }',
      ({ score }) => JSON.stringify({ score }),
      'the answers have the key "score": write prediction.score: score',
    ],
    [
      'a key inside of predictions',
      '{ score: 0 }',
      good,
      'the answers have the key "score": write prediction.score: score',
    ],
    [
      'one number among other things',
      '{ score: 0 }',
      ({ score }) => JSON.stringify({ predictions: [{ model: 'v1', 'p late': score, note: null }] }),
      'the answers have the keys "model", "p late", "note": write prediction.score: "p late"',
    ],
    [
      'two numbers',
      '{ score: 0 }',
      ({ score }) => JSON.stringify({ predictions: [{ no: 1 - score, yes: score }] }),
      'the answers have the keys "no", "yes": prediction.score can name one',
    ],
    [
      'another key',
      '{ score: p }',
      ({ score }) => JSON.stringify({ predictions: [{ score }] }),
      'the answers have the key "score": write prediction.score: score',
    ],
    [
      'hostile keys',
      '{ score: 0 }',
      ({ score }) => `{"predictions":[{"__proto__":"x","\\u001b[31m<b>":${score}}]}`,
      'the answers have the keys "__proto__", "\\u{1b}[31m<b>": write prediction.score: "[\\\\]u{1b}[31m<b>"',
    ],
    [
      'a list in place of a key',
      '{ score: score }',
      ({ score }) => JSON.stringify([[score]]),
      'the answers have no keys: write prediction.score: 0, or another position',
    ],
  ];

  it.each(ELSEWHERE)(
    'is named by both checks, with the setting to write: %s',
    async (_name, prediction, respond, said) => {
      const fixture = await openDepot({ capture: named(prediction) });
      labelDay(fixture, 0, answerDay(fixture, respond), { wrong: 0 });

      const drift = await fixture.checkDrift(0);
      const accuracy = await fixture.checkAccuracy(0);

      expect(drift.verdict).toMatchObject({
        nextStep: 'fix-data',
        reasons: [`the model's answer score: no record has it where capture.prediction says; ${said}`],
      });
      expect(accuracy.verdict).toMatchObject({
        nextStep: 'fix-data',
        reasons: [`no row can be measured: all 400 answers are missing; ${said}`],
      });
      const page = await fixture.store.get(`story/checks/accuracy/${dayName(0)}/report.html`);
      expect(new TextDecoder().decode(page!.bytes)).not.toContain('<b>":');
    },
  );

  it('is without a list of keys where some record has the answer', async () => {
    const fixture = await openDepot({ capture: named('{ score: score }') });
    labelDay(fixture, 0, answerDay(fixture, every3rd('{"error": "out of memory", "code": 137}')), { wrong: 0 });

    const { verdict } = await fixture.checkAccuracy(0);

    expect(verdict.reasons).toEqual([
      '134 of 400 answers are missing; performance is that of the other 266 rows, and not compared',
    ]);
  });
});
