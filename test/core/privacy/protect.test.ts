import { types } from 'node:util';
import { describe, expect, it } from 'vitest';
import { BaselineError } from '../../../lambdas/core/baseline/document.ts';
import { PositiveClassError } from '../../../lambdas/core/performance/errors.ts';
import { protectError, protecting } from '../../../lambdas/core/privacy/protect.ts';
import { quoting, Redactor } from '../../../lambdas/core/text/redactor.ts';
import { isRevealing } from './secrets.ts';
import { textsOfError } from './sent-texts.ts';

const SECRET = 'qzxj1';

/** An error as it is thrown somewhere. */
function thrown(make: () => unknown): unknown {
  try {
    throw make();
  } catch (error) {
    return error;
  }
}

function syntaxError(): unknown {
  try {
    return JSON.parse(`{${SECRET}`);
  } catch (error) {
    return error;
  }
}

const withFields = Object.assign(new TypeError(`${SECRET} is no function`), {
  value: SECRET,
  cause: new Error(SECRET),
});

const UNKNOWN = 'the message is not shown, because it may quote the data (privacy.values)';

describe('an error that leaves a monitor that hides values', () => {
  it.each<[string, () => unknown, name: string, message: string]>([
    ['of a parser', syntaxError, 'SyntaxError', UNKNOWN],
    ['with fields and a cause', () => withFields, 'TypeError', UNKNOWN],
    ['that is no error', () => SECRET, 'Error', UNKNOWN],
    ['with lines like places', () => new RangeError(`x\n    at ${SECRET} (a:1:1)`), 'RangeError', UNKNOWN],
    [
      'that can speak without values',
      () => new PositiveClassError([SECRET, 'b']),
      'PositiveClassError',
      'which class is the positive one? The labels and predictions have 2 classes; name it with "positive" ' +
        '(--positive on the command line): without it, only 1 of 0 and 1 and true of true and false count as positive',
    ],
    [
      'made to speak without values',
      () => quoting(BaselineError, (redactor) => `no label is ${redactor.text(SECRET)}`),
      'BaselineError',
      'no label is (hidden)',
    ],
    [
      'about a place, with a cause',
      () => new BaselineError(`data/city=${SECRET}/a.csv is empty`, { cause: syntaxError() }),
      'BaselineError',
      'data/city=(hidden)/a.csv is empty',
    ],
  ])('%s', (_name, make, name, message) => {
    const given = thrown(make);
    const error = protectError(given, Redactor.HIDE) as Error;

    expect([error.name, error.message]).toEqual([name, message]);
    expect(error).toBeInstanceOf(Error);
    expect(types.isNativeError(error)).toBe(true);
    if (given instanceof Error) expect(Object.getPrototypeOf(error)).toBe(Object.getPrototypeOf(given));
    expect([...textsOfError(error)].filter(({ text }) => isRevealing(text))).toEqual([]);
    expect(error.stack).toMatch(new RegExp(`^${name}: `));
    expect(error.cause).toBeUndefined();
  });

  it('says where it was thrown', () => {
    const error = protectError(thrown(syntaxError), Redactor.HIDE) as Error;
    expect(error.stack).toContain('protect.test.ts');
    expect(
      error.stack
        ?.split('\n')
        .slice(1)
        .every((line) => /^ {4}at /.test(line)),
    ).toBe(true);
  });

  it('is as it was where it quotes nothing: settings, names, places, and the words of services', () => {
    const plain = [
      new BaselineError('orders has no baseline yet'),
      Object.assign(new Error('Access Denied'), { name: 'AccessDenied', $metadata: {} }),
      Object.assign(new Error("ENOENT: no such file or directory, open 'a'"), { code: 'ENOENT', syscall: 'open' }),
    ];
    for (const error of plain) expect((protectError(error, Redactor.HIDE) as Error).message).toBe(error.message);
  });

  it('is protected once: catching it again changes nothing', () => {
    const once = protectError(new PositiveClassError([SECRET]), Redactor.HIDE);
    expect(protectError(once, Redactor.HIDE)).toBe(once);
  });

  it.each([
    ['show', true],
    ['hash', false],
    ['hide', false],
  ] as const)('comes out of its work: %s', async (values, isSame) => {
    const error = new TypeError(SECRET);
    const caught = await protecting({ privacy: { values } }, () => Promise.reject(error)).catch((other) => other);
    expect(caught === error).toBe(isSame);
    expect(isRevealing(caught.message)).toBe(isSame);
  });
});
