import { describe } from 'vitest';
import { testFailures } from './retraining-failures.ts';

/** Every eighth case; the slow tests have all. */
describe('a retraining, deployed, where', () => testFailures(8));
