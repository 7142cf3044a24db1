import { describe, expect, it } from 'vitest';
import { ContextError, contextNumber } from '../../bin/context-number.ts';

const RANGE = { from: 512, to: 10_240 };

describe('contextNumber', () => {
  it.each([
    [undefined, undefined],
    ['512', 512],
    ['10240', 10_240],
  ])('reads %s', (given, expected) => {
    expect(contextNumber('memory', given, RANGE)).toBe(expected);
  });

  it.each(['511', '10241', '2048.5', '2 GB', '', ' ', 'NaN'])('refuses %j', (given) => {
    const read = () => contextNumber('memory', given, RANGE);
    expect(read).toThrow(ContextError);
    expect(read).toThrow(
      `the setting memory is ${JSON.stringify(given)}: it has to be a whole number from 512 to 10240`,
    );
  });
});
