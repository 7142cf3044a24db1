import { App } from 'aws-cdk-lib';
import { parseAlertFormat } from '../lambdas/adapters/aws/alert-message.ts';
import { MonitorDefinition } from '../lib/monitor-definition.ts';
import { MonitoringStack } from '../lib/monitoring-stack.ts';
import { contextNumber } from './context-number.ts';
import { monitorFiles } from './monitor-files.ts';

/** Megabytes. Checks of small windows need 512, because the program and its libraries take a quarter of that. */
const LAMBDA_MEMORY = { from: 512, to: 10_240 };

/**
 * The CDK app: one stack for all monitors of a folder, with nested stacks if it cannot hold all of them. An invalid monitor file, or
 * one with data outside S3, ends the synthesis with its problems. Context, all optional: `monitors` (the folder),
 * `stackName`, `namespace`, `dataKeys` (ARNs of KMS keys, separated by commas), `dashboards` (`false` for none),
 * `alertFormat` (`chat` for Slack and Microsoft Teams), `memory` (megabytes of each function).
 */
const app = new App();
const context = (key: string): string | undefined => app.node.tryGetContext(key)?.toString();

const folder = context('monitors') ?? 'monitors';
const namespace = context('namespace');
const alertFormat = context('alertFormat');
const memorySize = contextNumber('memory', context('memory'), LAMBDA_MEMORY);
new MonitoringStack(app, context('stackName') ?? 'Driftwarden', {
  definitions: monitorFiles(folder).map((path) => MonitorDefinition.fromFile(path)),
  dataKeys: context('dataKeys')?.split(',') ?? [],
  dashboards: context('dashboards') !== 'false',
  ...(namespace !== undefined && { namespace }),
  ...(memorySize !== undefined && { memorySize }),
  ...(alertFormat !== undefined && { alertFormat: parseAlertFormat(alertFormat, 'alertFormat') }),
});
