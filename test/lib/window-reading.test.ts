import { describe, expect, it } from 'vitest';
import { readingMachine } from '../../lambdas/core/check/reading/fan-out/reading-machine.ts';
import { StateMachine } from '../../lambdas/states-language/state-machine.ts';
import { ReadingSettingsError } from '../../lib/window-reading.ts';
import { VirtualHost } from '../states-language/virtual-host.ts';
import { define, FLIGHTS, MINIMAL } from './definitions.ts';
import { linesOf, nameOf } from './policies.ts';
import { inventory, resourcesOf, synthesize, type TemplateResource } from './templates.ts';

const KEY = 'arn:aws:kms:eu-west-1:111122223333:key/own';
const READING = { readingConcurrency: 10 };
const { template } = synthesize([define(FLIGHTS)], READING);

function machine(of = template): TemplateResource['Properties'] {
  const [found, ...others] = [...resourcesOf(of, 'AWS::StepFunctions::StateMachine').values()];
  expect(others).toEqual([]);
  return found.Properties;
}
const NAME = machine().StateMachineName;

/** Without region and account. */
function lines(role: string, of = template): string[] {
  return linesOf(of, role).map((line) => line.replace(/arn:AWS::Partition:\w+:AWS::Region:AWS::AccountId:/, ''));
}

const LOGS = ['logs:CreateLogStream', 'logs:PutLogEvents'];

describe('readingConcurrency', () => {
  it('adds a machine, its function and its alarms, and nothing else', () => {
    const before = new Set(inventory(synthesize([define(FLIGHTS)]).template));
    const added = inventory(template).filter((line) => !before.has(line));
    expect(added.map((line) => line.replace(/[0-9A-F]{8}$/, '').replace('Platform', ''))).toEqual([
      'AWS::CloudWatch::Alarm ReadingMachineAborted',
      'AWS::CloudWatch::Alarm ReadingMachineFailed',
      'AWS::IAM::Policy ReadingMachineRoleDefaultPolicy',
      'AWS::IAM::Policy ReadingReadRoleDefaultPolicy',
      'AWS::IAM::Role ReadingMachineRole',
      'AWS::IAM::Role ReadingReadRole',
      'AWS::Lambda::EventInvokeConfig ReadingReadFunctionEventInvokeConfig',
      'AWS::Lambda::Function ReadingReadFunction',
      'AWS::Logs::LogGroup ReadingReadLogs',
      'AWS::StepFunctions::StateMachine ReadingMachineStateMachine',
    ]);
  });

  it('gives the machine its definition, which the interpreter runs', () => {
    const { template: tolerant } = synthesize([define(FLIGHTS)], {
      readingConcurrency: 25,
      toleratedReadingFailures: 3,
    });
    for (const [of, maxConcurrency, toleratedFailurePercentage] of [
      [template, 10, 0],
      [tolerant, 25, 3],
    ] as const) {
      const text = nameOf(machine(of).DefinitionString);
      const definition = readingMachine({
        partition: 'AWS::Partition',
        readFunction: 'ReadingReadFunction',
        checkFunction: 'CheckDriftFunction',
        bucket: 'StateBucket',
        maxConcurrency,
        toleratedFailurePercentage,
      });
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(definition)));
      const interpreted = text.replaceAll('AWS::Partition', 'aws');
      new StateMachine(interpreted, new VirtualHost(() => null), { id: 'arn:machine', name: NAME });
    }
  });

  it.each([
    [{ readingConcurrency: 0 }, 'readingConcurrency is 0: it has to be a whole number from 1 to 1000'],
    [{ readingConcurrency: 2.5 }, 'readingConcurrency is 2.5'],
    [{ readingConcurrency: 1001 }, 'readingConcurrency is 1001'],
    [{ ...READING, toleratedReadingFailures: -1 }, 'toleratedReadingFailures is -1'],
    [{ ...READING, toleratedReadingFailures: 101 }, 'a whole number from 0 to 100'],
    [{ toleratedReadingFailures: 5 }, 'toleratedReadingFailures belongs to readingConcurrency'],
  ])('refuses %j', (settings, message) => {
    const synthesis = () => synthesize([define(FLIGHTS)], settings);
    expect(synthesis).toThrow(ReadingSettingsError);
    expect(synthesis).toThrow(message);
  });

  it('is the least that the function can run at a time, where functions have a limit', () => {
    const limitOf = (reservedConcurrency: number) => {
      const { template: limited } = synthesize([define(FLIGHTS)], { ...READING, reservedConcurrency });
      const [, { Properties }] = [...resourcesOf(limited, 'AWS::Lambda::Function')].find(([id]) =>
        id.includes('ReadingRead'),
      )!;
      return Properties.ReservedConcurrentExecutions;
    };
    expect([limitOf(5), limitOf(20)]).toEqual([10, 20]);
  });
});

describe('permissions', () => {
  it('of the machine: its functions, its manifests and its own executions', () => {
    expect(lines('ReadingMachine')).toEqual([
      'lambda:InvokeFunction ReadingReadFunction',
      'lambda:InvokeFunction CheckDriftFunction',
      's3:GetObject StateBucket/window_parts/*/manifest.json',
      `states:StartExecution stateMachine:${NAME}`,
      `states:DescribeExecution execution:${NAME}:*`,
      `states:StopExecution execution:${NAME}:*`,
    ]);
  });

  it('of the machine: are given to Step Functions for this machine and its Map Runs', () => {
    const [, role] = [...resourcesOf(template, 'AWS::IAM::Role')].find(([id]) => id.includes('ReadingMachine'))!;
    const [{ Principal, Condition }] = role.Properties.AssumeRolePolicyDocument.Statement;
    expect(Principal).toEqual({ Service: 'states.amazonaws.com' });
    expect(Condition.StringEquals).toEqual({ 'aws:SourceAccount': { Ref: 'AWS::AccountId' } });
    const sources = Condition.ArnEquals['aws:SourceArn'].map(nameOf);
    expect(sources.map((source: string) => source.replace(/^.*AccountId:/, ''))).toEqual([
      `stateMachine:${NAME}`,
      `stateMachine:${NAME}/*`,
      `mapRun:${NAME}/*`,
    ]);
  });

  it('of the machine: to decrypt manifests, with a key of the deployment', () => {
    const { template: encrypted } = synthesize([define(FLIGHTS)], { ...READING, key: KEY });
    expect(lines('ReadingMachine', encrypted).filter((line) => line.startsWith('kms:'))).toEqual([
      `kms:Decrypt ${KEY} {"StringEquals":{"kms:ViaService":["s3.AWS::Region.AWS::URLSuffix"]}}`,
    ]);
  });

  it('of the function: captures, baselines and parts, and neither states nor alerts', () => {
    expect(lines('ReadingRead')).toEqual([
      ...LOGS.map((action) => `${action} ReadingReadLogs`),
      's3:GetObject ml-capture/flight-delays/AllTraffic/*',
      's3:ListBucket StateBucket',
      's3:GetObject StateBucket/window_parts/*',
      's3:GetObject StateBucket/*/baselines/*',
      's3:PutObject StateBucket/window_parts/*',
    ]);
  });

  it('of the drift check: to start the machine, and to write what is to be read', () => {
    const before = new Set(linesOf(synthesize([define(FLIGHTS)]).template, 'CheckDrift'));
    expect(lines('CheckDrift').filter((line) => !before.has(line))).toEqual([
      `states:StartExecution stateMachine:${NAME}`,
      's3:GetObject StateBucket/window_parts/*',
      's3:PutObject StateBucket/window_parts/*',
    ]);
  });
});

describe('the alarms', () => {
  it('go off when an execution fails or is stopped, because its window is not checked then', () => {
    const alarms = [...resourcesOf(template, 'AWS::CloudWatch::Alarm').values()].map(({ Properties }) => Properties);
    const own = alarms.filter(({ Namespace }) => Namespace === 'AWS/States');
    expect(own.map(({ MetricName }) => MetricName).sort()).toEqual(['ExecutionsAborted', 'ExecutionsFailed']);
    for (const { Threshold, ComparisonOperator, EvaluationPeriods, AlarmActions, AlarmDescription } of own) {
      expect({ Threshold, ComparisonOperator, EvaluationPeriods }).toEqual({
        Threshold: 1,
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
        EvaluationPeriods: 1,
      });
      expect(AlarmActions).toHaveLength(1);
      expect(AlarmDescription).toMatch(/reads large windows.*not checked/);
    }
  });
});

it('a bucket of the organisation keeps parts until its owner deletes them, and the synthesis says so', () => {
  const warningsOf = (props: object) => {
    const { stack } = synthesize([define(MINIMAL)], { stateBucket: 'ml-monitoring', ...props });
    const texts = stack.shared.node.metadata.map(({ data }) => String(data));
    return texts.filter((text) => text.includes('the existing bucket keeps'));
  };
  expect(warningsOf({})).toEqual([]);
  expect(warningsOf(READING)).toEqual([
    expect.stringMatching(/keeps rows and parts of large windows of .*window_parts\/ 7 days/),
  ]);
});
