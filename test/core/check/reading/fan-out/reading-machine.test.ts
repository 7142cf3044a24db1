import validate from 'asl-validator';
import { expect, it } from 'vitest';
import { readingMachine } from '../../../../../lambdas/core/check/reading/fan-out/reading-machine.ts';
import { readingStepSchema } from '../../../../../lambdas/core/check/reading/fan-out/steps.ts';

const MACHINE = readingMachine({
  readFunction: 'arn:aws:lambda:us-east-1:123456789012:function:read',
  checkFunction: 'arn:aws:lambda:us-east-1:123456789012:function:check',
  bucket: 'bucket',
  maxConcurrency: 10,
  toleratedFailurePercentage: 0,
});

it('is Amazon States Language', () => {
  // It writes into what it is given.
  expect(validate(structuredClone(MACHINE)).errorsText()).toBe('');
});

it('asks for every step that the function has, with its fields and no others', () => {
  const requests = Object.values(MACHINE.States).flatMap(({ ItemSelector, Arguments }) => {
    const { Payload } = (Arguments ?? {}) as { readonly Payload?: unknown };
    return [ItemSelector, Payload].filter((request) => typeof request === 'object') as Record<string, string>[];
  });
  const fields = requests.map((request) => [request.step, Object.keys(request).sort()]);
  const known = readingStepSchema.options.map(({ shape }) => [shape.step.value, Object.keys(shape).sort()]);
  expect(new Map(fields as [string, string[]][])).toEqual(new Map(known as [string, string[]][]));
});
