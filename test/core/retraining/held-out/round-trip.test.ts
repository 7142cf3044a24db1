import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { manifestSchema } from '../../../../lambdas/core/retraining/documents/manifest.ts';
import { readHeldOut } from '../../../../lambdas/core/retraining/held-out/read-held-out.ts';
import { planStep } from '../../../../lambdas/core/retraining/steps/plan.ts';
import { renewStep } from '../../../../lambdas/core/retraining/steps/renew.ts';
import { type Cell, writeCaptures, writeLabels } from '../../stories/fixtures.ts';
import { DAY, dayName, FIRST_DAY, HOUR } from '../../stories/story-fixture.ts';
import { ID, monitorFile, NOW, RetrainingStory } from '../steps/retraining-fixture.ts';

const FEATURES = '[weight, depot, note]';
const DEPOTS = ['north', 'ea,st', 'so"uth', ''];

interface Parcel {
  readonly day: number;
  readonly weight: Cell;
  readonly depot: string;
  readonly note: string;
  readonly score: number;
  /** null: no label came. */
  readonly late: number | null;
}

/** Numbers that only their shortest digits name exactly, texts that need quotes, every tenth row without a label. */
function parcelsOf(day: number): Parcel[] {
  return Array.from({ length: 40 }, (_, row) => ({
    day,
    weight: row % 7 === 0 ? null : (row + 1) / 3 + day * 1e-7,
    depot: DEPOTS[row % DEPOTS.length],
    note: row % 5 === 0 ? '007' : `n${row}`,
    score: ((row * 37 + day) % 100) / 100,
    late: row % 10 === 9 ? null : row % 2,
  }));
}

const idOf = (day: number, row: number) => `parcel-${day}-${row}`;

/** Serves the parcels from noon on, and labels those that have a label. */
function serve(story: RetrainingStory, day: number, parcels: readonly Parcel[]): void {
  const requests = parcels.map(({ weight, depot, note, score }, row) => ({
    time: FIRST_DAY + day * DAY + 12 * HOUR + row * 1000,
    rows: [[weight, depot, note]],
    answers: [score],
    inferenceId: idOf(day, row),
  }));
  writeCaptures(story.fixture, requests);
  const labels = parcels.flatMap(({ late }, row) => (late === null ? [] : [{ id: idOf(day, row), values: [late] }]));
  writeLabels(story.fixture, FIRST_DAY + (day + 1) * DAY + HOUR, labels);
}

async function openStory(retraining: string) {
  const capture = `{ uri: captures, features: ${FEATURES}, prediction: { score: 0 } }`;
  const story = await RetrainingStory.open(monitorFile(retraining, capture));
  const days = [0, 1, 2, 3].map(parcelsOf);
  days.forEach((parcels, day) => {
    serve(story, day, parcels);
  });
  for (const day of days.keys()) await story.fixture.checkAccuracy(day);
  return { story, days };
}

const labelled = (parcels: readonly Parcel[]) => parcels.filter(({ late }) => late !== null);

/** What a model that multiplies answers to one CSV request. */
function candidateScore(request: string): number {
  const [weight] = parse(request)[0] as string[];
  return weight === '' ? 0.5 : Number(weight) / 100;
}

describe('the data of a retraining', () => {
  const DATA = '  data: { minimumRows: 50, heldOutShare: 0.5 }\n  promote: { minimumRows: 20, segments: [depot] }';

  it('goes from captures and labels to files to train and judge on, and back', async () => {
    const { story, days } = await openStory(DATA);

    // Act
    const plan = await story.plan();
    for (const { window, part, maximumRows } of plan.windows) await story.prepare(window, part, maximumRows);
    const jobs = await story.manifest();
    for (const { window, part } of plan.windows) {
      if (part === 'training') continue;
      const requests = (await story.text(story.keys.heldOut(window, 'csv')))!.trimEnd().split('\n');
      const answers = requests.map((request) => `${candidateScore(request)}\n`);
      await story.write(story.keys.answers('candidate', window, 'csv'), answers.join(''));
    }
    const heldOut = await readHeldOut(ID, story.context());

    // Assess
    expect(plan).toEqual({
      enough: true,
      message: '72 labelled rows in 2 windows to train on, 72 in 2 newer windows to judge on',
      windows: [0, 1, 2, 3].map((day) => ({
        window: dayName(day),
        part: day < 2 ? 'training' : 'held-out',
        maximumRows: day < 2 ? 1_000_000 : 100_000,
      })),
    });
    for (const day of [0, 1]) {
      const rows = parse((await story.text(story.keys.training(dayName(day), 'csv')))!) as string[][];
      expect(rows).toEqual(
        labelled(days[day]).map(({ weight, depot, note, late }) => [String(late), String(weight ?? ''), depot, note]),
      );
    }
    const judged = labelled([...days[2], ...days[3]]);
    expect(jobs).toMatchObject({ enough: true, message: plan.message, live: null });
    expect(heldOut).toMatchObject({ rows: 72, trainedOn: 0, incomplete: { candidate: 0, live: 0 } });
    const column = (table: typeof heldOut.live, name: string) => Array.from(table.array(name) as Iterable<unknown>);
    for (const table of [heldOut.candidate, heldOut.live]) {
      expect(column(table, 'actual')).toEqual(judged.map(({ late }) => String(late)));
      expect(column(table, 'segment_0')).toEqual(judged.map(({ depot }) => depot || null));
    }
    expect(column(heldOut.live, 'score')).toEqual(judged.map(({ score }) => score));
    expect(column(heldOut.candidate, 'score')).toEqual(
      judged.map(({ weight }) => (weight === null ? 0.5 : Number(weight) / 100)),
    );
    const manifest = manifestSchema.parse(JSON.parse((await story.text(story.keys.manifest))!));
    expect(manifest).toMatchObject({ reason: 'accuracy < 0.8', rows: { training: 72, heldOut: 72 } });
    expect(manifest.windows.map(({ window, kept }) => [window, kept])).toEqual(
      [0, 1, 2, 3].map((day) => [dayName(day), 36]),
    );
  });

  it('reports how many rows are missing, before and after they are prepared', async () => {
    const { story } = await openStory('  data: { minimumRows: 109 }\n  promote: { minimumRows: 20 }');
    const plan = await story.plan();
    for (const { window, part } of plan.windows) await story.prepare(window, part);
    const message = 'not enough labelled rows: 108 in 3 windows to train on, 109 are needed';
    expect(plan).toMatchObject({ enough: false, message });
    expect(await story.manifest()).toMatchObject({ enough: false, message });
  });

  it('holds the lock, which another step extends', async () => {
    const { story } = await openStory(DATA);
    const other = { ...story.request('plan'), execution: 'two' };
    await expect(planStep(other, story.context())).rejects.toThrow(/two no longer holds the lock/);
    const { lock } = await story.fixture.state();
    await story.plan();
    expect((await story.fixture.state()).lock).toEqual(lock);

    const renew = { ...story.request('plan'), step: 'renew' as const };
    await renewStep({ ...renew, before: 'step' }, story.context());
    expect((await story.fixture.state()).lock!.expiresAt).toBe(NOW + 3 * HOUR);
    await renewStep({ ...renew, before: 'restoration' }, story.context());
    expect((await story.fixture.state()).lock!.expiresAt).toBeGreaterThan(NOW + 6 * HOUR);
  });
});
