import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';

/** `critical`: nothing monitors a model. `warning`: the model is monitored, but the on-call should look. */
export type Severity = 'critical' | 'warning';

export type AlarmsBySeverity = Readonly<Record<Severity, readonly Alarm[]>>;
