import { describe, expect, it } from 'vitest';
import { jobRoles, sharedOut, TooManyJobRolesError } from '../../lib/job-roles.ts';
import { define, FLIGHTS, RETRAINED } from './definitions.ts';
import { resolve } from './policies.ts';
import { synthesize } from './templates.ts';

const roleArn = (i: number) => `arn:aws:iam::111122223333:role/${`role-${i}`.padEnd(64, 'x')}`;
/** So many roles of so many monitors each, with long names. */
const many = (roles: number, monitors: number) =>
  new Map(
    Array.from({ length: roles }, (_, i): [string, string[]] => [
      roleArn(i),
      Array.from({ length: monitors }, (_, j) => `m-${i}-${j}-`.padEnd(63, 'x')),
    ]),
  );

describe('roles of jobs', () => {
  it('are those of the monitors that retrain', () => {
    const other = RETRAINED.replace('role/ml-training', 'role/other');
    const definitions = [define(RETRAINED), define(FLIGHTS, 'quiet'), define(other, 'b'), define(RETRAINED, 'c')];
    expect(jobRoles(definitions)).toEqual(
      new Map([
        ['arn:aws:iam::111122223333:role/ml-training', ['flight-delays', 'c']],
        ['arn:aws:iam::111122223333:role/other', ['b']],
      ]),
    );
    expect(sharedOut(new Map())).toEqual([]);
  });

  it.each([
    ['one of one', 1, 1, 1],
    ['several, each of its own monitors', 4, 2, 4],
    ['one of very many', 1, 200, 1],
    ['very many', 45, 1, 1],
  ])('fit into a bucket policy: %s', (_, roles, monitors, statements) => {
    const access = sharedOut(many(roles, monitors));

    expect(access).toHaveLength(statements);
    expect(new Set(access.flatMap((each) => each.roles)).size).toBe(roles);
    const exact = access.every(({ names }) => !names.includes('*'));
    expect(exact).toBe(roles * monitors <= 8);

    const { stack } = synthesize([define(FLIGHTS)]);
    stack.shared.state.grantJobs(many(roles, monitors));
    const document = stack.resolve(stack.shared.state.bucket.policy!.document);
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html
    expect(JSON.stringify(resolve(document)).length).toBeLessThanOrEqual(20 * 1024);
  });

  it('are refused when a bucket policy cannot name them', () => {
    expect(() => sharedOut(many(300, 1))).toThrow(TooManyJobRolesError);
    expect(() => sharedOut(many(300, 1))).toThrow(/have 300 roles .* let monitors share a role/);
  });
});
