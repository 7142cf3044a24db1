import { describe, it } from 'vitest';
import { expectSameEnd } from './crashes.ts';

describe('a function of the retraining machine that dies', () => {
  it.each(['before', 'after'] as const)('%s any write or message has the same end and the same alerts', (moment) =>
    expectSameEnd(moment, 1),
  );
});
