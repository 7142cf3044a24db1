import { App } from 'aws-cdk-lib';
import { MonitoringStack } from '../lib/monitoring-stack.ts';
import { readMonitors } from './monitor-files.ts';

/** The CDK app: one stack for all monitors of `monitors/`. An invalid monitor file ends the synthesis with its problems. */
const app = new App();
new MonitoringStack(app, 'Driftwarden', { monitors: readMonitors('monitors') });
