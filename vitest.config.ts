import { join } from 'node:path';
import { configDefaults, defineConfig } from 'vitest/config';
import { LongestFirst } from './test/longest-first.ts';

// Programs that tests start are the sources: read anew each time, a short command takes twice as long. Coverage would be less exact.
if (!process.argv.includes('--coverage'))
  process.env.NODE_COMPILE_CACHE ??= join(import.meta.dirname, 'node_modules/.cache/compiled');

const TESTS = '**/*.test.ts';
/** Every crash, every missing permission, thousands of simulated windows: a minute each. CI runs them too. */
const SLOW = '**/*.slow.test.ts';
/** Minutes to hours each. */
const SIMULATIONS = '**/*.simulation.test.ts';

/** They open pages in Chromium. */
const BROWSER = '**/*.browser.test.ts';

/** They play the whole demo first. */
const DEMO = '**/*.demo.test.ts';

const USUAL = { include: [TESTS], exclude: [SLOW, SIMULATIONS, BROWSER, DEMO] };

/** The tests of each `--mode`. Without one, Vitest's is `test`: all but the slow tests and the simulations. */
const MODES: Readonly<Record<string, { readonly include: string[]; readonly exclude: string[] }>> = {
  test: USUAL,
  // The modes in which knip loads this file.
  development: USUAL,
  production: USUAL,
  slow: { include: [SLOW], exclude: [] },
  // The slow tests, with every single case of what they otherwise try on a part of the cases.
  exhaustive: { include: [SLOW], exclude: [] },
  simulations: { include: [SIMULATIONS], exclude: [] },
  browser: { include: [BROWSER], exclude: [] },
  demo: { include: [DEMO], exclude: [] },
  all: { include: [TESTS], exclude: [SIMULATIONS, BROWSER, DEMO] },
};

/**
 * Every App of a test would otherwise note where each construct was made, and check its template by rules that only warn: a third of
 * the time of the tests in test/lib.
 */
const CDK = {
  CDK_VALIDATION: 'false',
  CDK_CONTEXT_JSON: JSON.stringify({
    'aws:cdk:disable-stack-trace': true,
    'aws:cdk:disable-creation-stack-traces': true,
  }),
};

export default defineConfig(({ mode }) => {
  if (!Object.hasOwn(MODES, mode)) {
    throw new RangeError(`there is no mode ${JSON.stringify(mode)}; there are ${Object.keys(MODES).join(', ')}`);
  }
  const { include, exclude } = MODES[mode];
  return {
    test: {
      dir: 'test',
      include,
      exclude: [...configDefaults.exclude, ...exclude],
      setupFiles: ['test/setup.ts'],
      // Files share a process, which imports each module once. Otherwise, small files spend half of their time on imports.
      // Tests therefore undo their changes to the process.
      isolate: false,
      // Node reads the sources itself, as it does everywhere else; what Vite would make of them takes a tenth longer.
      experimental: { viteModuleRunner: false, nodeLoader: false },
      // Not one less than there are cores: on two, half of the time would be lost.
      maxWorkers: '100%',
      env: mode === 'exhaustive' ? { ...CDK, EXHAUSTIVE: 'true' } : CDK,
      sequence: { sequencer: LongestFirst },
      // Properties and simulations take as long as they take: no test is timed, so this bound only ends a hang.
      testTimeout: 240_000,
      hookTimeout: 120_000,
      coverage: {
        provider: 'v8',
        include: ['bin/**/*.ts', 'lambdas/**/*.ts', 'lib/**/*.ts'],
        reporter: ['text-summary', 'html'],
      },
    },
  };
});
