import { join } from 'node:path';
import type { LambdaName } from '../lib/lambda-names.ts';

/** The bundle of a function in the npm package: in place of lib/lambda-bundles.ts, which builds it from the sources. */
export function bundleOf(name: LambdaName): string {
  return join(import.meta.dirname, 'lambdas', name, 'index.mjs');
}
