import { mergeConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';
import base from '../../vitest.config.ts';

/**
 * Tests that draw thousands of samples to see how often an interval holds the true value. Repeated for each change they
 * would take days, and a change that they find is found by the reference values too.
 */
const SAMPLED = ['**/performance/coverage.test.ts', '**/performance/needed-rows.test.ts'];

/** Takes seconds where other files take a tenth. A run ends with the first test that fails, so these come last. */
const SLOW = /laws|claim-periods/;

class FastFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.toSorted((a, b) => Number(SLOW.test(a.moduleId)) - Number(SLOW.test(b.moduleId)));
  }
}

export default mergeConfig(base({ command: 'serve', mode: 'test' }), {
  test: { exclude: SAMPLED, setupFiles: ['test/mutation/setup.ts'], sequence: { sequencer: FastFirst } },
});
