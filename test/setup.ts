import { registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import * as fc from 'fast-check';
import { afterAll } from 'vitest';
import tsconfig from '../tsconfig.json' with { type: 'json' };
import { removeTemporaryFolders } from './temporary-folders.ts';

/** The same cases on every run; `FC_SEED=random` looks for new ones, `FC_SEED=<number>` repeats a run. */
const { FC_SEED = '20010201' } = process.env;
if (FC_SEED !== 'random') fc.configureGlobal({ seed: Number(FC_SEED) });

/**
 * The bundles of functions have no parser of arquero's table expressions. Neither has arquero in a test, so that every path that
 * is tested is one that a bundled function can take.
 */
const EXPRESSIONS = pathToFileURL(join(import.meta.dirname, '../lambdas/runtime/replaced/expressions.ts')).href;
/** As tsconfig.json has it: the modules of the package are the sources, which needs no build. */
const PACKAGE = new Map(
  Object.entries(tsconfig.compilerOptions.paths).map(([name, [path]]) => [
    name,
    pathToFileURL(join(import.meta.dirname, '..', path)).href,
  ]),
);
const hooks = registerHooks({
  resolve: (specifier, context, next) => {
    const url =
      specifier === 'acorn' && context.parentURL?.includes('/arquero/') ? EXPRESSIONS : PACKAGE.get(specifier);
    return url === undefined ? next(specifier, context) : { url, shortCircuit: true };
  },
});
// Files share a process: each registers its own hook and removes it.
afterAll(() => hooks.deregister());
afterAll(removeTemporaryFolders);
