import { configDefaults, defineConfig } from 'vitest/config';

const SLOW = 'test/**/*.slow.test.ts';

/** `--mode slow` runs the large simulations, which take minutes; nothing else does. */
export default defineConfig(({ mode }) => ({
  test: {
    include: [mode === 'slow' ? SLOW : 'test/**/*.test.ts'],
    exclude: mode === 'slow' ? configDefaults.exclude : [...configDefaults.exclude, SLOW],
    setupFiles: ['test/setup.ts'],
    // Not one less than there are cores: on two, half of the time would be lost.
    maxWorkers: '100%',
    // Properties and simulations take as long as they take: no test is timed, so this bound only ends a hang.
    testTimeout: 240_000,
    hookTimeout: 120_000,
  },
}));
