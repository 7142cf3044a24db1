import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as fc from 'fast-check';
import { afterAll } from 'vitest';

/** The same cases on every run; `FC_SEED=random` looks for new ones, `FC_SEED=<number>` repeats a run. */
const { FC_SEED = '20010201' } = process.env;
if (FC_SEED !== 'random') fc.configureGlobal({ seed: Number(FC_SEED) });

/**
 * The bundles of functions have no parser of arquero's table expressions. Neither has arquero in a test, so that every path that
 * is tested is one that a bundled function can take.
 */
const EXPRESSIONS = pathToFileURL(join(import.meta.dirname, '../lambdas/runtime/replaced/expressions.ts')).href;
const hooks = registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'acorn' && context.parentURL?.includes('/arquero/')
      ? { url: EXPRESSIONS, shortCircuit: true }
      : next(specifier, context),
});
// Files share a process: each registers its own hook and removes it.
afterAll(() => hooks.deregister());
