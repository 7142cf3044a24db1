import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { loadValueKey, parseValueKey } from '../../lambdas/core/privacy/value-key.ts';
import { hashValue } from '../../lambdas/core/text/redactor.ts';
import { findMonitorFile, readMonitor } from '../monitor-files.ts';
import { CommandError } from './explain.ts';
import { openStore } from './locations.ts';
import { type StoreOptions, showStoreOptions } from './options.ts';
import type { Terminal } from './terminal.ts';

interface HashOptions extends StoreOptions {
  readonly key?: string;
}

const HELP = `
A monitor with privacy.values: hash shows #1f8a3c5e90ab in place of a value. Give
the values as the data has them; the key of the hashes is value-key.txt in the
monitor's folder of the store.

Examples:
  driftwarden hash flight-delays ORD ATL
  driftwarden hash flight-delays ORD --store s3://BUCKET`;

export function addHashCommand(program: Command, terminal: Terminal): void {
  showStoreOptions(program.command('hash'))
    .argument('<monitor>', 'name or file of the monitor')
    .argument('<values...>', 'values of the data')
    .summary('compute the hashes that results show in place of values')
    .description('Computes the hashes that results, pages and messages of a monitor show in place of these values.')
    .option('--key <file>', "file with the key of the hashes, of a deployed monitor; default: the store's")
    .addHelpText('after', HELP)
    .action(async (name: string, values: readonly string[], _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<HashOptions>();
      const key = await keyOf(readMonitor(findMonitorFile(name, options.monitors)).name, options);
      terminal.out(values.map((value) => `${hashValue(value, key)}  ${JSON.stringify(value)}\n`).join(''));
    });
}

async function keyOf(monitor: string, { store, key: file }: HashOptions): Promise<string> {
  if (file !== undefined) return parseValueKey(readFileSync(file, 'utf8'), file);
  const key = await loadValueKey(openStore(store), monitor, true);
  if (key !== null) return key;
  throw new CommandError(`${monitor} has hashed no value yet: there is no value-key.txt in its folder of ${store}`);
}
