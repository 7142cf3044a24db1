import { Construct } from 'constructs';
import { AlertTopic } from './alert-topic.ts';
import { DeadLetters } from './dead-letters.ts';
import { jobRoles } from './job-roles.ts';
import type { MonitorDefinition } from './monitor-definition.ts';
import type { AlarmsBySeverity } from './severity.ts';
import { StateBucket } from './state-bucket.ts';
import { subscribeRecipients } from './subscribers.ts';

export interface SharedResourcesProps {
  /** All monitors of the deployment, on any platform. Their recipients are subscribed here. */
  readonly definitions: readonly MonitorDefinition[];
}

/** The resources that a deployment has once: state bucket, topics, dead-letter queue. */
export class SharedResources extends Construct {
  readonly state: StateBucket;
  /** Alerts about models. */
  readonly alerts: AlertTopic;
  /** Topic of alarms about the monitors themselves: that of the alerts, unless monitors have different recipients. */
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
