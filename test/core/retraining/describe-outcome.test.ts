import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeOutcome } from '../../../lambdas/core/retraining/describe-outcome.ts';
import { Redactor } from '../../../lambdas/core/text/redactor.ts';
import { hostileText } from '../report/tainted.ts';

const outcome = (cause: string) => ({ end: 'failed', at: 'Train', error: 'States.TaskFailed', cause }) as const;

describe('describeOutcome', () => {
  it.each([
    ['what a step said', { end: 'kept-live', message: 'a tie' }, 'a tie'],
    ['nothing', { end: 'failed' }, 'the reason is unknown'],
    ['a plain cause', outcome('no such thing'), 'Train: States.TaskFailed: no such thing'],
    ['no cause', outcome(''), 'Train: States.TaskFailed'],
    ['a function’s error', outcome('{"errorMessage":"broken","trace":["a"]}'), 'Train: States.TaskFailed: broken'],
    ['a job’s reason', outcome('{"A":1,"FailureReason":"no \\"file\\""}'), 'Train: States.TaskFailed: no "file"'],
    ['a cause that was cut', outcome('{"FailureReason":"no \\"file\\"","Hyper'), 'Train: States.TaskFailed: no "file"'],
    ['JSON of another kind', outcome('[1]'), 'Train: States.TaskFailed: [1]'],
    ['null', outcome('null'), 'Train: States.TaskFailed: null'],
  ] as const)('is described: %s', (_name, given, text) => {
    expect(describeOutcome(given, Redactor.SHOW)).toBe(text);
  });

  const HIDDEN = 'Train: States.TaskFailed: the reason that the job gave is not shown, because it may quote the data';

  it.each([
    ['a job’s reason', outcome('{"A":1,"FailureReason":"row 3: Alice"}'), HIDDEN],
    ['a plain cause', outcome('row 3: Alice'), HIDDEN],
    // A function's error comes first in its cause; a container can only write what follows.
    ['a job’s reason like an error', outcome('{"A":1,"FailureReason":"x","errorMessage":"Alice"}'), HIDDEN],
    ['a function’s error', outcome('{"errorType":"E","errorMessage":"broken"}'), 'Train: States.TaskFailed: broken'],
    [
      'an error of SageMaker',
      { ...outcome('no such image'), error: 'SageMaker.ValidationException' },
      'Train: SageMaker.ValidationException: no such image',
    ],
    [
      'a command’s error',
      { ...outcome('FailedCommandError: Alice'), error: 'SageMaker.AmazonSageMakerException' },
      HIDDEN.replace('States.TaskFailed', 'SageMaker.AmazonSageMakerException'),
    ],
  ])('does not quote what a container may have read, where values are not shown: %s', (_name, given, text) => {
    for (const redactor of [Redactor.HIDE, new Redactor('hash', '0'.repeat(64))]) {
      expect(describeOutcome(given, redactor)).toMatch(text);
    }
  });

  it.each([
    ['a job’s reason', outcome('{"FailureReason":"see https://evil.example/a"}')],
    ['a plain cause', outcome('see https://evil.example/a')],
  ])('makes no links of %s', (_name, given) => {
    expect(describeOutcome(given, Redactor.SHOW)).toBe('Train: States.TaskFailed: see https[:]//evil[.]example/a');
  });

  it('is described in one printable line, whatever texts it holds', () => {
    fc.assert(
      fc.property(hostileText, (text) => {
        for (const given of [
          outcome(text),
          outcome(JSON.stringify({ FailureReason: text })),
          { end: 'failed' as const, message: text },
        ]) {
          const said = describeOutcome(given, Redactor.SHOW);
          expect(said.length).toBeLessThanOrEqual(300);
          expect(said).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u);
        }
      }),
    );
  });
});
