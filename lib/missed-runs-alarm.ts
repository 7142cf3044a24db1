import { Annotations, Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type IMetric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import type { Construct } from 'constructs';
import { longestInterval } from './longest-interval.ts';

/** CloudWatch evaluates at most this many hours: seven days. */
const MAX_HOURS = 168;

export interface MissedRunsAlarmProps {
  /** The metric of successful runs, with this period. */
  readonly runs: (period: Duration) => IMetric;
  /** The check, for the alarm's description. */
  readonly subject: string;
  /** Schedule expression of the runs. */
  readonly schedule: string;
  readonly timeZone: string;
}

/**
 * An alarm for missing runs: no successful run for an hour longer than the schedule's longest interval, which is 25 hours for a daily
 * schedule. In time zones with clock changes it waits another hour. Missing data counts as missing runs, so the alarm is on from the
 * deployment to the first successful run.
 *
 * @returns undefined, with a warning at synthesis, for schedules that CloudWatch cannot watch because they pause for a week
 * or irregularly.
 */
export function missedRunsAlarm(
  scope: Construct,
  id: string,
  { runs, subject, schedule, timeZone }: MissedRunsAlarmProps,
): Alarm | undefined {
  const pause = longestInterval(schedule);
  const hours = pause === null ? null : Math.ceil(pause) + 1 + (changesClocks(timeZone) ? 1 : 0);
  if (hours === null || hours > MAX_HOURS) {
    Annotations.of(scope).addWarningV2(
      `driftwarden:silence-${subject.replaceAll(' ', '-')}`,
      `${subject}: there is no alarm for missing runs of ${schedule}, because CloudWatch looks back seven days at most`,
    );
    return undefined;
  }
  return new Alarm(scope, id, {
    metric: runs(Duration.hours(1)),
    threshold: 1,
    evaluationPeriods: hours,
    datapointsToAlarm: hours,
    comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
    treatMissingData: TreatMissingData.BREACHING,
    alarmDescription: `Driftwarden: no successful run of ${subject} in ${hours} hours. Nothing monitors the model: see the function's log and the dead-letter queue.`,
  });
}

const changing = new Map<string, boolean>();

/** Whether the zone's offset differs between winter and summer. Results are cached, because creating formats is slow. */
function changesClocks(timeZone: string): boolean {
  let changes = changing.get(timeZone);
  if (changes === undefined) {
    const format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset', year: 'numeric' });
    changes = format.format(Date.UTC(2025, 0, 15)) !== format.format(Date.UTC(2025, 6, 15));
    changing.set(timeZone, changes);
  }
  return changes;
}
