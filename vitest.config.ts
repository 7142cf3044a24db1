import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/setup.ts'],
    // Not one less than there are cores: on two, half of the time would be lost.
    maxWorkers: '100%',
    // Properties and simulations take as long as they take: no test is timed, so this bound only ends a hang.
    testTimeout: 240_000,
    hookTimeout: 120_000,
  },
});
