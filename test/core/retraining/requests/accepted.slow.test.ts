import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  TRAINING_INSTANCE_TYPES,
  TRANSFORM_INSTANCE_TYPES,
} from '../../../../lambdas/core/monitor/schema/instance-types.ts';

import { KEY, problemsOf, refused } from './requests-of-files.ts';

describe('a monitor file that is accepted', () => {
  const text = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 12 }),
    fc.constantFrom('', ' ', 'a b', 'x\ny', 'é', '\u2028', '\u{1f600}', 'ml.m5.xlarge', 'ml.m6i.large', 'ml.p9.large'),
    fc.string({ minLength: 250, maxLength: 260 }),
    fc.string({ minLength: 1020, maxLength: 1030 }),
    fc.string({ minLength: 2495, maxLength: 2505 }),
  );
  const dictionary = fc.dictionary(text, text, { maxKeys: 3 });
  const instanceType = fc.oneof(fc.constantFrom(...TRAINING_INSTANCE_TYPES, ...TRANSFORM_INSTANCE_TYPES), text);
  const pick = (section: string, key: string, value: fc.Arbitrary<unknown>) =>
    fc.record({ section: fc.constant(section), key: fc.constant(key), value });
  // One value at a time, so that most files are refused for it alone or not at all.
  const one = fc.oneof(
    pick('trainingJob', 'image', text),
    pick('trainingJob', 'instanceType', instanceType),
    pick('trainingJob', 'instanceCount', fc.integer({ min: -1, max: 9 })),
    pick(
      'trainingJob',
      'volumeKey',
      fc.oneof(fc.constant(KEY), fc.constantFrom(`${KEY}/`, `${KEY} `, 'alias/a'), text),
    ),
    pick('trainingJob', 'maxRuntime', fc.constantFrom('PT1S', 'PT0.5S', 'P28D', 'P29D', 'P1000D')),
    pick('trainingJob', 'hyperParameters', dictionary),
    pick('scoring', 'image', text),
    pick('scoring', 'instanceType', instanceType),
    pick('scoring', 'environment', dictionary),
    pick('deploy', 'bake', fc.constantFrom('PT0S', 'PT1H', 'PT61M', 'PT10M')),
    pick('deploy', 'alarms', fc.array(text, { maxLength: 11 })),
  );

  it('makes no request that SageMaker refuses', () => {
    const counts = { accepted: 0, refused: 0 };
    fc.assert(
      fc.property(one, text, text, ({ section, key, value }, model, reason) => {
        const file = { [section]: { [key]: value }, model };
        const isAccepted = problemsOf(file) === '';
        counts[isAccepted ? 'accepted' : 'refused']++;
        if (isAccepted) expect(refused(file, reason)).toEqual([]);
      }),
      { numRuns: 3000, seed: 1 },
    );
    expect(Math.min(counts.accepted, counts.refused)).toBeGreaterThan(500);
  });
});
