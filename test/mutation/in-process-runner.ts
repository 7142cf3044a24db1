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
  /** The tests of the files that were imported. */
  readonly #tests = new Map<string, readonly CollectedTest[]>();
  #durations: Readonly<Record<string, number>> | null = null;

  constructor(options: StrykerOptions) {
    this.#options = options['inProcess'] as InProcessOptions;
    const globals = globalThis as { __stryker__?: InstrumenterContext };
    globals.__stryker__ ??= {};
    this.#context = globals.__stryker__;
  }

  capabilities() {
    return { reloadEnvironment: false };
  }

  /**
   * Imports the tests before the first run is timed: each change is then given up after the time of the tests, without the imports. A
   * process that takes over from one that did not end imports what it needs.
   */
  async init(): Promise<void> {
    replaceModules();
    // One counterexample shows that a change is found; a smaller one would take many more runs.
    fc.configureGlobal({ seed: 1, endOnFailure: true });
    if (!existsSync(DURATIONS)) await this.#load(this.#files());
  }

  async dryRun(_: DryRunOptions): Promise<DryRunResult> {
    const tests = await this.#load(this.#files());
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
    const tests = await this.#load(testFilter === undefined ? this.#files() : filesOf(testFilter));
    this.#context.activeMutant = activeMutant.id;
    this.#context.hitCount = 0;
    if (hitLimit !== undefined) this.#context.hitLimit = hitLimit / STRICTER;
    try {
      return toMutantRunResult(await this.#runUntilFailure(tests, testFilter), false);
    } finally {
      delete this.#context.activeMutant;
      delete this.#context.hitCount;
      delete this.#context.hitLimit;
    }
  }

  async #runUntilFailure(
    tests: readonly CollectedTest[],
    filter: readonly string[] | undefined,
  ): Promise<DryRunResult> {
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

  /** Files with tests, in order. Those that are left out as a whole are not imported: many compute their samples at import. */
  #files(): string[] {
    const { tests: folder, without } = this.#options;
    return globSync('**/*.test.ts', { cwd: folder })
      .filter((name) => !/\.(slow|simulation)\.test\.ts$/.test(name) && !without.some((part) => name.includes(part)))
      .sort();
  }

  /** Imports test files, each once in a process. @returns Their tests, those that take the least time first */
  async #load(files: Iterable<string>): Promise<readonly CollectedTest[]> {
    const { tests: folder, without } = this.#options;
    this.#durations ??= existsSync(DURATIONS) ? JSON.parse(readFileSync(DURATIONS, 'utf8')) : {};
    const found: CollectedTest[] = [];
    for (const name of files) {
      let tests = this.#tests.get(name);
      if (tests === undefined) {
        const collected = await collect(pathToFileURL(resolve(folder, name)).href, name);
        tests = collected.filter(({ id }) => !without.some((part) => id.includes(part)));
        this.#tests.set(name, tests);
      }
      found.push(...tests);
    }
    const timeOf = ({ id }: CollectedTest) => this.#durations?.[id] ?? 0;
    return found.sort((a, b) => timeOf(a) - timeOf(b));
  }
}

/** The files of tests, which their names begin with. */
function filesOf(ids: readonly string[]): Set<string> {
  const end = '.test.ts';
  return new Set(ids.map((id) => id.slice(0, id.indexOf(end) + end.length)).sort());
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
