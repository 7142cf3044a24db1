import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundlePrograms } from '../../package/build/programs.ts';
import packageJson from '../../package.json' with { type: 'json' };

const HERE = import.meta.dirname;

/** Of a whole process, start-up included. */
export interface Usage {
  readonly seconds: number;
  /** From its start to its end. */
  readonly elapsed: number;
  readonly megabytes: number;
}

/** A folder with the command line as it is in the package, where programs run that are measured. */
export class Packaged {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** Runs `use` and removes the folder. */
  static async use(use: (packaged: Packaged) => Promise<void>): Promise<void> {
    // Below node_modules, where the bundles find DuckDB.
    const cache = join(HERE, '../../node_modules/.cache');
    mkdirSync(cache, { recursive: true });
    const folder = mkdtempSync(join(cache, 'driftwarden-bench-'));
    try {
      await bundlePrograms(join(folder, 'dist'), packageJson.version);
      cpSync(join(HERE, '../../bin/driftwarden.js'), join(folder, 'bin/driftwarden.js'));
      // As in the package: without it, Node looks into each file for whether it is a module.
      writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
      await use(new Packaged(folder));
    } finally {
      rmSync(folder, { recursive: true });
    }
  }

  /** The arguments of Node for the command line with this store. */
  commandLine(store: string): readonly string[] {
    return [join(this.folder, 'bin/driftwarden.js'), '--store', store];
  }

  run(args: readonly string[]): { readonly output: string; readonly usage: Usage } {
    const file = join(this.folder, 'usage.json');
    const start = performance.now();
    const { status, stdout, stderr } = spawnSync(process.execPath, ['--import', join(HERE, 'usage.ts'), ...args], {
      encoding: 'utf8',
      env: { ...process.env, BENCH_USAGE: file },
      cwd: this.folder,
      maxBuffer: 1 << 28,
    });
    if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}: ${stderr}`);
    const elapsed = (performance.now() - start) / 1000;
    return { output: stdout, usage: { ...JSON.parse(readFileSync(file, 'utf8')), elapsed } };
  }
}
