import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { InstrumenterContext, StrykerOptions } from '@stryker-mutator/api/core';
import { commonTokens, declareClassPlugin, PluginKind, tokens } from '@stryker-mutator/api/plugin';
import {
  type DryRunOptions,
  type DryRunResult,
  DryRunStatus,
  determineHitLimitReached,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
  TestStatus,
  toMutantRunResult,
} from '@stryker-mutator/api/test-runner';
import * as fc from 'fast-check';
import { type CollectedTest, collect } from './in-process-tests.ts';

export const RUNNER = 'in-process';

/** Options of a mutation run that Stryker does not know. */
export interface InProcessOptions {
  /** The folder with the tests. */
  readonly tests: string;
  /** Parts of names of tests that are left out; a name begins with that of the file. */
  readonly without: readonly string[];
}

/**
 * Stryker gives up a change after 100 times as many steps as in the first run: minutes in loops of numerics, after which it starts
 * another process. Five times as many are a loop without an end, or a defect of its own.
 */
const STRICTER = 20;

/** Where a worker leaves how long each test takes, so that the fast ones come first. */
const DURATIONS = 'mutation-durations.json';

/** Runs a room's tests in this process, again for each change; Stryker starts another process when one does not end. */
class InProcessRunner implements TestRunner {
  static readonly inject = tokens(commonTokens.options);
  readonly #options: InProcessOptions;
  readonly #context: InstrumenterContext;
  #tests: readonly CollectedTest[] | null = null;
  #durations: Readonly<Record<string, number>> = {};

  constructor(options: StrykerOptions) {
    this.#options = options['inProcess'] as InProcessOptions;
    const globals = globalThis as { __stryker__?: InstrumenterContext };
    globals.__stryker__ ??= {};
    this.#context = globals.__stryker__;
  }

  capabilities() {
    return { reloadEnvironment: false };
  }

  /** Imports the tests before the first run is timed: each change is then given up after the time of the tests, without the imports. */
  async init(): Promise<void> {
    await this.#load();
  }

  async dryRun(_: DryRunOptions): Promise<DryRunResult> {
    const tests = await this.#load();
    const results: TestResult[] = [];
    for (const test of tests) {
      this.#context.currentTestId = test.id;
      results.push(await resultOf(test));
    }
    delete this.#context.currentTestId;
    const durations = Object.fromEntries(results.map(({ id, timeSpentMs }) => [id, timeSpentMs]));
    writeFileSync(DURATIONS, JSON.stringify(durations));
    return {
      status: DryRunStatus.Complete,
      tests: results,
      mutantCoverage: this.#context.mutantCoverage ?? { static: {}, perTest: {} },
    };
  }

  async mutantRun({ testFilter, activeMutant, hitLimit }: MutantRunOptions): Promise<MutantRunResult> {
    this.#context.activeMutant = activeMutant.id;
    this.#context.hitCount = 0;
    if (hitLimit !== undefined) this.#context.hitLimit = hitLimit / STRICTER;
    try {
      return toMutantRunResult(await this.#runUntilFailure(testFilter), false);
    } finally {
      delete this.#context.activeMutant;
      delete this.#context.hitCount;
      delete this.#context.hitLimit;
    }
  }

  async #runUntilFailure(filter: readonly string[] | undefined): Promise<DryRunResult> {
    const tests = await this.#load();
    const wanted = filter && new Set(filter);
    const results: TestResult[] = [];
    for (const test of tests.filter(({ id }) => wanted?.has(id) ?? true)) {
      const result = await resultOf(test);
      results.push(result);
      const timeout = determineHitLimitReached(this.#context.hitCount, this.#context.hitLimit);
      if (timeout !== undefined) return timeout;
      if (result.status === TestStatus.Failed) break;
    }
    return { status: DryRunStatus.Complete, tests: results };
  }

  /** Imports the test files, once in a process. */
  async #load(): Promise<readonly CollectedTest[]> {
    if (this.#tests !== null) return this.#tests;
    if (existsSync(DURATIONS)) this.#durations = JSON.parse(readFileSync(DURATIONS, 'utf8'));
    replaceModules();
    // One counterexample shows that a change is found; a smaller one would take many more runs.
    fc.configureGlobal({ seed: 1, endOnFailure: true });
    const { tests: folder, without } = this.#options;
    const files = globSync('**/*.test.ts', { cwd: folder }).filter(
      (name) => !/\.(slow|simulation)\.test\.ts$/.test(name),
    );
    const collected: CollectedTest[] = [];
    // Files that are left out as a whole are not imported: many compute their samples at import.
    for (const name of files.sort().filter((name) => !without.some((part) => name.includes(part)))) {
      collected.push(...(await collect(pathToFileURL(resolve(folder, name)).href, name)));
    }
    const timeOf = ({ id }: CollectedTest) => this.#durations[id] ?? 0;
    const kept = collected.filter(({ id }) => !without.some((part) => id.includes(part)));
    this.#tests = kept.sort((a, b) => timeOf(a) - timeOf(b));
    return this.#tests;
  }
}

/** Vitest's place is taken by this folder's, and arquero's parser by what the functions are deployed with. */
function replaceModules(): void {
  const expressions = pathToFileURL(join(process.cwd(), 'lambdas/runtime/replaced/expressions.ts')).href;
  registerHooks({
    resolve(specifier, context, next) {
      if (specifier === 'vitest')
        return { url: new URL('in-process-tests.ts', import.meta.url).href, shortCircuit: true };
      if (specifier === 'acorn' && context.parentURL?.includes('/arquero/'))
        return { url: expressions, shortCircuit: true };
      return next(specifier, context);
    },
  });
}

async function resultOf(test: CollectedTest): Promise<TestResult> {
  const started = performance.now();
  const facts = () => ({ id: test.id, name: test.id, timeSpentMs: Math.round(performance.now() - started) });
  try {
    await test.run();
    return { ...facts(), status: TestStatus.Success };
  } catch (error) {
    return { ...facts(), status: TestStatus.Failed, failureMessage: String(error) };
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, RUNNER, InProcessRunner)];
