import { bundleLambda } from './bundle-lambda.ts';
import type { LambdaName } from './lambda-names.ts';
import { temporaryFolder } from './temporary-folder.ts';

const bundles = new Map<LambdaName, string>();

/**
 * The bundle of a function: built from the sources, once per process, without Docker. The npm package has
 * package/packed-bundles.ts in place of this module.
 */
export function bundleOf(name: LambdaName): string {
  const built = bundles.get(name) ?? bundleLambda(name, temporaryFolder(`driftwarden-${name}-`)).file;
  bundles.set(name, built);
  return built;
}
