import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type PreparedWindow,
  preparedWindowSchema,
} from '../../../../lambdas/core/retraining/documents/prepared-window.ts';
import { captureLine, type Request, writeCaptureLines, writeCaptures, writeLabels } from '../../stories/fixtures.ts';
import { contentOf, DAY, dayName, FIRST_DAY, HOUR } from '../../stories/story-fixture.ts';
import { monitorFile, RetrainingStory } from './retraining-fixture.ts';

const CAPTURE = '{ uri: captures, features: [weight, note], prediction: { score: 0 } }';
const NOON = FIRST_DAY + 12 * HOUR;
const ARRIVAL = FIRST_DAY + DAY;

const open = (retraining = '', capture = CAPTURE) => RetrainingStory.open(monitorFile(retraining, capture));

/** A request of one row on the first day, with the id `r{row}`. */
function requestOf(row: number, changes: Partial<Request> = {}): Request {
  return { time: NOON + row * 1000, rows: [[row / 10, `n${row}`]], answers: [0.5], inferenceId: `r${row}`, ...changes };
}

/** Rows 0 to `count` - 1, each with the label 1. */
function serve(story: RetrainingStory, count: number, changes: (row: number) => Partial<Request> = () => ({})): void {
  writeCaptures(
    story.fixture,
    Array.from({ length: count }, (_, row) => requestOf(row, changes(row))),
  );
  writeLabels(
    story.fixture,
    ARRIVAL,
    Array.from({ length: count }, (_, row) => ({ id: `r${row}`, values: [1] })),
  );
}

async function preparedOf(story: RetrainingStory, window = dayName(0)): Promise<PreparedWindow> {
  return preparedWindowSchema.parse(JSON.parse((await story.text(story.keys.preparedWindow(window)))!));
}

function sumOf({ kept, thinnedOut, leftOut }: PreparedWindow): number {
  return kept + thinnedOut + Object.values(leftOut).reduce((sum, rows) => sum + rows, 0);
}

/** The notes of the training rows: they name the rows. */
async function notes(story: RetrainingStory): Promise<string[]> {
  const rows = parse((await story.text(story.keys.training(dayName(0), 'csv'))) ?? '') as string[][];
  return rows.map((row) => row[2]);
}

describe('prepareDatasetStep', () => {
  it('writes the same bytes when it is done again', async () => {
    const story = await open();
    serve(story, 50);
    await story.prepare(dayName(0), 'held-out', 20);
    const before = await contentOf(story.store);
    expect(await story.prepare(dayName(0), 'held-out', 20)).toEqual({ window: dayName(0), rows: 20 });
    expect(await contentOf(story.store)).toEqual(before);
  });

  it('keeps the same rows of too many, whatever was answered and in whatever order they were captured', async () => {
    const kept: string[][] = [];
    for (const [score, reversed] of [
      [0.1, false],
      [0.9, true],
    ] as const) {
      const story = await open();
      serve(story, 60, (row) => ({ answers: [score], time: NOON + (reversed ? 60 - row : row) * 1000 }));
      await story.prepare(dayName(0), 'training', 25);
      kept.push((await notes(story)).sort());
    }
    expect(kept[0]).toHaveLength(25);
    expect(kept[1]).toEqual(kept[0]);
  });

  it('leaves rows out for one reason each, and counts them by reason', async () => {
    const story = await open();
    serve(story, 12, (row) => ({
      ...(row === 0 && { inferenceId: 'unlabelled' }),
      ...(row === 1 && { inferenceId: 'r2' }),
      ...(row === 3 && { rows: [[null, null]] }),
      ...(row === 4 && { rows: [[4, 'two\nlines']] }),
    }));
    const answered = JSON.parse(captureLine(requestOf(20)));
    delete answered.captureData.endpointInput;
    writeCaptureLines(story.fixture, NOON, [JSON.stringify(answered), 'cut']);
    writeLabels(story.fixture, ARRIVAL, [{ id: 'r20', values: [1] }]);

    // Act
    await story.prepare(dayName(0), 'held-out', 5);

    // Assess: 13 rows, of which r2 twice and one without a label; of 10 labelled two have no features.
    const preparedWindow = await preparedOf(story);
    expect(preparedWindow).toMatchObject({
      captured: 13,
      labelled: 10,
      leftOut: { unlabelled: 1, ambiguous: 2, unusableLabel: 0, withoutFeatures: 2 },
      thinnedOut: 3,
      rejected: { captures: 1, labels: 0 },
    });
    expect(sumOf(preparedWindow)).toBe(13);
    const all = await open();
    serve(all, 3, (row) => (row === 1 ? { rows: [[4, 'two\nlines']] } : {}));
    await all.prepare(dayName(0), 'held-out');
    expect(await preparedOf(all)).toMatchObject({ kept: 2, leftOut: { lineBreak: 1 } });
    await all.prepare(dayName(0), 'training');
    expect(await notes(all)).toEqual(['n0', 'two\nlines', 'n2']);
  });

  it('writes objects where the captured requests are objects', async () => {
    const story = await open('  data: { format: jsonl }');
    serve(story, 2, (row) => (row === 1 ? { rows: [[null, 'two\nlines']] } : {}));
    await story.prepare(dayName(0), 'training');
    expect(await story.text(story.keys.training(dayName(0), 'jsonl'))).toBe(
      '{"label":1,"features":{"weight":0,"note":"n0"}}\n{"label":1,"features":{"weight":null,"note":"two\\nlines"}}\n',
    );
    await story.prepare(dayName(0), 'held-out');
    expect(await story.text(story.keys.heldOut(dayName(0), 'jsonl'))).toBe(
      '{"weight":0,"note":"n0"}\n{"weight":null,"note":"two\\nlines"}\n',
    );
  });

  it('keeps the rows of a batched request apart', async () => {
    const story = await open();
    writeCaptures(story.fixture, [
      {
        time: NOON,
        rows: [
          [1, 'a'],
          [2, 'b'],
          [3, 'c'],
        ],
        answers: [0.1, 0.2, 0.3],
        inferenceId: 'batch',
      },
    ]);
    writeLabels(story.fixture, ARRIVAL, [{ id: 'batch', values: [1, 0, 1] }]);
    await story.prepare(dayName(0), 'held-out');
    const heldOutLabels = parse((await story.text(story.keys.heldOutLabels(dayName(0))))!, { columns: true }) as Record<
      string,
      string
    >[];
    expect(heldOutLabels.map(({ actual, score }) => [actual, score])).toEqual([
      ['1', '0.1'],
      ['0', '0.2'],
      ['1', '0.3'],
    ]);
    expect(new Set(heldOutLabels.map(({ id }) => id)).size).toBe(1);
  });

  it('trains a regression on finite numbers only', async () => {
    const file = monitorFile('', '{ uri: captures, features: [weight, note], prediction: { value: 0 } }');
    const story = await RetrainingStory.open(file.replace('binary-classification', 'regression'));
    serve(story, 1);
    writeCaptures(story.fixture, [requestOf(5), requestOf(6), requestOf(7)]);
    writeLabels(story.fixture, ARRIVAL + HOUR, [
      { id: 'r5', values: ['many'] },
      { id: 'r6', values: ['inf'] },
      { id: 'r7', values: [1e-7] },
    ]);
    await story.prepare(dayName(0), 'training');
    expect(await preparedOf(story)).toMatchObject({ labelled: 4, kept: 2, leftOut: { unusableLabel: 2 } });
    expect(await story.text(story.keys.training(dayName(0), 'csv'))).toBe('1,0,n0\n1e-7,0.7,n7\n');
    expect(await story.manifest()).toMatchObject({
      enough: false,
      message: '2 of 4 labels are not finite numbers: the other rows do not represent all',
    });
  });

  it('writes no file without a row', async () => {
    const story = await open();
    await story.prepare(dayName(0), 'training');
    await story.prepare(dayName(1), 'held-out');
    const keys = [...(await contentOf(story.store)).keys()].filter((key) => /retraining/.test(key));
    expect(keys).toEqual([story.keys.preparedWindow(dayName(0)), story.keys.preparedWindow(dayName(1))]);
    expect(await preparedOf(story)).toMatchObject({ captured: 0, kept: 0 });
  });

  it('knows no window of another schedule', async () => {
    const story = await open();
    await expect(story.prepare('2001-02-01T05Z', 'training')).rejects.toMatchObject({ name: 'RetrainingError' });
  });

  it('accounts for every captured row', async () => {
    const row = fc.record({
      labelled: fc.boolean(),
      empty: fc.boolean(),
      twice: fc.boolean(),
      repeated: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 20 }),
        fc.integer({ min: 1, max: 20 }),
        async (rows, most) => {
          const story = await open();
          const requests = rows.flatMap(({ empty, twice, repeated }, i) => {
            const request = requestOf(i, empty ? { rows: [[null, null]] } : {});
            const another = { ...request, eventId: `another-${i}` };
            return [request, ...(twice ? [another] : []), ...(repeated ? [request] : [])];
          });
          writeCaptures(story.fixture, requests);
          const labels = rows.flatMap(({ labelled }, i) => (labelled ? [{ id: `r${i}`, values: [1] }] : []));
          if (labels.length > 0) writeLabels(story.fixture, ARRIVAL, labels);
          await story.prepare(dayName(0), 'training', most);
          const preparedWindow = await preparedOf(story);
          const usable = rows.filter(({ labelled, empty, twice }) => labelled && !empty && !twice).length;
          const repeats = rows.filter(({ repeated }) => repeated).length;
          expect(preparedWindow.repeats).toBe(repeats);
          expect(preparedWindow.captured).toBe(requests.length - repeats);
          expect(sumOf(preparedWindow)).toBe(preparedWindow.captured);
          expect(preparedWindow.kept).toBe(Math.min(usable, most));
        },
      ),
      { numRuns: 25 },
    );
  });
});
