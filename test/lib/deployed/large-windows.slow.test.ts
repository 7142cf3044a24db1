import { describe, expect, it } from 'vitest';
import type { WorkflowEvent } from '../../../lambdas/states-language/events.ts';
import type { Child } from '../../account/services/states/map-runs.ts';
import { IS_EXHAUSTIVE } from '../../exhaustive.ts';
import { type Deployment, deployed, synthesizeStack } from './deployment.ts';
import {
  OBJECTS as ALL_OBJECTS,
  children,
  Failures,
  largeDay,
  openLargeDay,
  readerName,
  readings,
  storedResult,
  type Upload,
  uploadCaptures,
  WINDOW,
} from './large-window.ts';
import { DATA, dueTime, PARCELS, parcelDefinition } from './parcels.ts';

const MINUTE = 60_000;
const DUE = dueTime('drift', 0);
const ALWAYS = Number.POSITIVE_INFINITY;
/** Objects of the window: sixteen are a part, and the last part has four. */
const OBJECTS = IS_EXHAUSTIVE ? ALL_OBJECTS : 164;
/** Percent of the parts that may fail where some may: one part may, two may not. */
const TOLERATED = IS_EXHAUSTIVE ? 5 : 10;
/** In the seventh part. */
const OBJECT = 100;

const strict = synthesizeStack([parcelDefinition()], { readingConcurrency: 5 });
const tolerant = synthesizeStack([parcelDefinition()], { readingConcurrency: 5, toleratedReadingFailures: TOLERATED });

/** What a reading without failures stores. */
let complete: ReturnType<typeof storedResult>;

/** The scheduled check of the window. @param use What happens before it has been read. */
async function checkWindow(
  upload: Upload,
  use: (deployment: Deployment) => Promise<void>,
  { synthesized = strict, before = () => {} }: { synthesized?: typeof strict; before?: (of: Deployment) => void } = {},
): Promise<void> {
  const day = largeDay(OBJECTS);
  await deployed(synthesized, { now: DUE }, async (deployment) => {
    await openLargeDay(deployment, day);
    uploadCaptures(deployment, day, upload);
    before(deployment);
    await deployment.fire(PARCELS, 'drift', DUE);
    await deployment.account.advanceTo(DUE + 30 * MINUTE);
    await use(deployment);
  });
}

/** The step and number of the executions that retried or failed, and with which error. */
function troubles(deployment: Deployment, type: 'stateRetried' | 'stateFailed') {
  return children(deployment).flatMap(({ input, events }: Child) =>
    events.flatMap((event: WorkflowEvent) => {
      if (event.type !== type) return [];
      const { step, part } = input as { step: string; part: number };
      return [`${step} ${part}: ${event.error}`];
    }),
  );
}

/** As a person would. */
async function checkAgain(deployment: Deployment): Promise<void> {
  const { account } = deployment;
  await account.invoke(deployment.functionName('drift'), { monitor: PARCELS, window: WINDOW });
  await account.advanceTo(account.now + 30 * MINUTE);
}

const alarmed = (deployment: Deployment) => deployment.alarmMails().map(({ subject }) => subject);

describe('the reading of a large window', () => {
  it('without failures stores a result', async () => {
    await checkWindow({}, async (deployment) => {
      complete = storedResult(deployment);
    });
    expect(complete).toBeDefined();
  });

  it('repeats a part that fails twice', async () => {
    await checkWindow(new Failures([[OBJECT, 2]]), async (deployment) => {
      expect(troubles(deployment, 'stateRetried')).toHaveLength(2);
      expect(troubles(deployment, 'stateRetried')[0]).toMatch(/^read-part 6: /);
      expect(troubles(deployment, 'stateFailed')).toEqual([]);
      expect(storedResult(deployment)).toEqual(complete);
      expect(alarmed(deployment)).toEqual([]);
    });
  });

  it('fails with a part that fails for good, and can be repeated when its cause is gone', async () => {
    const failures = new Failures([[OBJECT, ALWAYS]]);
    await checkWindow(failures, async (deployment) => {
      expect(readings(deployment)).toMatchObject([
        { status: 'FAILED', error: 'States.ExceedToleratedFailureThreshold' },
      ]);
      expect(troubles(deployment, 'stateRetried')).toHaveLength(3);
      expect(troubles(deployment, 'stateFailed')).toEqual([expect.stringMatching(/^read-part 6: /)]);
      const failed = children(deployment).flatMap(({ events }) =>
        events.flatMap((event) => (event.type === 'stateFailed' ? [event.cause] : [])),
      );
      expect(failed).toEqual([expect.stringContaining('0100.jsonl')]);
      expect(storedResult(deployment)).toBeUndefined();
      expect(deployment.values(PARCELS, 'SuccessfulRuns', 'drift')).toEqual([]);
      expect(alarmed(deployment)).toContainEqual(expect.stringMatching(/^ALARM:.*ReadingMachineFailed/));

      failures.end();
      await checkAgain(deployment);
      expect(readings(deployment).map(({ status }) => status)).toEqual(['FAILED', 'SUCCEEDED']);
      expect(storedResult(deployment)).toEqual(complete);
      // The part that failed, and the last one, which repeats records of the first.
      expect([...failures.read].sort((a, b) => a - b)).toEqual([
        ...Array.from({ length: 16 }, (_, i) => 96 + i),
        ...[4, 3, 2, 1].map((fromEnd) => OBJECTS - fromEnd),
      ]);
    });
  });

  it('repeats a merge that was killed', async () => {
    let killed = 0;
    const kill = (deployment: Deployment) =>
      deployment.account.observe(({ phase, method, url }) => {
        if (killed > 1 || phase !== 'before' || method !== 'PUT' || !url.includes('window.json.gz')) return undefined;
        killed++;
        deployment.account.lambda.crash(readerName(deployment));
        return 'lost';
      });
    const use = async (deployment: Deployment) => {
      expect(killed).toBe(2);
      const [{ status, events }] = readings(deployment);
      expect(status).toBe('SUCCEEDED');
      expect(events.flatMap((event) => (event.type === 'stateRetried' ? [event.state] : []))).toEqual([
        'Merge',
        'Merge',
      ]);
      expect(storedResult(deployment)).toEqual(complete);
      expect(alarmed(deployment)).toEqual([]);
    };
    await checkWindow({}, use, { before: kill });
  });

  it('leaves parts out that fail for good, where some may, and names their files', async () => {
    const failures = new Failures([[OBJECT, ALWAYS]]);
    const use = async (deployment: Deployment) => {
      expect(readings(deployment)).toMatchObject([{ status: 'SUCCEEDED' }]);
      const { data } = storedResult(deployment)!.result;
      expect(data).toMatchObject({ objects: OBJECTS - 16, rows: (OBJECTS - 17) * 20 });
      expect(data.rejected).toMatchObject({ records: 16, byReason: [{ reason: 'unreadable-file', count: 16 }] });
      // The first three are quoted.
      expect(data.rejected.samples.map(({ uri }) => uri.slice(-10))).toEqual([
        '0096.jsonl',
        '0097.jsonl',
        '0098.jsonl',
      ]);

      // What is missing is read when it can be.
      failures.end();
      await checkAgain(deployment);
      expect(storedResult(deployment)).toEqual(complete);
    };
    await checkWindow(failures, use, { synthesized: tolerant });
  });

  it('fails where more parts fail than may', async () => {
    const day = largeDay(OBJECTS);
    await deployed(tolerant, { now: DUE }, async (deployment) => {
      await openLargeDay(deployment, day);
      // One of 11 parts is 9.1 %, two are 18.2 %; of 32 parts, 3.1 % and 6.3 %.
      uploadCaptures(
        deployment,
        day,
        new Failures([
          [OBJECT, ALWAYS],
          [OBJECT + 16, ALWAYS],
        ]),
      );
      await deployment.fire(PARCELS, 'drift', DUE);
      await deployment.account.advanceTo(DUE + 30 * MINUTE);
      expect(readings(deployment)).toMatchObject([{ status: 'FAILED' }]);
      expect(storedResult(deployment)).toBeUndefined();
    });
  });

  it('goes on when the function is throttled for a while', async () => {
    const throttle = (deployment: Deployment) => deployment.account.lambda.throttleNext(readerName(deployment), 25);
    await checkWindow({}, async (deployment) => expect(storedResult(deployment)).toEqual(complete), {
      before: throttle,
    });
  });

  it('is repeated when a file comes meanwhile', async () => {
    const [late] = largeDay(1).captures;
    const key = late[0].replace('0000', '9999');
    let came = false;
    const day = largeDay(OBJECTS);
    await deployed(strict, { now: DUE }, async (deployment) => {
      const { s3 } = deployment.account;
      await openLargeDay(deployment, day);
      const onRead = () => {
        if (!came) s3.put(DATA, key, late[1]);
        came = true;
      };
      uploadCaptures(deployment, day, { onRead });
      await deployment.fire(PARCELS, 'drift', DUE);
      await deployment.account.advanceTo(DUE + 30 * MINUTE);
      expect(readings(deployment).map(({ status }) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
      expect(storedResult(deployment)!.result.data).toMatchObject({ objects: OBJECTS + 1 });
    });
  });
});
