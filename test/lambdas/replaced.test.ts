import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { NormalizedSchema } from '@smithy/core/schema';
import { table } from 'arquero';
import { describe, expect, it } from 'vitest';
import { EventStreamSerde, eventStreamSerdeProvider } from '../../lambdas/runtime/replaced/event-streams.ts';
import { parse } from '../../lambdas/runtime/replaced/expressions.ts';

const LAMBDAS = join(import.meta.dirname, '../../lambdas');

describe('what stands in for the parser of expressions', () => {
  it('is what arquero has in tests, where an expression fails as in a bundle', () => {
    const rows = table({ value: [1] });
    expect(() => rows.filter('(d) => d.value > 0')).toThrow('Expression parse error: (d) => d.value > 0');
    expect(() => rows.groupby('value')).toThrow('Expression parse error: value');
    expect(() => rows.count()).toThrow('Expression parse error: d => op.count()');
    expect(() => parse()).toThrow('a bundled function cannot parse JavaScript');
  });
});

describe('what stands in for event streams', () => {
  it('lets a client be made, and refuses an operation that streams events', () => {
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
