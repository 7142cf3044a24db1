import { App, Stack } from 'aws-cdk-lib';
import { ModelMonitor } from 'driftwarden/cdk';
import { CHURN } from './churn.ts';

/** A CDK app of a few lines, which has the constructs from the package. */
const stack = new Stack(new App(), 'Monitors');
new ModelMonitor(stack, 'Churn', { definition: CHURN });
