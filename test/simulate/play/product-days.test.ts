import { expect, it } from 'vitest';
import type { Alert } from '../../../lambdas/core/alerts.ts';
import type { CheckResult } from '../../../lambdas/core/result/schema.ts';
import { DayRecorder } from '../../../simulate/play/outcome.ts';
import {
  ANY,
  DATA_QUALITY,
  DRIFT,
  DRIFT_OPENED,
  OTHER,
  recordProductDay,
} from '../../../simulate/play/product-days.ts';

interface Day {
  readonly drifted?: readonly string[];
  readonly answers?: readonly string[];
  readonly broken?: readonly string[];
  readonly sent?: readonly (readonly [Alert['kind'], Alert['state']])[];
}

/** The parts of a result and its messages that are recorded. */
function checked({ drifted = [], answers = [], broken = [], sent = [] }: Day) {
  const features = (names: readonly string[]) => ({ features: names.map((name) => ({ name, drifted: true })) });
  const quality = [...broken.map((feature) => ({ feature, breached: true })), { feature: 'f9', breached: false }];
  return {
    result: { drift: features(drifted), predictionDrift: features(answers), quality } as unknown as CheckResult,
    alerts: sent.map(([kind, state]) => ({ kind, state }) as Alert),
    changed: new Set(['f1', 'f9']),
  };
}

it('separates messages by kind, repetitions from first ones, and windows that are only flagged', () => {
  const days: Day[] = [
    {},
    { drifted: ['f0'], sent: [['drift', 'open']] },
    { drifted: ['f1'], sent: [['drift', 'still open']] },
    { answers: ['score'] },
    { sent: [['drift', 'recovered']] },
    { broken: ['f1'], sent: [['data-quality', 'open']] },
    { sent: [['no-data', 'open']] },
  ];
  const recorder = new DayRecorder(days.length);
  for (const [day, what] of days.entries()) recordProductDay(recorder, day, checked(what));

  const marks = Array.from(recorder.watchers, ([name, { alerts, flagged, found }]) => [
    name,
    alerts.join(''),
    flagged.join(''),
    found.join(''),
  ]);
  expect(marks).toEqual([
    [DRIFT, '0110000', '0111000', '0010000'],
    [DRIFT_OPENED, '0100000', '0111000', '0010000'],
    [DATA_QUALITY, '0000010', '0000010', '0000010'],
    [OTHER, '0000001', '0000001', '0000000'],
    [ANY, '0110011', '0111011', '0010010'],
  ]);
});
