import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const PAGE = readFileSync(join(ROOT, 'docs/assumptions.md'), 'utf8');

/** Actions of IAM whose names are not those of the calls, and those that a call needs besides. */
const ACTIONS: Readonly<Record<string, readonly string[]>> = {
  ListObjectsV2: ['ListBucket'],
  ListObjectVersions: ['ListBucketVersions'],
  ListBuckets: ['ListAllMyBuckets'],
  DeleteObjects: ['DeleteObject', 'DeleteObjectVersion'],
  Invoke: ['InvokeFunction'],
  CreateQueue: ['CreateQueue', 'TagQueue'],
  CreateTrainingJob: ['CreateTrainingJob', 'AddTags', 'PassRole'],
  // It needs no permission.
  GetCallerIdentity: [],
};

describe('the permissions of a run', () => {
  it('are on the page, and no others', () => {
    const files = readdirSync(join(ROOT, 'smoke'), { recursive: true, encoding: 'utf8' });
    const sources = files
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(join(ROOT, 'smoke', name), 'utf8'));
    const calls = sources.flatMap((text) => [
      ...[...text.matchAll(/new (\w+)Command\(/g)].map(([, call]) => call),
      ...[...text.matchAll(/paginate(\w+)\(/g)].map(([, call]) => call),
    ]);
    const needed = new Set(calls.flatMap((call) => ACTIONS[call] ?? [call]));
    const [, table] = PAGE.split('| service | actions |');
    const rows = table.split('\n').filter((line) => line.startsWith('| `'));
    const listed = rows.flatMap((row) => [...row.split(' | ')[1].matchAll(/`(\w+)`/g)].map(([, action]) => action));
    expect(calls.length).toBeGreaterThan(40);
    expect(listed.sort()).toEqual([...needed].sort());
  });
});
