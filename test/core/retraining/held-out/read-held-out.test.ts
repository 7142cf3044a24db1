import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { updateState } from '../../../../lambdas/core/decision/state-session.ts';
import { evaluateTable } from '../../../../lambdas/core/performance/evaluate-table.ts';
import { readHeldOut } from '../../../../lambdas/core/retraining/held-out/read-held-out.ts';
import { type Cell, type Request, writeCaptures, writeLabels } from '../../stories/fixtures.ts';
import { DAY, dayName, FIRST_DAY, HOUR } from '../../stories/story-fixture.ts';
import { ID, LIVE, monitorFile, RetrainingStory } from '../steps/retraining-fixture.ts';

const CAPTURE = '{ uri: captures, features: [weight], prediction: { score: 0 } }';

interface Row {
  readonly id: string;
  readonly label: Cell;
  readonly answer?: Cell | readonly Cell[];
}

/** Serves one window's rows, all of weight 1, and prepares it. */
async function serve(story: RetrainingStory, day: number, part: 'training' | 'held-out', rows: readonly Row[]) {
  const requests = rows.map(
    ({ id, answer = 0.5 }, row): Request => ({
      time: FIRST_DAY + day * DAY + 12 * HOUR + row * 1000,
      rows: [[1]],
      answers: [answer],
      inferenceId: id,
    }),
  );
  writeCaptures(story.fixture, requests);
  // So late that each day's labels come in the order of the days.
  writeLabels(
    story.fixture,
    FIRST_DAY + (5 + day) * DAY,
    rows.map(({ id, label }) => ({ id, values: [label] })),
  );
  await story.prepare(dayName(day), part);
}

const rowsOf = (count: number, prefix = 'r'): Row[] =>
  Array.from({ length: count }, (_, row) => ({ id: `${prefix}${row}`, label: row % 2 }));

async function openStory(changes: { capture?: string; problem?: string; promote?: string } = {}) {
  const { capture = CAPTURE, problem = 'binary-classification', promote = '{ minimumRows: 1 }' } = changes;
  const file = monitorFile(`  promote: ${promote}`, capture);
  return await RetrainingStory.open(file.replace('binary-classification', problem));
}

async function answer(story: RetrainingStory, whose: 'candidate' | 'live', day: number, lines: readonly unknown[]) {
  await story.write(story.keys.answers(whose, dayName(day), 'csv'), lines.map((line) => `${line}\n`).join(''));
}

type Read = Awaited<ReturnType<typeof readHeldOut>>;
const cells = (table: Read['live'], name: string) => Array.from(table.array(name) as Iterable<unknown>);

describe('readHeldOut', () => {
  it('passes over rows whose id was trained on', async () => {
    const story = await openStory();
    await serve(story, 0, 'training', [{ id: 'customer-1', label: 1 }, ...rowsOf(3)]);
    const heldOut = ['a', 'customer-1', 'b'].map((id, i) => ({ id, label: i % 2, answer: i / 10 }));
    await serve(story, 1, 'held-out', heldOut);
    await story.manifest();
    await answer(story, 'candidate', 1, [0.1, 0.2, 0.3]);
    const read = await readHeldOut(ID, story.context());
    expect(read).toMatchObject({ rows: 2, trainedOn: 1 });
    expect(cells(read.candidate, 'score')).toEqual([0.1, 0.3]);
    expect(cells(read.live, 'score')).toEqual([0, 0.2]);
    expect(cells(read.live, 'actual')).toEqual(['0', '0']);
  });

  it('judges on no row that was trained on, whichever ids come again', async () => {
    const ids = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'), { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(ids, ids, ids, async (first, second, third) => {
        const story = await openStory();
        const toRows = (given: string[]) => given.map((id) => ({ id, label: 1 }));
        await serve(story, 0, 'training', toRows(first));
        await serve(story, 1, 'training', toRows(second));
        await serve(story, 2, 'held-out', toRows(third));
        await story.manifest();
        await answer(story, 'candidate', 2, [...third.keys()]);
        const read = await readHeldOut(ID, story.context());
        const trained = new Set([...first, ...second]);
        const untouched = [...third.keys()].filter((row) => !trained.has(third[row]));
        expect(cells(read.candidate, 'score')).toEqual(untouched);
        expect(read.trainedOn).toBe(third.length - untouched.length);
      }),
      { numRuns: 20 },
    );
  });

  it("reads the live model's own job where windows began before it served", async () => {
    const story = await openStory();
    await serve(story, 0, 'training', rowsOf(2));
    await serve(story, 1, 'held-out', rowsOf(2, 'h'));
    const since = FIRST_DAY + DAY + HOUR;
    await updateState(story.store, story.fixture.monitor.name, (state) => ({
      state: {
        ...state,
        model: { retraining: 'earlier', endpointConfig: 'c', baseline: null, since, previous: null },
      },
    }));
    const jobs = await story.manifest();
    expect(jobs.live).toMatchObject({ ModelName: 'parcels-v1' });
    await answer(story, 'candidate', 1, [0.1, 0.2]);
    await answer(story, 'live', 1, [0.8, 0.9]);
    const read = await readHeldOut(ID, story.context());
    expect(cells(read.live, 'score')).toEqual([0.8, 0.9]);
    expect(cells(read.live, 'actual')).toEqual(['0', '1']);
  });

  it.each([
    [0, true],
    [FIRST_DAY + DAY, true],
    [FIRST_DAY + DAY + 1, false],
  ])('treats captured answers of a model that serves since %i: %s', async (since, captured) => {
    const story = await openStory();
    await serve(story, 0, 'training', rowsOf(2));
    await serve(story, 1, 'held-out', rowsOf(2, 'h'));
    const model = { retraining: null, endpointConfig: 'c', baseline: null, since, previous: null };
    await updateState(story.store, story.fixture.monitor.name, (state) => ({ state: { ...state, model } }));
    expect((await story.manifest()).live === null).toBe(captured);
  });

  it('needs the watched variant only where the live model has to answer', async () => {
    const story = await openStory();
    const unknown = { ...LIVE, config: {} };
    await serve(story, 1, 'held-out', rowsOf(2, 'h'));
    await story.manifest(unknown);
    const model = { retraining: null, endpointConfig: 'c', baseline: null, since: FIRST_DAY + 9 * DAY, previous: null };
    await updateState(story.store, story.fixture.monitor.name, (state) => ({ state: { ...state, model } }));
    await expect(story.manifest(unknown)).rejects.toMatchObject({ name: 'RetrainingError' });
  });

  it.each<[string, unknown[] | null, RegExp]>([
    ['too few', [0.1], /window 2001-02-02: .*candidate-answers\/2001-02-02\.csv\.out has 1 line for 2 requests/],
    ['too many', [0.1, 0.2, 0.3], /has 3 lines for 2 requests/],
    ['an answer of two lines', ['[', '0.1]', 0.2], /has 3 lines for 2 requests/],
    ['none at all', null, /has 0 lines for 2 requests/],
    ['unreadable ones', ['[0.1', 0.2], /1 of 2 answers of the candidate model cannot be used .*allows 1 %.*not JSON/],
    ['other ones', ['fine', 'well'], /2 of 2 answers .*lack a value that capture\.prediction names/],
  ])('refuses answers: %s', async (_, lines, message) => {
    const story = await openStory();
    await serve(story, 1, 'held-out', rowsOf(2));
    await story.manifest();
    if (lines !== null) await answer(story, 'candidate', 1, lines);
    const reading = readHeldOut(ID, story.context());
    await expect(reading).rejects.toThrow(message);
    await expect(reading).rejects.toMatchObject({ name: 'RetrainingError' });
  });

  it.each(['//', '/held-out/', '/monitors/retrainings/held-out/'])(
    "finds the output of a transform job in whatever folder: 'candidate-answers%s'",
    async (folder) => {
      const story = await openStory();
      await serve(story, 1, 'held-out', rowsOf(2));
      await story.manifest();
      const key = story.keys
        .answers('candidate', dayName(1), 'csv')
        .replace('candidate-answers/', `candidate-answers${folder}`);
      await story.write(key, '0.25\n0.75\n');
      await story.write(`${key}.manifest`, 'something else');
      const { candidate } = await readHeldOut(ID, story.context());
      expect(cells(candidate, 'score')).toEqual([0.25, 0.75]);
    },
  );

  it('accepts as many unusable answers as may be rejected', async () => {
    const story = await openStory({ capture: CAPTURE.replace('{ uri', '{ maxRejectedShare: 0.5, uri') });
    await serve(story, 1, 'held-out', rowsOf(2));
    await story.manifest();
    await answer(story, 'candidate', 1, ['[0.1', 0.2]);
    const read = await readHeldOut(ID, story.context());
    expect(read).toMatchObject({ rows: 2, incomplete: { candidate: 1, live: 0 } });
    expect(evaluateTable(read.candidate, { problem: 'binary-classification', threshold: 0.5 })).toMatchObject({
      performance: { rows: 1 },
      unusable: { missingPrediction: 1 },
    });
  });

  it('needs the manifest', async () => {
    const story = await openStory();
    await expect(readHeldOut(ID, story.context())).rejects.toThrow(/there is no story\/retrainings\/.*manifest\.json/);
  });

  it('returns the names of classes unchanged, hostile ones too', async () => {
    const classes = ['a,b', '"', 'two\nlines', '007', '1.0', 'nan', '__proto__', ' a ', 'é😀'];
    const story = await openStory({
      capture: '{ uri: captures, features: [weight], prediction: { label: 0, scores: { x: 1, "a,b": 2 } } }',
      problem: 'multiclass-classification',
    });
    const rows = classes.map((label, row) => ({ id: `r${row}`, label, answer: [label, row / 10, 1 - row / 10] }));
    await serve(story, 1, 'held-out', rows);
    await story.manifest();
    // A CSV field that spells a number is one; `nan` is no label, so its row is not judged.
    const judged = classes.flatMap((name, row) => (name === 'nan' ? [] : [row]));
    await answer(
      story,
      'candidate',
      1,
      judged.map((row) => JSON.stringify([[classes[row], 0.25, 0.75]])),
    );
    const { candidate, live } = await readHeldOut(ID, story.context());
    const captured = judged.map((row) => (classes[row] === '1.0' ? '1' : classes[row]));
    expect(cells(live, 'actual')).toEqual(captured);
    expect(cells(live, 'label')).toEqual(captured);
    expect(cells(live, 'score_0')).toEqual(judged.map((row) => row / 10));
    expect(cells(candidate, 'actual')).toEqual(captured);
    expect(cells(candidate, 'label')).toEqual(captured);
    expect(cells(candidate, 'score_1')).toEqual(judged.map(() => 0.75));
  });

  it('returns numbers unchanged to the last digit', async () => {
    const numbers = [0.1 + 0.2, 1e-320, -1.7976931348623157e308, 123456789012345680, 5e-324, 1 / 3];
    const story = await openStory({
      capture: '{ uri: captures, features: [weight], prediction: { value: 0 } }',
      problem: 'regression',
    });
    await serve(
      story,
      1,
      'held-out',
      numbers.map((number, row) => ({ id: `r${row}`, label: number, answer: -number })),
    );
    await story.manifest();
    await answer(
      story,
      'candidate',
      1,
      numbers.map((number) => number / 2),
    );
    const { candidate, live } = await readHeldOut(ID, story.context());
    expect(cells(live, 'actual')).toEqual(numbers);
    expect(cells(live, 'value')).toEqual(numbers.map((number) => -number));
    expect(cells(candidate, 'value')).toEqual(numbers.map((number) => number / 2));
  });
});
