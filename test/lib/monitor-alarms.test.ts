import { App, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { describe, expect, it } from 'vitest';
import { ModelMonitor, UnpublishedFeatureError } from '../../lib/model-monitor.ts';
import { type MonitorAlarms, UnpublishedMetricError } from '../../lib/monitor-alarms.ts';
import { define, FLIGHTS } from './definitions.ts';

const PUBLISHING = `${FLIGHTS}drift: { publish: [distance] }\n`;

function stackWith(alarms: MonitorAlarms, text = PUBLISHING): { template: Template; monitor: ModelMonitor } {
  const stack = new Stack(new App(), 'Test');
  const monitor = new ModelMonitor(stack, 'Monitor', { definition: define(text), ...alarms });
  return { template: Template.fromStack(stack), monitor };
}

/** The alarm on a metric of the monitor. A metric with a label is in a list, with its dimensions. */
function alarmOn(template: Template, name: string) {
  const alarms = Object.values(template.findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties);
  const found = alarms.map(({ Metrics: [{ MetricStat: { Metric = {}, ...stat } = {} } = {}] = [], ...alarm }) => ({
    ...alarm,
    ...stat,
    ...Metric,
  }));
  const [alarm, ...others] = found.filter(({ MetricName }) => MetricName === name);
  expect(others).toEqual([]);
  return alarm;
}

describe('an alarm goes off', () => {
  it.each<[string, MonitorAlarms, object]>([
    [
      'Rows',
      { addRowsAlarm: { Warning: { minRows: 100 } } },
      { Threshold: 100, ComparisonOperator: 'LessThanThreshold', AlarmDescription: /fewer than 100 captured rows$/ },
    ],
    [
      'DataQualityViolations',
      { addDataQualityViolationsAlarm: { Warning: { maxViolations: 0 } } },
      { Threshold: 0, ComparisonOperator: 'GreaterThanThreshold', AlarmDescription: /more than 0 findings/ },
    ],
    [
      'DriftedFeatures',
      { addDriftedFeaturesAlarm: { Warning: { maxDriftedFeatures: 1 } } },
      { Threshold: 1, ComparisonOperator: 'GreaterThanThreshold', AlarmDescription: /more than 1 drifted features$/ },
    ],
    [
      'FeatureDrift',
      { addFeatureDriftAlarm: { Warning: { feature: 'distance', maxDistance: 0.2 } } },
      { Threshold: 0.2, ComparisonOperator: 'GreaterThanThreshold', AlarmDescription: /distance is further than 0.2/ },
    ],
    [
      'LabelCoverage',
      { addLabelCoverageAlarm: { Warning: { minCoverage: 0.07 } } },
      { Threshold: 0.07, ComparisonOperator: 'LessThanThreshold', AlarmDescription: /for less than 7 % of/ },
    ],
    [
      'roc_auc',
      { addPerformanceAlarm: { Warning: { minValue: 0.7 } } },
      { Threshold: 0.7, ComparisonOperator: 'LessThanThreshold', AlarmDescription: /roc_auc is below 0.7$/ },
    ],
    [
      'log_loss',
      { addPerformanceAlarm: { Warning: { metric: 'log_loss', maxValue: 0.6 } } },
      { Threshold: 0.6, ComparisonOperator: 'GreaterThanThreshold', AlarmDescription: /log_loss is above 0.6$/ },
    ],
  ])('on %s', (name, alarms, { AlarmDescription, ...expected }: { AlarmDescription?: RegExp }) => {
    const { template, monitor } = stackWith(alarms);
    const alarm = alarmOn(template, name);
    expect(alarm).toMatchObject({
      ...expected,
      Period: 86_400,
      EvaluationPeriods: 1,
      TreatMissingData: 'notBreaching',
      Dimensions: expect.arrayContaining([{ Name: 'Monitor', Value: 'flight-delays' }]),
    });
    expect(alarm.AlarmDescription).toMatch(AlarmDescription!);
    expect(alarm.AlarmActions).toEqual([{ Ref: expect.stringContaining('Alerts') }]);
    expect(monitor.alarms.length).toBe(1);
  });
});

it('there are as many alarms as thresholds, each with what it says', () => {
  const { template, monitor } = stackWith({
    addPerformanceAlarm: {
      Warning: { minValue: 0.75, evaluationPeriods: 7, datapointsToAlarm: 5 },
      Critical: { minValue: 0.6, period: Duration.hours(1), treatMissingData: TreatMissingData.BREACHING },
    },
  });
  expect(monitor.alarms.map(({ node }) => node.id)).toEqual(['PerformanceAlarm-Warning', 'PerformanceAlarm-Critical']);
  const of = (Threshold: number) => ({ MetricName: 'roc_auc', Threshold });
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    ...of(0.75),
    EvaluationPeriods: 7,
    DatapointsToAlarm: 5,
    Period: 86_400,
  });
  template.hasResourceProperties('AWS::CloudWatch::Alarm', {
    ...of(0.6),
    EvaluationPeriods: 1,
    DatapointsToAlarm: Match.absent(),
    Period: 3600,
    TreatMissingData: 'breaching',
  });
});

it('actions and words of your own take the place of the others', () => {
  const stack = new Stack(new App(), 'Test');
  const actions = [new SnsAction(new Topic(stack, 'OnCall'))];
  new ModelMonitor(stack, 'Monitor', {
    definition: define(FLIGHTS),
    addRowsAlarm: { Critical: { minRows: 1, actions, alarmDescription: 'no requests' } },
  });
  const alarm = alarmOn(Template.fromStack(stack), 'Rows');
  expect(alarm.AlarmActions).toEqual([{ Ref: expect.stringMatching(/^OnCall/) }]);
  expect(alarm.AlarmDescription).toBe('no requests');
});

describe('an alarm that would never go off is refused', () => {
  const WITHOUT_LABELS = PUBLISHING.replace(/^labels.*\n/m, '').replace(/^performance.*\n/m, '');
  it.each<[string, MonitorAlarms, string, string]>([
    [
      'without labels',
      { addPerformanceAlarm: { Warning: { minValue: 0.7 } } },
      WITHOUT_LABELS,
      'flight-delays does not publish roc_auc: it has no labels',
    ],
    [
      'without its check',
      { addRowsAlarm: { Warning: { minRows: 1 } } },
      PUBLISHING.replace('{ timeZone', '{ drift: off, timeZone'),
      'flight-delays does not publish Rows: its drift check is off',
    ],
    [
      'on the metric of another problem',
      { addPerformanceAlarm: { Warning: { metric: 'mae', maxValue: 1 } } },
      PUBLISHING,
      'flight-delays does not publish mae: the metrics of binary-classification are accuracy, ',
    ],
  ])('%s', (_, alarms, text, message) => {
    expect(() => stackWith(alarms, text)).toThrow(UnpublishedMetricError);
    expect(() => stackWith(alarms, text)).toThrow(message);
  });

  it('on a feature that is not published', () => {
    const alarms = { addFeatureDriftAlarm: { Warning: { feature: 'hour', maxDistance: 0.2 } } };
    expect(() => stackWith(alarms)).toThrow(UnpublishedFeatureError);
  });
});
