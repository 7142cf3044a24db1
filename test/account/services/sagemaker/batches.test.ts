import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assemble, PayloadError, requestsOf } from './batches.ts';
import type { TransformInput } from './transform-input.ts';

function job(SplitType: 'Line' | 'None', more: Partial<TransformInput> = {}): TransformInput {
  const input = { DataSource: { S3DataSource: { S3DataType: 'S3Prefix' as const, S3Uri: 's3://data/in' } }, SplitType };
  return {
    TransformJobName: 'job',
    ModelName: 'model',
    TransformInput: input,
    TransformOutput: { S3OutputPath: 's3://data/out' },
    TransformResources: { InstanceType: 'ml.m5.large', InstanceCount: 1 },
    ...more,
  };
}
const SINGLE = { BatchStrategy: 'SingleRecord', MaxPayloadInMB: 1 } as const;
const MULTI = { BatchStrategy: 'MultiRecord', MaxPayloadInMB: 1 } as const;

describe('the requests of a batch transform', () => {
  it('are lines, as many lines as fit, or the file', () => {
    expect(requestsOf('a\nb\n\nc\n', job('Line', SINGLE))).toEqual(['a', 'b', '', 'c']);
    expect(requestsOf('a\nb\n\nc\n', job('Line', MULTI))).toEqual(['a\nb\n\nc']);
    expect(requestsOf('a\nb\n', job('None', SINGLE))).toEqual(['a\nb\n']);
  });

  it('hold no more than the payload', () => {
    const half = 'x'.repeat(2 ** 19 - 1);
    expect(requestsOf(`${half}\n${half}\n${half}`, job('Line', MULTI))).toEqual([`${half}\n${half}`, half]);
    const large = 'x'.repeat(2 ** 20);
    expect(requestsOf(large, job('Line', SINGLE))).toEqual([large]);
    expect(() => requestsOf(`${large}x`, job('Line', SINGLE))).toThrow(PayloadError);
  });

  it('hold every line once and in order', () => {
    const lines = fc.array(fc.string({ unit: fc.constantFrom('a', 'ü', ','), maxLength: 5 }), { minLength: 1 });
    fc.assert(
      fc.property(lines, (given) => {
        const text = `${given.join('\n')}\n`;
        for (const strategy of [SINGLE, MULTI])
          expect(requestsOf(text, job('Line', strategy)).join('\n')).toBe(given.join('\n'));
      }),
    );
  });
});

describe('the answers of a batch transform', () => {
  it('are joined as they are, or each ends its line', () => {
    expect(assemble(['0.1', '0.2\n'])).toBe('0.10.2\n');
    expect(assemble(['0.1', '0.2\n'], 'Line')).toBe('0.1\n0.2\n');
  });
});
