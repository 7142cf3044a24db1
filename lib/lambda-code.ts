import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FileSystem } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { bundleOf } from './lambda-bundles.ts';
import type { LambdaName } from './lambda-names.ts';
import type { MonitorDefinition } from './monitor-definition.ts';

/** `Handler` property of every function. */
export const HANDLER = 'index.handler';

/** The code of a function: its bundle and what that starts, with the monitors' definitions in `monitors/` next to it. */
export function lambdaCode(name: LambdaName, definitions: readonly MonitorDefinition[]): Code {
  const folder = FileSystem.mkdtemp(`driftwarden-${name}-`);
  cpSync(dirname(bundleOf(name)), folder, { recursive: true });
  mkdirSync(join(folder, 'monitors'));
  for (const { monitor, json } of definitions) writeFileSync(join(folder, 'monitors', `${monitor.name}.json`), json);
  return Code.fromAsset(folder);
}
