import type { KnipConfig } from 'knip';

/**
 * Finds files, exports and dependencies that nothing uses. With `--production` it leaves out the tests, so that it finds
 * code that only tests use. It then accepts an export that its own file uses, which may be there for a test.
 */
const config: KnipConfig = {
  entry: [
    // What the npm package is built of, and who uses it.
    'package/{build,index,core,cdk,packed-bundles}.ts!',
    'examples/app.ts!',
    'bin/{app,bundle,driftwarden,write-completion,write-instance-types,write-keys,write-runbook,write-schemas,write-tables}.ts!',
    'lambdas/*/handler.ts!',
    'lambdas/runtime/replaced/*.ts!',
    'lambdas/adapters/threads/reader-thread.ts!',
    'bench/{account,backtest,cost,intervals,limits,parts,peers,profiling,reading,scale,tables}.ts!',
    'bench/reading/{duckdb,duckdb-join,naive,naive-join,profile,usage}.ts!',
    'simulate/{run,kept-states/*,programs/score,programs/train}.ts!',
    '{demo/{run,score,train,lesson/score,lesson/train},smoke/run}.ts!',
    'test/**/*.test.ts',
    'test/mutation/{run,in-process-runner}.ts',
    'test/adapters/local/increment-worker.ts',
    'test/adapters/threads/exit-at-once.ts',
    'test/bin/killed/stop-at.ts',
    'test/{demo/npx,documented/openssl}.ts',
    'test/package/project/{app,compare,documented}.ts',
  ],
  project: ['{bin,examples,package,lambdas,lib,bench,smoke,simulate,demo}/**/*.{ts,js}!', 'test/**/*.ts'],
  // `cdk` is run by hand, the others by a test of the npm package.
  ignoreDependencies: ['aws-cdk', '@arethetypeswrong/cli', 'publint'],
  // A person installs it, for `npm run lint:templates`.
  ignoreBinaries: ['cfn-lint'],
  ignoreExportsUsedInFile: process.argv.includes('--production') || { interface: true, type: true },
};

export default config;
