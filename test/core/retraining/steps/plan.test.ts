import { describe, expect, it } from 'vitest';
import type { MonitorState } from '../../../../lambdas/core/decision/state.ts';
import { updateState } from '../../../../lambdas/core/decision/state-session.ts';
import { windowOf } from '../../../../lambdas/core/retraining/steps/plan.ts';
import { writeCaptures, writeLabels } from '../../stories/fixtures.ts';
import { DAY, dayName, FIRST_DAY, HOUR } from '../../stories/story-fixture.ts';
import { ID, monitorFile, NOW, RetrainingStory } from './retraining-fixture.ts';

const CAPTURE = '{ uri: captures, features: [weight], prediction: { score: 0 } }';

/** Days 0 to 3 are checked: ten rows each, of which as many as the day's number and one more are labelled. */
async function openStory(data: string) {
  const story = await RetrainingStory.open(monitorFile(`  data: ${data}\n  promote: { minimumRows: 1 }`, CAPTURE));
  for (const day of [0, 1, 2, 3]) {
    const noon = FIRST_DAY + day * DAY + 12 * HOUR;
    const rows = Array.from({ length: 10 }, (_, row) => `day-${day}-${row}`);
    const requests = rows.map((inferenceId, row) => ({
      time: noon + row * 1000,
      rows: [[row]],
      answers: [0.5],
      inferenceId,
    }));
    writeCaptures(story.fixture, requests);
    const labelled = rows.slice(0, day + 1).map((id, row) => ({ id, values: [row % 2] }));
    writeLabels(story.fixture, noon + DAY, labelled);
    await story.fixture.checkAccuracy(day);
  }
  return story;
}

async function change(story: RetrainingStory, to: (state: MonitorState) => Partial<MonitorState>) {
  await updateState(story.store, story.fixture.monitor.name, (state) => ({ state: { ...state, ...to(state) } }));
}

const REQUEST = { id: ID, requestedAt: NOW, by: 'limit', limit: 'accuracy < 0.8', attempt: 1, startedAt: NOW } as const;

describe('planStep', () => {
  it('counts the labelled rows that the accuracy checks have found', async () => {
    const story = await openStory('{ minimumRows: 6, heldOutShare: 0.4 }');
    expect(await story.plan()).toMatchObject({
      enough: true,
      message: '6 labelled rows in 3 windows to train on, 4 in 1 newer window to judge on',
    });
  });

  it('says which windows it cannot count, until they are checked again', async () => {
    const story = await openStory('{ minimumRows: 6, heldOutShare: 0.4 }');
    // Earlier versions recorded neither the number of predictions nor the files that it had read.
    await change(story, ({ checks }) => {
      const accuracy = checks.accuracy.map((checkedWindow, day) => {
        const { predictions: _, seen: __, ...labels } = checkedWindow.labels!;
        return day === 2 ? { ...checkedWindow, labels } : checkedWindow;
      });
      return { checks: { ...checks, accuracy } };
    });
    const { enough, message } = await story.plan();
    expect(enough).toBe(false);
    expect(message).toMatch(
      /; 1 labelled window was checked by an earlier version and counts only after another accuracy check$/,
    );

    await story.fixture.checkAccuracy(2);

    expect(await story.plan()).toMatchObject({
      enough: true,
      message: '6 labelled rows in 3 windows to train on, 4 in 1 newer window to judge on',
    });
  });

  it('counts them for every window on record', async () => {
    const story = await openStory('{ minimumRows: 1 }');
    await change(story, ({ checks }) => {
      const [checkedWindow] = checks.accuracy;
      const labels = { ...checkedWindow.labels!, predictions: 10, coverage: 0.5 };
      const accuracy = Array.from({ length: 500 }, (_, i) => {
        const start = NOW - (600 - i) * (HOUR / 12);
        return { ...checkedWindow, labels, window: `w${i}`, start, end: start + HOUR / 12 };
      });
      return { checks: { ...checks, accuracy } };
    });
    expect((await story.plan()).windows).toHaveLength(500);
  });

  it.each<[string, Partial<MonitorState>, number[]]>([
    [
      'the first window that requested it',
      { retraining: { ...REQUEST, since: dayName(2), firstWindow: dayName(1) } },
      [1, 2, 3],
    ],
    [
      'the window of the request before there was a first',
      { retraining: { ...REQUEST, since: dayName(2), firstWindow: null } },
      [2, 3],
    ],
    [
      'nothing of another request',
      { retraining: { ...REQUEST, id: 'other', since: dayName(2), firstWindow: null } },
      [0, 1, 2, 3],
    ],
    ['nothing where none is known', { retraining: null }, [0, 1, 2, 3]],
  ])('begins an incident with %s', async (_, changed, expected) => {
    const story = await openStory('{ since: incident }');
    await change(story, () => changed);
    expect((await story.plan()).windows.map(({ window }) => window)).toEqual(expected.map(dayName));
  });

  it('keeps the incident in the run when the request is gone', async () => {
    const story = await openStory('{ since: incident }');
    await change(story, ({ retrainings }) => ({
      retraining: null,
      retrainings: retrainings.map((run) => ({ ...run, since: dayName(3) })),
    }));
    expect((await story.plan()).windows.map(({ window }) => window)).toEqual([dayName(3)]);
  });
});

describe('windowOf', () => {
  it('is the window as it was checked, though the schedule has changed since', async () => {
    const story = await openStory('{}');
    const { checks } = await story.fixture.state();
    const [first] = checks.accuracy;
    const moved = {
      ...(await story.fixture.state()),
      checks: { drift: [], accuracy: [{ ...first, end: first.end - HOUR }] },
    };
    expect(windowOf(dayName(0), moved, story.context())).toEqual({
      name: dayName(0),
      start: FIRST_DAY,
      end: FIRST_DAY + 23 * HOUR,
    });
    expect(windowOf(dayName(1), moved, story.context())).toEqual(story.fixture.window(1));
  });
});
