import { describe, expect, it } from 'vitest';
import { AmbiguousPlatformError } from '../../lib/monitoring-stack.ts';
import { MAX_MONITORS } from '../../lib/stack-limits.ts';
import { define, defineMany, FLIGHTS, mostThatFit } from './definitions.ts';
import { type SynthesizedTemplate, synthesizeNested, type TemplateResource } from './templates.ts';

const PARENT = 'Test.template.json';

function ofType(templates: Iterable<SynthesizedTemplate>, type: string): TemplateResource[] {
  return [...templates].flatMap(({ Resources }) => Object.values(Resources).filter(({ Type }) => Type === type));
}

describe('a thousand monitors in one deployment', { timeout: 120_000 }, () => {
  const definitions = defineMany(1000);
  const { stack, templates } = synthesizeNested(definitions);
  const nested = [...templates].filter(([file]) => file !== PARENT).map(([, template]) => template);

  it('are in nested stacks within the limits of CloudFormation', () => {
    expect(nested.length).toBeGreaterThan(1000 / MAX_MONITORS);
    for (const { Resources, Parameters, Outputs, bytes } of templates.values()) {
      expect(Object.keys(Resources).length).toBeLessThanOrEqual(500);
      expect(Object.keys(Parameters).length).toBeLessThanOrEqual(200);
      expect(Object.keys(Outputs).length).toBeLessThanOrEqual(200);
      expect(bytes).toBeLessThanOrEqual(1_000_000);
    }
  });

  it('have all their schedules, alarms and dashboards, and what is shared once', () => {
    const found = (type: string) => ofType(templates.values(), type).length;
    expect(found('AWS::Scheduler::Schedule')).toBe(2000 + 1);
    expect(found('AWS::CloudWatch::Dashboard')).toBe(1000);
    // One for each function of a nested stack; the dead letters, undelivered messages and the watchdog.
    expect(found('AWS::CloudWatch::Alarm')).toBe(3 * nested.length + 3);
    expect(found('AWS::Lambda::Function')).toBe(3 * nested.length + 1);
    for (const type of ['AWS::S3::Bucket', 'AWS::SNS::Topic', 'AWS::SQS::Queue', 'AWS::KMS::Key']) {
      expect(found(type)).toBe(1);
    }
    expect(stack.monitors.map(({ monitor }) => monitor.name)).toEqual(definitions.map(({ monitor }) => monitor.name));
  });

  it('send messages for all alarms', () => {
    const silent = ofType(templates.values(), 'AWS::CloudWatch::Alarm').filter(
      ({ Properties }) => Properties.AlarmActions?.length !== 1,
    );
    expect(silent).toEqual([]);
  });

  it('keep the bucket of a deployment that had fewer', () => {
    const { Resources } = templates.get(PARENT)!;
    expect(Object.entries(Resources).filter(([, { Type }]) => Type === 'AWS::S3::Bucket')).toEqual([
      ['PlatformStateBucket729EB67A', expect.anything()],
    ]);
  });

  it("stay within IAM's limits, each role with the places of its own group only", () => {
    for (const { Resources, Outputs } of nested) {
      const own = new Set(Object.values(Outputs).flatMap(({ Description }) => Description ?? []));
      const policies = Object.values(Resources).filter(({ Type }) => /^AWS::IAM::(Managed)?Policy$/.test(Type));
      const attached = policies.filter(({ Type }) => Type === 'AWS::IAM::ManagedPolicy');
      const roles = new Set(attached.map(({ Properties }) => Properties.Roles[0].Ref));
      for (const role of roles) {
        expect(attached.filter(({ Properties }) => Properties.Roles[0].Ref === role).length).toBeLessThanOrEqual(10);
      }
      const named = JSON.stringify(policies).match(/flight-delays-\d{4}/g)!;
      expect(named.filter((name) => !own.has(name))).toEqual([]);
    }
  });

  it('are found by their names: an output says in which stack', () => {
    for (const { monitor } of [definitions[0], definitions[999]]) {
      const outputs = nested.flatMap(({ Outputs }) => Object.values(Outputs));
      expect(outputs.filter(({ Description }) => Description === monitor.name)).toEqual([
        { Description: monitor.name, Value: { Ref: 'AWS::StackName' } },
      ]);
    }
    for (const { Outputs } of nested) {
      expect(Object.keys(Outputs)).toEqual(
        expect.arrayContaining(['BuildBaselineFunction', 'CheckDriftFunction', 'CheckAccuracyFunction']),
      );
    }
  });

  it('are on several platforms', () => {
    expect(() => stack.platform).toThrow(AmbiguousPlatformError);
    expect(stack.platforms).toHaveLength(nested.length);
  });
});

describe('monitors with much to show', { timeout: 120_000 }, () => {
  const features = (length: number) => Array.from({ length: 20 }, (_, i) => `f${i}`.padEnd(length, 'x'));
  const limits = 'roc_auc < 0.7, precision < 0.5, recall < 0.5, f1 < 0.5, log_loss > 0.5, brier_score > 0.3';

  it.each([
    ['short names', 8, 20, 67],
    ['long names', 255, 63, 35],
  ])('are fewer in a stack, whose template stays below a megabyte: %s', (_, featureLength, nameLength, most) => {
    const named = features(featureLength).join(', ');
    const text = FLIGHTS.replace('hour, distance', named)
      .replace('accuracy < 0.85', `accuracy < 0.85, ${limits}`)
      .concat(`drift: { publish: [${named}] }\n`);
    const definitions = mostThatFit((i) => define(text, `m${i}-`.padEnd(nameLength, 'x')));
    // As many as the estimate of a template's size lets into 900,000 bytes.
    expect(definitions).toHaveLength(most);
    expect(most).toBeLessThan(MAX_MONITORS);
    const [[, { bytes }], ...others] = synthesizeNested(definitions).templates;
    expect(others).toEqual([]);
    expect(bytes).toBeLessThanOrEqual(1_000_000);
    expect(bytes).toBeGreaterThan(500_000);
  });
});

describe('one monitor more', { timeout: 60_000 }, () => {
  it('adds its schedules, alarms and dashboard, and changes what its own group may read', () => {
    const before = synthesizeNested(defineMany(100)).templates;
    const after = synthesizeNested(defineMany(101)).templates;
    expect([...after.keys()]).toEqual([...before.keys()]);
    const changes = [...after].flatMap(([file, { Resources }]) =>
      Object.entries(Resources)
        .filter(([id, resource]) => JSON.stringify(before.get(file)!.Resources[id]) !== JSON.stringify(resource))
        .map(([id, { Type }]) => ({ file, Type, added: !(id in before.get(file)!.Resources) })),
    );
    expect(new Set(changes.map(({ file }) => file)).size).toBe(1);
    const policies = changes.filter(({ Type }) => Type.startsWith('AWS::IAM::'));
    expect(policies.length).toBeGreaterThan(0);
    expect(changes.filter((change) => !policies.includes(change)).map(({ Type, added }) => [Type, added])).toEqual([
      ['AWS::CloudWatch::Dashboard', true],
      ['AWS::Scheduler::Schedule', true],
      ['AWS::Scheduler::Schedule', true],
    ]);
  });
});
