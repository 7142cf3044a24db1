import { describe, expect, it } from 'vitest';
import { loadBaseline } from '../../../../lambdas/core/baseline/document.ts';
import { registerStep } from '../../../../lambdas/core/retraining/steps/register.ts';
import { type Cell, writeCaptures, writeLabels } from '../../stories/fixtures.ts';
import { DAY, dayName, FIRST_DAY, HOUR } from '../../stories/story-fixture.ts';
import { monitorFile, RetrainingStory } from './retraining-fixture.ts';

const CAPTURE = '{ uri: captures, features: [weight, depot], prediction: { score: 0 } }';
const DEPOTS = ['north', 'ea,st'];

type Format = 'csv' | 'jsonl';

/** Two windows of training rows each and one of 4 to judge on, prepared, with a manifest and the candidate's answers. */
async function openStory(format: Format, rows = 10): Promise<RetrainingStory> {
  const story = await RetrainingStory.open(monitorFile(`  data: { format: ${format} }`, CAPTURE));
  await prepare(story, 0, rows, 'training');
  await prepare(story, 1, rows, 'training');
  await prepare(story, 2, 4, 'held-out');
  await story.manifest();
  await story.write(story.keys.answers('candidate', dayName(2), format), '0.1\n0.9\n0.2\n0.8\n');
  return story;
}

async function prepare(story: RetrainingStory, day: number, rows: number, part: 'training' | 'held-out') {
  const row = (i: number): readonly Cell[] => [i + 1, DEPOTS[i % 2]];
  const idOf = (i: number) => `parcel-${day}-${i}`;
  const all = Array.from({ length: rows }, (_, i) => i);
  const noon = FIRST_DAY + day * DAY + 12 * HOUR;
  writeCaptures(
    story.fixture,
    all.map((i) => ({ time: noon + i * 1000, rows: [row(i)], answers: [0.5], inferenceId: idOf(i) })),
  );
  // Later labels come in the order of the days.
  writeLabels(
    story.fixture,
    FIRST_DAY + (5 + day) * DAY,
    all.map((i) => ({ id: idOf(i), values: [i % 2] })),
  );
  await story.prepare(dayName(day), part);
}

function register(story: RetrainingStory) {
  const { monitor, id, execution } = story.request('manifest');
  const request = { step: 'register' as const, monitor, id, execution, artifacts: 's3://m/model.tar.gz', model: 'c' };
  return registerStep(request, story.context());
}

/** Changes what one training file holds. */
async function edit(story: RetrainingStory, day: number, format: Format, change: (text: string) => string) {
  const key = story.keys.training(dayName(day), format);
  await story.write(key, change((await story.text(key))!));
}

async function promise(story: RetrainingStory, training: number) {
  const manifest = JSON.parse((await story.text(story.keys.manifest))!);
  await story.write(story.keys.manifest, JSON.stringify({ ...manifest, rows: { ...manifest.rows, training } }));
}

const formats: Format[] = ['csv', 'jsonl'];

describe.each(formats)('registering a candidate trained on %s', (format) => {
  it('makes a baseline of as many rows as the manifest says', async () => {
    const story = await openStory(format);
    await register(story);
    const { baseline } = JSON.parse((await story.text(story.keys.registration))!);
    const { profile, performance } = await loadBaseline(story.store, story.fixture.monitor.name, baseline);
    expect([profile.rows, performance?.rows]).toEqual([20, 4]);
    expect(profile.columns.map(({ name, cells }) => [name, cells.missing])).toEqual([
      ['weight', 0],
      ['depot', 0],
    ]);
  });

  it('knows how the rows moved between the windows they come from', async () => {
    const story = await openStory(format, 120);
    await register(story);
    const { baseline } = JSON.parse((await story.text(story.keys.registration))!);
    const { movement } = await loadBaseline(story.store, story.fixture.monitor.name, baseline);
    expect(movement).toMatchObject({
      time: null,
      window: { days: 1 },
      windows: [0, 1].map((day) => ({ start: `${dayName(day)}T00:00:00Z`, rows: 120 })),
      answers: [],
    });
    expect(movement!.features.map(({ name }) => name)).toEqual(['weight', 'depot']);
    // Both days have the same rows.
    const [location] = movement!.features[0].shifts;
    expect(location.key).toBe('location');
    for (const effect of location.effects) expect(effect).toBeCloseTo(0, 6);
  });

  it.each<[string, number, (story: RetrainingStory) => Promise<void>]>([
    ['a file is empty', 10, (story) => edit(story, 0, format, () => '')],
    ['rows are cut off', 17, (story) => edit(story, 1, format, (text) => cutRows(text, 3))],
    ['the manifest promises more', 20, (story) => promise(story, 21)],
    ['the manifest promises fewer', 20, (story) => promise(story, 19)],
    ['a file came twice', 30, (story) => copyFile(story, format)],
  ])('refuses when %s', async (_, found, damage) => {
    const story = await openStory(format);
    await damage(story);
    const promised = JSON.parse((await story.text(story.keys.manifest))!).rows.training;
    const why = found < promised ? 'files are missing or cut' : 'files were added or changed';
    const said = `/training/ has ${found} training rows, the manifest says ${promised}: ${why}`;
    await expect(register(story)).rejects.toMatchObject({
      name: 'RetrainingError',
      message: expect.stringContaining(said),
    });
    expect(await story.text(story.keys.registration)).toBeNull();
  });

  it('refuses a row that is cut in the middle', async () => {
    const story = await openStory(format);
    await edit(story, 1, format, (text) => text.slice(0, -4));
    await expect(register(story)).rejects.toMatchObject({
      name: 'RetrainingError',
      message: expect.stringContaining('a training row cannot be read'),
    });
  });
});

function cutRows(text: string, rows: number): string {
  return `${text.trimEnd().split('\n').slice(0, -rows).join('\n')}\n`;
}

async function copyFile(story: RetrainingStory, format: Format) {
  const text = await story.text(story.keys.training(dayName(0), format));
  await story.write(story.keys.training(`${dayName(0)}-again`, format), text!);
}

describe('registering a candidate', () => {
  it('fails without the manifest', async () => {
    const story = await openStory('csv');
    await story.write(story.keys.manifest, '{}');
    await expect(register(story)).rejects.toMatchObject({ name: 'RetrainingError' });
  });
});
