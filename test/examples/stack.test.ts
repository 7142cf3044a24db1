import { App } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { beforeAll, describe, expect, it } from 'vitest';
import { Models } from '../../examples/stack.ts';
import { run } from '../bin/fake-process.ts';

describe('the example', () => {
  let template: Template;
  beforeAll(() => {
    template = Template.fromStack(new Models(new App(), 'Models'));
  });

  it('has a drift and an accuracy check of each monitor on schedule', () => {
    const schedules = template.findResources('AWS::Scheduler::Schedule');
    const inputs = Object.values(schedules).map(({ Properties }) => JSON.stringify(Properties.Target.Input));
    for (const monitor of ['flight-delays', 'house-prices']) {
      expect(inputs.filter((input) => input.includes(monitor)).length).toBe(2);
    }
    template.hasResourceProperties('AWS::Scheduler::Schedule', {
      ScheduleExpressionTimezone: 'America/New_York',
      ScheduleExpression: 'cron(0 6 * * ? *)',
    });
  });

  it('has the state machine that retrains', () => {
    template.resourceCountIs('AWS::StepFunctions::StateMachine', 1);
  });

  it('has an alarm on the rows of a monitor', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      MetricName: 'Rows',
      Dimensions: [{ Name: 'Monitor', Value: 'house-prices' }],
      Threshold: 1000,
      AlarmActions: [Match.anyValue()],
    });
  });

  it('has a valid monitor file', async () => {
    expect(await run(['validate', '--monitors', 'examples/monitors'])).toMatchObject({ code: 0 });
  });
});
