import { App } from 'aws-cdk-lib';
import { parseAlertFormat } from '../lambdas/adapters/aws/alert-message.ts';
import { MonitorDefinition } from '../lib/monitor-definition.ts';
import { MonitoringStack } from '../lib/monitoring-stack.ts';
import { monitorFiles } from './monitor-files.ts';

/**
 * The CDK app: one stack for all monitors of a folder, with nested stacks if it cannot hold all of them. An invalid monitor file, or
 * one with data outside S3, ends the synthesis with its problems. Context, all optional: `monitors` (the folder),
 * `stackName`, `namespace`, `dataKeys` (ARNs of KMS keys, separated by commas), `dashboards` (`false` for none),
 * `alertFormat` (`chat` for Slack and Microsoft Teams).
 */
const app = new App();
const context = (key: string): string | undefined => app.node.tryGetContext(key)?.toString();

const folder = context('monitors') ?? 'monitors';
const namespace = context('namespace');
const alertFormat = context('alertFormat');
new MonitoringStack(app, context('stackName') ?? 'Driftwarden', {
  definitions: monitorFiles(folder).map((path) => MonitorDefinition.fromFile(path)),
  dataKeys: context('dataKeys')?.split(',') ?? [],
  dashboards: context('dashboards') !== 'false',
  ...(namespace !== undefined && { namespace }),
  ...(alertFormat !== undefined && { alertFormat: parseAlertFormat(alertFormat, 'alertFormat') }),
});
