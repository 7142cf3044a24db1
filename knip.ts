import type { KnipConfig } from 'knip';

/**
 * What nothing uses: files, exports, dependencies. `--production` looks without the tests, so that code which only tests use
 * is found too; there an export that its own file uses may be one for the sake of a test.
 */
const config: KnipConfig = {
  entry: [
    'bin/{app,bundle,driftwarden,write-schemas,write-tables}.ts!',
    'lambdas/*/handler.ts!',
    'lambdas/runtime/replaced/*.ts!',
    'bench/{account,intervals,limits,profiling,reading,tables}.ts!',
    'simulate/{run,kept-states/*,programs/score,programs/train}.ts!',
    'demo/{run,score,train}.ts!',
    'test/**/*.test.ts',
    'test/adapters/local/increment-worker.ts',
  ],
  project: ['{bin,lambdas,lib,bench,simulate,demo}/**/*.{ts,js}!', 'test/**/*.ts'],
  // Stryker loads the one by its name; people run the other.
  ignoreDependencies: ['@stryker-mutator/vitest-runner', 'aws-cdk'],
  ignoreExportsUsedInFile: process.argv.includes('--production') || { interface: true, type: true },
};

export default config;
