import { hash } from 'node:crypto';
import { expect, it } from 'vitest';
import { KeptAnswers } from '../../../../lambdas/core/check/reading/answers/kept-answers.ts';
import { readPredictions } from '../../../../lambdas/core/check/reading/labelled-predictions.ts';
import { profileCapture } from '../../../../lambdas/core/check/reading/profile-capture.ts';
import { readBaseline } from '../../../../lambdas/core/check/reading/read-window.ts';
import { READING } from '../../../../lambdas/core/check/reading/reading-version.ts';
import { type Cell, captureLine, csvFile } from '../../stories/fixtures.ts';
import { MemoryStore } from '../../stories/memory-store.ts';
import { parcelMonitor } from '../../stories/parcels.ts';
import { FIRST_DAY, HOUR, StoryFixture } from '../../stories/story-fixture.ts';

const ODD: readonly Cell[] = [
  '',
  'NaN',
  '-0',
  '1e400',
  '007',
  '1,234.5',
  'true',
  'north ',
  'N/A',
  '2001-02-01',
  '12:30',
  null,
];

/** Numbers with many values and few, categories, answers, and records that cannot be read or come twice. */
function linesOf(): string[] {
  const lines = Array.from({ length: 2000 }, (_, i) => {
    const odd = i % 40 === 0 ? ODD[(i / 40) % ODD.length] : undefined;
    const row = [odd ?? ((i * 7919) % 4001) / 8, i % 90, odd ?? ['north', 'east', 'abroad'][i % 3]];
    const time = FIRST_DAY + 12 * HOUR + i * 1000;
    return captureLine({
      time,
      rows: [row],
      answers: [i % 500 === 3 ? 'none' : (i % 101) / 100],
      inferenceId: `id-${i}`,
    });
  });
  return [...lines, lines[5], '<html>', '{"eventMetadata":{}}', lines[6].replace('abroad', 'west')];
}

/** A monitor with a baseline, a file of such lines, and a fixed key of answers. */
async function openFile() {
  const fixture = StoryFixture.open(parcelMonitor({ performance: '{ segments: [depot, weight] }' }));
  const training = Array.from({ length: 3000 }, (_, i) => [
    ((i * 7919) % 4001) / 4,
    i % 100,
    'north',
    i % 2,
    (i % 97) / 96,
  ]);
  fixture.write('training.csv', csvFile(['weight', 'distance', 'depot', 'late', 'p'], training));
  await fixture.buildBaseline();
  await fixture.store.put('story/answers-key.txt', new TextEncoder().encode('6'.repeat(64)));
  const captures = new MemoryStore(new Map([['2001/02/01/12/00.jsonl', linesOf().join('\n')]]));
  const context = fixture.at(FIRST_DAY, { open: () => ({ store: captures, prefix: '', uriOf: (key) => key }) });
  const window = fixture.window(0);
  const baseline = await readBaseline(fixture.monitor, window, await fixture.state(), context);
  return { fixture, context, window, baseline };
}

it('READING is raised when the code finds something else in the same file: then update both numbers here', async () => {
  const { fixture, context, window, baseline } = await openFile();

  const { misplaced, columns, ...found } = await profileCapture(fixture.monitor, window, baseline, context);

  const digest = hash('sha256', JSON.stringify({ ...found, misplaced: [...misplaced], columns: columns.sets })).slice(
    0,
    16,
  );
  expect({ READING, digest }).toEqual({ READING: 5, digest: 'c94a3bb9c0930b07' });
});

it('READING is raised when the code finds other answers in the same file: then update both numbers here', async () => {
  const { fixture, context, window, baseline } = await openFile();
  const kept = await KeptAnswers.open(fixture.monitor, context);

  const { predictions, data } = await readPredictions(fixture.monitor, window, baseline, context, kept);

  const { rows, keys, ...found } = predictions;
  const stored = [rows.stored, keys.stored, { ...found, misplaced: [...found.misplaced] }, data];
  const digest = hash('sha256', JSON.stringify(stored)).slice(0, 16);
  expect({ READING, digest }).toEqual({ READING: 5, digest: '253acf386ac97514' });
});
