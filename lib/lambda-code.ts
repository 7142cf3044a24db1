import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { FileSystem } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { buildSync } from 'esbuild';
import { bundledPackages, NODE_MODULES } from './bundled-packages.ts';
import type { MonitorDefinition } from './monitor-definition.ts';

/** The functions: folders of `lambdas/` with a `handler.ts`. */
export const LAMBDAS = [
  'check-drift',
  'check-accuracy',
  'build-baseline',
  'retraining-control',
  'retraining-data',
  'retraining-operations',
  'watchdog',
  'deliver-alerts',
] as const;
export type LambdaName = (typeof LAMBDAS)[number];

/** `Handler` property of every function. */
export const HANDLER = 'index.handler';

const SOURCES = join(import.meta.dirname, '../lambdas');
/** Modules that replace parts of packages that no function uses. */
const REPLACED = join(SOURCES, 'runtime/replaced');
const bundles = new Map<LambdaName, string>();
let packages: Record<string, string> | undefined;

/** Bundles a handler with its imports into `{folder}/index.mjs`. Takes a few hundred milliseconds. */
export function bundleLambda(name: LambdaName, folder: string): string {
  const outfile = join(folder, 'index.mjs');
  packages ??= bundledPackages();
  buildSync({
    entryPoints: [join(SOURCES, name, 'handler.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    // The packages' ES modules are half the size of their CommonJS builds, which bundlers cannot tree-shake.
    mainFields: ['module', 'main'],
    conditions: ['module', 'import'],
    minify: true,
    charset: 'utf8',
    legalComments: 'none',
    alias: {
      '@aws-sdk/checksums/sha': join(REPLACED, 'hashes.ts'),
      '@aws-sdk/credential-provider-node': join(REPLACED, 'credentials.ts'),
      '@smithy/core/checksum': join(REPLACED, 'hashes.ts'),
      '@smithy/core/event-streams': join(REPLACED, 'event-streams.ts'),
      '@uwdata/flechette': join(REPLACED, 'arrow.ts'),
      acorn: join(REPLACED, 'expressions.ts'),
      ...packages,
    },
    // CommonJS packages inside an ES module still call require for Node's own modules.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    // The copied packages are in other folders, without their dependencies.
    nodePaths: [NODE_MODULES],
    logLevel: 'error',
  });
  return outfile;
}

/**
 * The code of a function: its bundle, with the monitors' definitions in `monitors/` next to it. Each bundle is built once per
 * process, before synthesis, without Docker.
 */
export function lambdaCode(name: LambdaName, definitions: readonly MonitorDefinition[]): Code {
  let bundle = bundles.get(name);
  if (bundle === undefined) {
    bundle = bundleLambda(name, FileSystem.mkdtemp(`driftwarden-${name}-`));
    bundles.set(name, bundle);
  }
  const folder = FileSystem.mkdtemp(`driftwarden-${name}-`);
  cpSync(bundle, join(folder, basename(bundle)));
  mkdirSync(join(folder, 'monitors'));
  for (const { monitor, json } of definitions) writeFileSync(join(folder, 'monitors', `${monitor.name}.json`), json);
  return Code.fromAsset(folder);
}
