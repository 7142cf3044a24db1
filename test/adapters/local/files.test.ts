import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AlertFile, MetricFile } from '../../../lambdas/adapters/local/files.ts';
import type { Alert } from '../../../lambdas/core/alerts.ts';

let path: string;
beforeEach(async () => {
  path = join(await mkdtemp(join(tmpdir(), 'local-files-')), 'lines.jsonl');
});
afterEach(() => rm(join(path, '..'), { recursive: true }));

const alert = (dedupeKey: string) => ({ dedupeKey, title: `about "${dedupeKey}"` }) as Alert;
const lines = async () => (await readFile(path, 'utf8')).split('\n');

describe('the file of alerts', () => {
  it('holds an alert once, however often it is sent', async () => {
    for (const key of ['a/"1"', 'a', 'a/"1"', 'b', 'a']) await new AlertFile(path).send(alert(key));
    expect((await lines()).slice(0, -1).map((line) => JSON.parse(line).dedupeKey)).toEqual(['a/"1"', 'a', 'b']);
  });

  it('has an alert whose key another one only mentions', async () => {
    await new AlertFile(path).send({ ...alert('a'), text: '"b"' } as Alert);
    await writeFile(path, JSON.stringify({ dedupeKey: 'a', other: 'b' }).concat('\n'));
    await new AlertFile(path).send(alert('b'));
    expect(await lines()).toHaveLength(3);
  });
});

describe('after a line that was cut off', () => {
  it('an alert has a line of its own, and the alert of the cut line is written again', async () => {
    await writeFile(path, '{"dedupeKey":"a","tit');
    await new AlertFile(path).send(alert('a'));
    expect((await lines()).map((line) => line.slice(0, 21))).toEqual([
      '{"dedupeKey":"a","tit',
      '{"dedupeKey":"a","tit',
      '',
    ]);
  });

  it('a metric has a line of its own', async () => {
    await writeFile(path, '{"name":"Acc');
    await new MetricFile(path).publish([{ name: 'Accuracy', value: 1, unit: 'None', time: 0, dimensions: {} }]);
    expect((await lines())[1]).toBe(
      '{"name":"Accuracy","value":1,"unit":"None","time":"1970-01-01T00:00:00.000Z","dimensions":{}}',
    );
  });
});
