import { createHash, createHmac } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { NormalizedSchema } from '@smithy/core/schema';
import { table } from 'arquero';
import { describe, expect, it } from 'vitest';
import { EventStreamSerde, eventStreamSerdeProvider } from '../../lambdas/runtime/replaced/event-streams.ts';
import { parse } from '../../lambdas/runtime/replaced/expressions.ts';
import { Crc32, Md5, readableStreamHasher, Sha1, Sha256, Sha512 } from '../../lambdas/runtime/replaced/hashes.ts';

const LAMBDAS = join(import.meta.dirname, '../../lambdas');

describe('the replacement of the expression parser', () => {
  it('is in place in tests too, so that an expression fails as in a bundle', () => {
    const rows = table({ value: [1] });
    expect(() => rows.filter('(d) => d.value > 0')).toThrow('Expression parse error: (d) => d.value > 0');
    expect(() => rows.groupby('value')).toThrow('Expression parse error: value');
    expect(() => rows.count()).toThrow('Expression parse error: d => op.count()');
    expect(() => parse()).toThrow('a bundled function cannot parse JavaScript');
  });
});

describe('the replacement of event streams', () => {
  it('allows a client to be created, and refuses an operation that streams events', () => {
    expect(eventStreamSerdeProvider()).toBeDefined();
    expect(() => new EventStreamSerde()).toThrow('a bundled function cannot stream events');
  });

  it('is not needed by an operation that a function calls', async () => {
    const operations = await calledOperations();
    expect(operations.map(({ name }) => name)).toContain('GetObject');
    expect(operations.filter(({ schema }) => streamsEvents(schema)).map(({ name }) => name)).toEqual([]);
    const { SelectObjectContent$ } = await import('@aws-sdk/client-s3');
    expect(streamsEvents(SelectObjectContent$)).toBe(true);
  });
});

/** A schema of the SDK: what goes in and comes out stands at the end. */
type Operation = readonly unknown[];

/** Every operation whose command a source of the functions imports. */
async function calledOperations(): Promise<{ name: string; schema: Operation }[]> {
  const files = readdirSync(LAMBDAS, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const imports = files.flatMap((file) => [
    ...readFileSync(join(LAMBDAS, file), 'utf8').matchAll(/import \{([^}]+)\} from '(@aws-sdk\/client-[^']+)'/g),
  ]);
  const operations = imports.flatMap(([, names, client]) =>
    [...names.matchAll(/\b(\w+)Command\b/g)].map(([, name]) => ({ name, client })),
  );
  return Promise.all(
    operations.map(async ({ name, client }) => {
      const schema: Operation | undefined = (await import(client))[`${name}$`];
      if (schema === undefined) throw new Error(`${client} has no schema of ${name}`);
      return { name, schema };
    }),
  );
}

function streamsEvents(operation: Operation): boolean {
  return operation.slice(-2).some((shape) => NormalizedSchema.of(shape as never).getEventStreamMember() !== '');
}

describe('what stands in for hashes', () => {
  const PARTS = [new TextEncoder().encode('The same '), 'bytes, ', new Uint8Array([0, 255, 128, 7]).buffer] as const;

  it.each([
    ['md5', Md5, undefined],
    ['sha1', Sha1, undefined],
    ['sha256', Sha256, undefined],
    ['sha512', Sha512, undefined],
    ['sha256', Sha256, 'a secret'],
    ['sha256', Sha256, new Uint8Array([1, 2, 3])],
  ] as const)('%s is that of Node, in parts and from the start again', async (algorithm, Kind, secret) => {
    const expected = secret === undefined ? createHash(algorithm) : createHmac(algorithm, secret);
    for (const part of PARTS) expected.update(part instanceof ArrayBuffer ? new Uint8Array(part) : part);
    const hash = new Kind(secret);
    hash.update('something else');
    hash.reset();

    for (const part of PARTS) hash.update(part);
    const digest = await hash.digest();

    expect(Buffer.from(digest)).toEqual(expected.digest());
    expect(digest).toHaveLength(hash.digestLength);
  });

  it('hashes a stream, and checks by CRC-32', async () => {
    const bytes = await readableStreamHasher(Crc32, Readable.from([Buffer.from('1234'), Buffer.from('56789')]));

    // The check value of CRC-32/ISO-HDLC.
    expect(Buffer.from(bytes).toString('hex')).toBe('cbf43926');
  });
});
