import { mergeConfig } from 'vitest/config';
import base from '../../vitest.config.ts';

/**
 * Tests that draw thousands of samples to see how often an interval holds the true value. Repeated for each change they
 * would take days, and a change that they find is found by the reference values too.
 */
const SAMPLED = ['**/performance/coverage.test.ts', '**/performance/needed-rows.test.ts'];

export default mergeConfig(base({ command: 'serve', mode: 'test' }), { test: { exclude: SAMPLED } });
