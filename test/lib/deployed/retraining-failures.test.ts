import { describe } from 'vitest';
import { testFailures } from './retraining-failures.ts';

/** Every fourth case; the slow tests have all. */
describe('a retraining, deployed, where', () => testFailures(4));
