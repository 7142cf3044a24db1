import { App, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { describe, expect, it } from 'vitest';
import { ModelMonitor, UnknownToPlatformError, UnpublishedFeatureError } from '../../lib/model-monitor.ts';
import { MonitoringPlatform } from '../../lib/monitoring-platform.ts';
import { define, FLIGHTS, MINIMAL } from './definitions.ts';
import { resourcesOf } from './templates.ts';

function stackWith(text: string, props: { flexibleWindow?: Duration } = {}) {
  const stack = new Stack(new App(), 'Test');
  const definition = define(text);
  const platform = new MonitoringPlatform(stack, 'Platform', { definitions: [definition] });
  const monitor = new ModelMonitor(stack, 'Monitor', { definition, platform, ...props });
  return { stack, platform, monitor };
}

/** The schedules of monitors; the watchdog has one too. */
function schedulesOf(template: Template) {
  const schedules = [...resourcesOf(template, 'AWS::Scheduler::Schedule').entries()];
  return schedules.filter(([id]) => !id.includes('Watchdog')).map(([, { Properties }]) => Properties);
}

/** The event a schedule sends, with the logical ids of resources for their names. */
function inputOf({ Input }: { Input: { 'Fn::Join': [string, (string | { Ref: string })[]] } }): unknown {
  const [separator, parts] = Input['Fn::Join'];
  return JSON.parse(parts.map((part) => (typeof part === 'string' ? part : part.Ref)).join(separator));
}

describe('schedules', () => {
  it('run in the zone of the monitor, with bounded retries, and pass the time they were due', () => {
    const template = Template.fromStack(stackWith(FLIGHTS).stack);
    const schedules = schedulesOf(template);
    expect(schedules.map(({ ScheduleExpression }) => ScheduleExpression)).toEqual([
      'cron(0 6 * * ? *)',
      'cron(30 6 * * ? *)',
    ]);
    for (const { ScheduleExpressionTimezone, FlexibleTimeWindow, Target } of schedules) {
      expect(ScheduleExpressionTimezone).toBe('America/New_York');
      expect(FlexibleTimeWindow).toEqual({ Mode: 'FLEXIBLE', MaximumWindowInMinutes: 15 });
      expect(Target.RetryPolicy).toEqual({ MaximumRetryAttempts: 10, MaximumEventAgeInSeconds: 7200 });
      expect(Target.DeadLetterConfig.Arn['Fn::GetAtt'][0]).toContain('DeadLetters');
    }
    expect(schedules.map(({ Target }) => inputOf(Target))).toEqual(
      ['drift', 'accuracy'].map((kind) => ({
        monitor: 'flight-delays',
        kind,
        scheduledTime: '<aws.scheduler.scheduled-time>',
        dashboard: [...resourcesOf(template, 'AWS::CloudWatch::Dashboard').keys()][0],
      })),
    );
  });

  it('name no dashboard where there is none', () => {
    const stack = new Stack();
    new ModelMonitor(stack, 'Flights', { definition: define(MINIMAL), dashboard: false });
    const [{ Target }] = schedulesOf(Template.fromStack(stack));
    expect(JSON.parse(Target.Input)).not.toHaveProperty('dashboard');
  });

  it.each([
    ['no labels', MINIMAL, ['drift']],
    ['no accuracy schedule', FLIGHTS.replace('{ timeZone', '{ accuracy: off, timeZone'), ['drift']],
    ['labels', FLIGHTS, ['drift', 'accuracy']],
  ])('exist for what the file schedules: %s', (_, text, kinds) => {
    expect(Object.keys(stackWith(text).monitor.schedules)).toEqual(kinds);
  });
});

describe('the watchdog', () => {
  const startWindow = (monitors: readonly (Duration | undefined)[]) => {
    const stack = new Stack(new App(), 'Test');
    const definitions = monitors.map((_, i) => define(MINIMAL, `m${i}`));
    const platform = new MonitoringPlatform(stack, 'Platform', { definitions });
    monitors.forEach((flexibleWindow, i) => {
      const definition = definitions[i];
      new ModelMonitor(stack, `M${i}`, { definition, platform, ...(flexibleWindow && { flexibleWindow }) });
    });
    const functions = [...resourcesOf(Template.fromStack(stack), 'AWS::Lambda::Function').entries()];
    const [, watchdog] = functions.find(([id]) => id.includes('Watchdog'))!;
    return watchdog.Properties.Environment.Variables.START_WINDOW_MINUTES;
  };

  it('waits for runs as long as the schedules let them wait', () => {
    expect(startWindow([undefined, Duration.minutes(5)])).toBe('15');
    expect(startWindow([undefined, Duration.hours(2), undefined])).toBe('120');
  });
});

describe('metrics', () => {
  const { stack, monitor } = stackWith(FLIGHTS);

  it.each([
    ['metricRows', monitor.metricRows(), 'Rows', 'Average'],
    ['metricDriftedFeatures', monitor.metricDriftedFeatures(), 'DriftedFeatures', 'Average'],
    ['metricDataQualityViolations', monitor.metricDataQualityViolations(), 'DataQualityViolations', 'Average'],
    ['metricLabelCoverage', monitor.metricLabelCoverage(), 'LabelCoverage', 'Average'],
    ['metricPerformance', monitor.metricPerformance(), 'roc_auc', 'Average'],
    ['metricPerformance of a name', monitor.metricPerformance('accuracy'), 'accuracy', 'Average'],
  ])('%s', (_, metric, name, statistic) => {
    expect(stack.resolve(metric.toMetricConfig().metricStat)).toMatchObject({
      namespace: 'Test',
      metricName: name,
      dimensions: [{ name: 'Monitor', value: 'flight-delays' }],
      statistic,
      period: Duration.days(1),
    });
  });
});

describe('the drift of a feature', () => {
  const { stack, monitor } = stackWith(`${FLIGHTS}drift: { publish: [distance] }\n`);

  it('is a metric by its name', () => {
    expect(stack.resolve(monitor.metricFeatureDrift('distance').toMetricConfig().metricStat)).toMatchObject({
      metricName: 'FeatureDrift',
      dimensions: [
        { name: 'Feature', value: 'distance' },
        { name: 'Monitor', value: 'flight-delays' },
      ],
    });
  });

  it('is refused where it is not published: an alarm on it would never be raised', () => {
    expect(() => monitor.metricFeatureDrift('hour')).toThrow(UnpublishedFeatureError);
  });

  it('has a graph, where features are published', () => {
    const bodies = [stack, stackWith(FLIGHTS).stack].map((one) =>
      JSON.stringify([...resourcesOf(Template.fromStack(one), 'AWS::CloudWatch::Dashboard').values()]),
    );
    expect(bodies.map((body) => body.includes('Drift of features'))).toEqual([true, false]);
  });
});

describe('grants', () => {
  /** Patterns of the keys that a grant of results allows to read. */
  function readable(text: string): string[] {
    const { stack, monitor } = stackWith(text);
    const reader = new Role(stack, 'Reader', { assumedBy: new ServicePrincipal('ec2.amazonaws.com') });
    monitor.grantReadResults(reader);
    const policy = [...resourcesOf(Template.fromStack(stack), 'AWS::IAM::Policy').entries()].find(([id]) =>
      id.startsWith('Reader'),
    )![1].Properties.PolicyDocument;
    return policy.Statement.flatMap(({ Resource }: { Resource: unknown }) => Resource)
      .filter((resource: object) => 'Fn::Join' in resource)
      .map((resource: { 'Fn::Join': [string, unknown[]] }) => resource['Fn::Join'][1].at(-1));
  }

  const RESULTS = [
    '/flight-delays/state.json',
    ...['checks', 'history'].map((folder) => `/flight-delays/${folder}/*`),
    // Neither rows nor the token that approves.
    ...['manifest', 'comparison', 'retraining'].map((name) => `/flight-delays/retrainings/*/${name}.json`),
  ];

  it('of results give the prefix of the monitor and no other', () => {
    expect(readable(FLIGHTS)).toEqual([...RESULTS, '/flight-delays/baselines/*', '/flight-delays/profiles/*']);
  });

  it.each(['hash', 'hide'])('of results leave out what names values, where texts %s them', (values) => {
    expect(readable(`${FLIGHTS}privacy: { values: ${values} }\n`)).toEqual(RESULTS);
  });

  it('for building baselines allow to invoke that function only', () => {
    const { stack, monitor } = stackWith(FLIGHTS);
    const pipeline = new Role(stack, 'Pipeline', { assumedBy: new ServicePrincipal('states.amazonaws.com') });
    monitor.grantBuildBaseline(pipeline);
    Template.fromStack(stack).hasResourceProperties('AWS::IAM::Policy', {
      Roles: [{ Ref: Match.stringLikeRegexp('^Pipeline') }],
      PolicyDocument: {
        Statement: [
          Match.objectLike({
            Action: 'lambda:InvokeFunction',
            Resource: Match.arrayWith([{ 'Fn::GetAtt': [Match.stringLikeRegexp('BuildBaselineFunction'), 'Arn'] }]),
          }),
        ],
      },
    });
  });
});

describe('the dashboard', () => {
  it('shows performance with its limits', () => {
    const { stack } = stackWith(FLIGHTS);
    const [{ Properties }] = [...resourcesOf(Template.fromStack(stack), 'AWS::CloudWatch::Dashboard').values()];
    const text = JSON.stringify(Properties.DashboardBody);
    const names = ['roc_auc', 'accuracy', 'alert: accuracy < 0.85', 'DriftedShare', 'LabelCoverage', 'runbook'];
    for (const shown of [...names, 'SuccessfulRuns', 'WatchdogOverdue']) {
      expect(text).toContain(shown);
    }
  });
});

describe('in an app of its own', () => {
  it('creates its own platform', () => {
    const stack = new Stack(new App(), 'Theirs');
    const monitor = new ModelMonitor(stack, 'Flights', { definition: define(FLIGHTS), dashboard: false });
    const template = Template.fromStack(stack);
    template.resourceCountIs('AWS::Lambda::Function', 4);
    template.resourceCountIs('AWS::Scheduler::Schedule', 3);
    expect(monitor.dashboard).toBeUndefined();
  });

  it('refuses a platform that was created without it', () => {
    const { stack, platform } = stackWith(FLIGHTS);
    expect(() => new ModelMonitor(stack, 'Other', { definition: define(MINIMAL, 'other'), platform })).toThrow(
      UnknownToPlatformError,
    );
  });
});
