import type { Alarm } from 'aws-cdk-lib/aws-cloudwatch';

/** `critical`: a model is not being watched. `warning`: it still is, but somebody should look. */
export type Severity = 'critical' | 'warning';

export type AlarmsBySeverity = Readonly<Record<Severity, readonly Alarm[]>>;
