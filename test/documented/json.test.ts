import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type Block, blocksOf, placeOf, ROOT } from './blocks.ts';

const texts = z.union([z.string(), z.array(z.string()).min(1)]);
const statementSchema = z.strictObject({
  Sid: z
    .string()
    .regex(/^[A-Za-z0-9]+$/)
    .optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Principal: z.union([z.strictObject({ AWS: texts }), z.strictObject({ Service: texts })]),
  Action: texts,
  Resource: texts,
  Condition: z
    .partialRecord(z.enum(['StringEquals', 'StringEqualsIfExists', 'ArnLike']), z.record(z.string(), texts))
    .optional(),
});
/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html */
const policySchema = z.strictObject({ Version: z.literal('2012-10-17'), Statement: z.array(statementSchema).min(1) });

/** Actions that exist, by AWS's service reference. */
const ACTIONS = Object.keys(JSON.parse(readFileSync(join(ROOT, 'test/lib/reference/iam-actions.json'), 'utf8')));

function expectActions(service: string, action: string | readonly string[]): void {
  for (const each of [action].flat()) {
    expect(each.split(':', 1)[0]).toBe(service);
    const pattern = new RegExp(`^${each.replaceAll('*', '.*')}$`);
    expect(ACTIONS.filter((name) => pattern.test(name)).length, each).toBeGreaterThan(0);
  }
}

const parsed = <T extends z.ZodType>(schema: T, { text }: Block) => schema.parse(JSON.parse(text));
const named = (blocks: readonly Block[]) => blocks.map((block) => [placeOf(block), block] as const);

describe('JSON on pages', () => {
  it.each([
    ...blocksOf('json key-policy').map((block) => ['kms', block] as const),
    ...blocksOf('json topic-policy').map((block) => ['sns', block] as const),
    ...blocksOf('json bucket-policy').map((block) => ['s3', block] as const),
  ])('is a policy of %s', (service, block) => {
    for (const { Action } of parsed(policySchema, block).Statement) expectActions(service, Action);
  });

  it.each(named(blocksOf('json key-policy-statement')))('%s is a statement of a key', (_, block) => {
    expectActions('kms', parsed(statementSchema, block).Action);
  });

  it.each(named(blocksOf('json cdk')))('%s is a cdk.json that runs a program of the package', (_, block) => {
    const { app } = parsed(z.strictObject({ app: z.string() }), block);
    const [, program] = /^node node_modules\/driftwarden\/dist\/(\w+)\.js$/.exec(app)!;
    const programs = readFileSync(join(ROOT, 'package/build/programs.ts'), 'utf8');
    expect(programs).toMatch(new RegExp(`^  ${program}: 'bin/${program}.ts',$`, 'm'));
  });
});
