import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { bundledPackages, NODE_MODULES } from './bundled-packages.ts';
import type { LambdaName } from './lambda-names.ts';

const ROOT = join(import.meta.dirname, '..');
const SOURCES = join(ROOT, 'lambdas');
/** Modules that replace parts of packages that no function uses. */
const REPLACED = join(SOURCES, 'runtime/replaced');
let packages: Record<string, string> | undefined;

/** The functions that read with several threads, if they have the processors. */
const WITH_THREADS: ReadonlySet<LambdaName> = new Set(['check-drift', 'read-window']);

/** A handler with its imports in one file. */
export interface LambdaBundle {
  readonly file: string;
  /** Paths of the files that it is made of. */
  readonly inputs: readonly string[];
}

/** Bundles a handler into `{folder}/index.mjs`, with what its threads run beside it. Takes a few hundred milliseconds. */
export function bundleLambda(name: LambdaName, folder: string): LambdaBundle {
  packages ??= bundledPackages();
  const { metafile } = buildSync({
    absWorkingDir: ROOT,
    entryPoints: {
      index: join(SOURCES, name, 'handler.ts'),
      ...(WITH_THREADS.has(name) && { 'reader-thread': join(SOURCES, 'adapters/threads/reader-thread.ts') }),
    },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
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
      'node:http': join(REPLACED, 'http.ts'),
      ...packages,
    },
    // CommonJS packages inside an ES module still call require for Node's own modules.
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    // The copied packages are in other folders, without their dependencies.
    nodePaths: [NODE_MODULES],
    metafile: true,
    logLevel: 'error',
  });
  for (const path of Object.keys(metafile.outputs)) leaveOutDescriptions(join(ROOT, path));
  return { file: join(folder, 'index.mjs'), inputs: Object.keys(metafile.inputs).map((path) => join(ROOT, path)) };
}

/** What a description of a key of monitor files is in a minified bundle. */
const DESCRIPTION = /\.describe\((?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\$]|\\.)*`)\)/g;

/** 14 KB of most bundles. They are for documentation: no function prints them, and zod checks values without them. */
function leaveOutDescriptions(file: string): void {
  writeFileSync(file, readFileSync(file, 'utf8').replace(DESCRIPTION, ''));
}
