import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';

const ROOT = join(import.meta.dirname, '../..');
/** Modules in place of parts of packages that nothing here uses: the functions' bundles have them too. */
const REPLACED = join(ROOT, 'lambdas/runtime/replaced');

/** The modules that programs import, the command line with what its threads run, and the CDK app, by their names in dist/. */
const ENTRIES = {
  index: 'package/index.ts',
  core: 'package/core.ts',
  cdk: 'package/cdk.ts',
  driftwarden: 'bin/driftwarden.ts',
  'reader-thread': 'lambdas/adapters/threads/reader-thread.ts',
  app: 'bin/app.ts',
};

/**
 * Bundles the modules into `folder`, with their dependencies. What several of them need is in a chunk of its own, and what a command
 * imports dynamically is in one that it loads when it runs.
 *
 * @returns paths of the files that they are made of
 */
export async function bundlePrograms(folder: string, version: string): Promise<string[]> {
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: ENTRIES,
    outdir: folder,
    // All files in one folder, so that import.meta.dirname is the same in each.
    chunkNames: 'chunk-[hash]',
    bundle: true,
    splitting: true,
    platform: 'node',
    target: 'node22.15',
    format: 'esm',
    mainFields: ['module', 'main'],
    conditions: ['module', 'import'],
    // The app has them, and its objects have to be of the same classes.
    external: ['aws-cdk-lib', 'constructs'],
    alias: {
      '@uwdata/flechette': join(REPLACED, 'arrow.ts'),
      acorn: join(REPLACED, 'expressions.ts'),
    },
    charset: 'utf8',
    legalComments: 'none',
    sourcemap: true,
    banner: {
      // CommonJS packages inside an ES module still call require for Node's own modules.
      js: "import { createRequire as createRequireHere } from 'node:module'; const require = createRequireHere(import.meta.url);",
    },
    plugins: [packed(version)],
    metafile: true,
    logLevel: 'error',
  });
  return Object.keys(metafile.inputs).map((path) => join(ROOT, path));
}

/** What is different in the package. */
function packed(version: string): Plugin {
  return {
    name: 'packed',
    setup({ onLoad, onResolve }) {
      onResolve({ filter: /\/lambda-bundles\.ts$/ }, () => ({ path: join(ROOT, 'package/packed-bundles.ts') }));
      // The rest of package.json says nothing to a program.
      onLoad({ filter: /\/package\.json$/ }, ({ path }) =>
        path === join(ROOT, 'package.json') ? { contents: JSON.stringify({ version }), loader: 'json' } : undefined,
      );
    },
  };
}
