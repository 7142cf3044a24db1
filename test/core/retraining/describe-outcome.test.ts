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
