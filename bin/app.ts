import { App } from 'aws-cdk-lib';
import { MonitorDefinition } from '../lib/monitor-definition.ts';
import { MonitoringStack } from '../lib/monitoring-stack.ts';
import { readAppSettings } from './app-settings.ts';
import { explain } from './commands/explain.ts';
import { monitorFiles } from './monitor-files.ts';

/**
 * The CDK app: one stack for all monitors of a folder, with nested stacks if it cannot hold all of them. An invalid monitor file, or
 * one with data outside S3, ends the synthesis with its problems, without a stack trace. Context, all optional: `monitors` (the folder), `stackName`, and the
 * settings of {@link readAppSettings}, which docs/deploy.md explains.
 */
const app = new App();
const context = (key: string): unknown => app.node.tryGetContext(key);

try {
  const folder = context('monitors')?.toString() ?? 'monitors';
  new MonitoringStack(app, context('stackName')?.toString() ?? 'Driftwarden', {
    definitions: monitorFiles(folder).map((path) => MonitorDefinition.fromFile(path)),
    ...readAppSettings(context),
  });
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
}
