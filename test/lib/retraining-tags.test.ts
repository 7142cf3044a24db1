import { App, Aws, NestedStack, Stack, Tags } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { describe, expect, it } from 'vitest';
import { MonitoringPlatform } from '../../lib/monitoring-platform.ts';
import { define, FLIGHTS, RETRAINED } from './definitions.ts';
import { resourcesOf, synthesize } from './templates.ts';

/** The tags that each function of a template gives to what it creates; without those that have no such variable. */
function handedOn(template: Template): Record<string, unknown> {
  const functions = [...resourcesOf(template, 'AWS::Lambda::Function')];
  const tags = functions.map(([id, { Properties }]) => [id, Properties.Environment?.Variables?.RESOURCE_TAGS] as const);
  return Object.fromEntries(
    tags
      .filter(([, given]) => given !== undefined)
      .map(([id, given]) => [
        id.replace(/^Platform|[0-9A-F]{8}$/g, ''),
        typeof given === 'string' ? JSON.parse(given) : given,
      ]),
  );
}

const BY_FUNCTION = (tags: unknown) => ({
  RetrainingControlFunction: tags,
  RetrainingDataFunction: tags,
  RetrainingOperationsFunction: tags,
});

/** A platform in a stack of a CDK app. @param change Adds tags as an app does. */
function inApp(stack: Stack, change: (stack: Stack, platform: MonitoringPlatform) => void): Template {
  const platform = new MonitoringPlatform(stack, 'Platform', { definitions: [define(RETRAINED)] });
  change(stack, platform);
  return Template.fromStack(stack);
}

describe('the tags of a stack', () => {
  it('are handed on by the functions that say what a retraining creates', () => {
    const { template } = synthesize([define(RETRAINED)], { tags: { team: 'ml', stage: '' } });
    expect(handedOn(template)).toEqual(BY_FUNCTION({ team: 'ml', stage: '' }));
  });

  it('are none where it has none', () => {
    expect(handedOn(synthesize([define(RETRAINED)]).template)).toEqual({});
  });

  it('are also those that an app adds later, the nearest of a key', () => {
    const stack = new Stack(new App(), 'Stack', { tags: { team: 'ml', stage: 'test' } });
    const template = inApp(stack, (stack, platform) => {
      Tags.of(platform).add('stage', 'prod');
      Tags.of(stack).add('cost-center', '12');
    });
    expect(handedOn(template)).toEqual(BY_FUNCTION({ team: 'ml', stage: 'prod', 'cost-center': '12' }));
  });

  it('are in a nested stack those of the stacks around it too', () => {
    const outer = new Stack(new App(), 'Outer', { tags: { team: 'ml', stage: 'test' } });
    const template = inApp(new NestedStack(outer, 'Inner'), (inner) => {
      Tags.of(outer).add('team', 'research');
      Tags.of(inner).add('stage', 'prod');
    });
    expect(handedOn(template)).toEqual(BY_FUNCTION({ team: 'research', stage: 'prod' }));
  });

  it('may be known only when it is deployed', () => {
    const template = inApp(new Stack(new App(), 'Stack'), (stack) => Tags.of(stack).add('region', Aws.REGION));
    const text = { 'Fn::Join': ['', ['{"region":"', { Ref: 'AWS::Region' }, '"}']] };
    expect(handedOn(template)).toEqual(BY_FUNCTION(text));
  });

  it.each<[string, Record<string, string>, RegExp]>([
    ['a character', { team: 'a*b' }, /the value "a\*b" of the tag "team" has other characters than letters/],
    ['their number', Object.fromEntries(Array.from({ length: 49 }, (_, i) => [`k${i}`, ''])), /there are 49 tags/],
    [
      'their size, which is more than the environment of a function can hold',
      Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`k${i}`, 'v'.repeat(256)])),
      /the tags have 3\d{3} bytes as JSON; accepted: up to 2800/,
    ],
  ])('end the synthesis if they cannot be handed on: %s', (_, tags, problem) => {
    expect(() => synthesize([define(RETRAINED)], { tags })).toThrow(problem);
    expect(() => synthesize([define(FLIGHTS)], { tags })).not.toThrow();
  });
});
