import { describe } from 'vitest';
import { testFailures } from './retraining-failures.ts';

describe('a retraining, deployed, where', () => testFailures(1));
