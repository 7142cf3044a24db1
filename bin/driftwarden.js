#!/usr/bin/env node
// Starts the command line. In the package that is dist/driftwarden.js. In a checkout it is the sources, on a Node that runs TypeScript:
// this one from 22.18 on, else the one that npm ci has put here.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const sources = join(here, 'driftwarden.ts');
const ownNode = join(here, '..', 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
// Later starts need not compile again. Absent before Node 22.1.
module.enableCompileCache?.();

if (!existsSync(sources)) {
  if (existsSync(join(here, '..', 'dist', 'driftwarden.js'))) await import('../dist/driftwarden.js');
  else fail('this package was not built: run npm pack in a checkout, and install the file that it writes');
} else if (process.features.typescript) {
  await import('./driftwarden.ts');
} else if (existsSync(ownNode)) {
  runOn(ownNode);
} else {
  fail(`Node ${process.version} cannot run TypeScript: run npm ci in ${dirname(here)}, or use Node 22.18 or later`);
}

function fail(message) {
  process.stderr.write(`driftwarden: ${message}\n`);
  process.exitCode = 1;
}

/** Its exit code becomes ours, our signals become its. */
function runOn(node) {
  const child = spawn(node, [sources, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    // A terminal sends Ctrl-C to both: a second one of the same kind does no harm.
    process.on(signal, () => child.kill(signal));
  }
  child.on('error', (error) => {
    fail(`${node} cannot be started: ${error.message}`);
  });
  child.on('exit', (code, signal) => {
    if (signal === null) {
      process.exitCode = code ?? 1;
      return;
    }
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
  });
}
