import { Construct } from 'constructs';
import { AlertTopic } from './alert-topic.ts';
import { DeadLetters } from './dead-letters.ts';
import { jobRoles } from './job-roles.ts';
import type { MonitorDefinition } from './monitor-definition.ts';
import type { AlarmsBySeverity } from './severity.ts';
import { StateBucket } from './state-bucket.ts';
import { subscribeRecipients } from './subscribers.ts';

export interface SharedResourcesProps {
  /** All monitors of the deployment, whichever platform they are on: whom they tell is subscribed here. */
  readonly definitions: readonly MonitorDefinition[];
}

/** What there is once in a deployment, however many monitors and functions it has: state bucket, topics, dead letters. */
export class SharedResources extends Construct {
  readonly state: StateBucket;
  /** Alerts about models. */
  readonly alerts: AlertTopic;
  /** Alarms about the monitors themselves: the topic of the alerts, unless monitors tell different people. */
  readonly operations: AlertTopic;
  readonly deadLetters: DeadLetters;
  readonly alarms: AlarmsBySeverity;

  constructor(scope: Construct, id: string, { definitions }: SharedResourcesProps) {
    super(scope, id);
    this.state = new StateBucket(this, 'State');
    this.state.grantJobs(jobRoles(definitions));
    this.deadLetters = new DeadLetters(this, 'DeadLetters');
    const { alarm, queue } = this.deadLetters;
    this.alerts = new AlertTopic(this, 'Alerts', { displayName: 'Driftwarden', deadLetters: queue });
    this.operations = subscribeRecipients(this, this.alerts, queue, definitions);
    this.alarms = { critical: [alarm], warning: [] };
    this.operations.announce(alarm, { end: false });
  }
}
