import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { csv } from './made-data.ts';
import { openFolder } from './shop.ts';

const DAY = 86_400_000;
const START = Date.parse('2026-03-02T00:00:00Z');
const MONITOR = `model: m
problem: regression
capture: { uri: ../captures, format: csv, time: at, features: [content], prediction: { value: v } }
baseline: { uri: ../training.csv, value: v }
`;

it('a value is shown on the terminal as it is in the data, and is no link in the message that is sent', async () => {
  const shop = openFolder();
  const value = (i: number) => ((i * 37) % 101) / 10;
  shop.write('monitors/m.yaml', MONITOR);
  shop.write('training.csv', csv(Array.from({ length: 1000 }, (_, i) => ({ content: value(i), v: value(i) }))));
  const rows = Array.from({ length: 1000 }, (_, i) => ({
    at: new Date(START + (i * DAY) / 1000).toISOString(),
    content: i % 4 === 0 ? 'k.A.' : value(i),
    v: value(i),
  }));
  shop.write('captures/day.csv', csv(rows));
  expect(await shop.run(['baseline', 'm'])).toMatchObject({ code: 0 });
  const { stdout, stderr } = await shop.run(['check', 'm', '--window', '2026-03-02']);
  expect(stdout).toContain('(k.A.)');
  expect(stderr).toContain('(k.A.)');
  expect(stdout + stderr).not.toContain('[.]');
  const { stdout: json } = await shop.run(['check', 'm', '--window', '2026-03-02', '--json', '--dry-run']);
  expect(json).toContain('(k[.]A.)');
  expect(readFileSync(join(shop.folder, 'store/m/alerts.jsonl'), 'utf8')).toContain('(k[.]A.)');
});
