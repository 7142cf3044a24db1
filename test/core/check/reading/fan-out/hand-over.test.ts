import { describe, expect, it } from 'vitest';
import { checkLargeDrift } from '../../../../../lambdas/core/check/check-drift.ts';
import type { HandedOver } from '../../../../../lambdas/core/check/reading/fan-out/hand-over.ts';
import { runReadingStep } from '../../../../../lambdas/core/check/reading/fan-out/run-step.ts';
import type { RunContext } from '../../../../../lambdas/core/context.ts';
import type { ReadingInput, ReadingMachine } from '../../../../../lambdas/core/ports.ts';
import type { CheckResult } from '../../../../../lambdas/core/result/schema.ts';
import type { Location } from '../../../../../lambdas/core/sources.ts';
import { SeededRandom } from '../../../../../lambdas/core/statistics/random.ts';
import { countReading } from '../../../stories/counted-reading.ts';
import { captureLine } from '../../../stories/fixtures.ts';
import { drawParcels, openDepot, requestsOf } from '../../../stories/parcels.ts';
import { morningAfter, type StoryFixture } from '../../../stories/story-fixture.ts';
import { doSteps, type LargeFile, placeOf } from './reading-in-parts.ts';

/** Starts no execution, but notes which would be started. */
class NotedMachine implements ReadingMachine {
  readonly executions = new Map<string, ReadingInput>();
  starts = 0;

  async start(name: string, input: ReadingInput): Promise<void> {
    this.starts++;
    this.executions.set(name, input);
  }

  /** The input of the last execution. */
  get input(): ReadingInput {
    return [...this.executions.values()].at(-1)!;
  }
}

/** So many files of the first day, 20 records each, that say they have so many megabytes. */
function filesOf(count: number, megabytes: number): LargeFile[] {
  const lines = requestsOf(0, drawParcels(new SeededRandom(3), 20 * count)).map(captureLine);
  return Array.from({ length: count }, (_, i) => ({ lines: lines.slice(20 * i, 20 * i + 20), size: megabytes }));
}

/** A story whose captures of the first day are these files. */
async function openLarge(files: readonly LargeFile[]) {
  const fixture = await openDepot();
  return { fixture, machine: new NotedMachine(), place: placeOf(files) };
}

type Large = Awaited<ReturnType<typeof openLarge>>;

/** Checks the first day. */
function check(
  { fixture, machine, place }: Large,
  before: HandedOver | null = null,
  changed: Partial<RunContext> = {},
): Promise<CheckResult | null> {
  const context = fixture.at(morningAfter(0), { open: () => place, ...changed });
  const window = fixture.window(0);
  return checkLargeDrift(fixture.monitor, window, { machine, check: { monitor: 'm' }, before }, context);
}

/** Runs the last execution up to its check, whose event has how the window was handed over. */
async function read({ fixture, machine, place }: Large): Promise<HandedOver> {
  const { monitor, window, run, check } = machine.input;
  const context = fixture.at(morningAfter(0), { open: () => place });
  let parts = 0;
  for await (const { key } of fixture.store.list(`${run}files/`)) parts += Number(key.endsWith('.json'));
  await doSteps({ monitor, window, run }, parts, (request) => runReadingStep(request, fixture.monitor, context));
  return (check as { readonly handedOver: HandedOver }).handedOver;
}

/** What a check by one run finds. */
async function checkAlone(fixture: StoryFixture, place: Location) {
  const alone = await fixture.fork();
  return alone.checkDrift(0, { open: () => place });
}

describe('a window of more bytes than one run reads', () => {
  it('is handed over, and then decided by the same check without reading a capture', async () => {
    const large = await openLarge(filesOf(20, 500));
    const { fixture, machine, place } = large;
    const alone = await checkAlone(fixture, place);

    expect(await check(large, null)).toBeNull();

    const { monitor, window, run, check: event } = machine.input;
    expect({ monitor, window, event }).toEqual({
      monitor: 'story',
      window: '2001-02-01',
      event: { monitor: 'm', handedOver: { run, times: 1 } },
    });
    expect([...machine.executions.keys()][0]).toMatch(/^[\w-]{1,80}$/);
    const handedOver = await read(large);
    const reading = countReading(() => place);
    const result = await check(large, handedOver, { open: reading.open });
    expect(reading.take(fixture.monitor.capture.uri)).toBe(0);
    expect(result!.data).toEqual(alone.data);
    expect([result!.drift, result!.quality, result!.verdict]).toEqual([alone.drift, alone.quality, alone.verdict]);
    // Its profiles are kept like those of any window.
    expect(await check(large, null)).toMatchObject({ data: alone.data });
    expect(machine.starts).toBe(1);
  });

  it.each<[string, readonly LargeFile[]]>([
    ['as many bytes as one run reads', filesOf(16, 512)],
    ['one file, which has no parts', filesOf(1, 20_000)],
  ])('is not one of %s', async (_, files) => {
    const large = await openLarge(files);
    expect(await check(large)).toMatchObject({ data: { objects: files.length } });
    expect(large.machine.starts).toBe(0);
  });

  it('is also one whose records do not fit into the memory of one run, unless it has no parts', async () => {
    // Megabytes of a check before it has read a record.
    const memory = 350;
    const large = await openLarge(filesOf(4, 600));
    expect(await check(large, null, { memory })).toBeNull();
    expect(large.machine.starts).toBe(1);
    const single = await openLarge(filesOf(1, 600));
    await expect(check(single, null, { memory })).rejects.toThrow('Deploy with more memory');
    expect(single.machine.starts).toBe(0);
  });

  it('is read by one execution for all repetitions of a run, and by another one in the same place for a later run', async () => {
    const large = await openLarge(filesOf(20, 500));
    for (const runId of ['first', 'first', 'second']) await check(large, null, { runId });
    expect(large.machine.starts).toBe(3);
    const inputs = [...large.machine.executions.values()];
    expect(inputs).toHaveLength(2);
    expect(inputs[1]).toEqual(inputs[0]);
  });
});

describe('a window that changes while it is read in parts', () => {
  it('is handed over again for a late file, and given up the fourth time', async () => {
    const large = await openLarge(filesOf(20, 500));
    const { machine } = large;
    await check(large);
    for (const times of [2, 3]) {
      const handedOver = await read(large);
      large.place = placeOf(filesOf(19 + times, 500));
      expect(await check(large, handedOver)).toBeNull();
      expect(machine.input.check).toMatchObject({ handedOver: { times } });
    }
    const handedOver = await read(large);
    large.place = placeOf(filesOf(30, 500));
    await expect(check(large, handedOver)).rejects.toThrow(
      'files of the window 2001-02-01 of story came or changed each time while it was read, 3 times: check it when no more come',
    );
    expect(machine.executions.size).toBe(3);
  });

  it('is handed over again for a new baseline, whose grids count its columns', async () => {
    const large = await openLarge(filesOf(20, 500));
    await check(large);
    const handedOver = await read(large);
    await large.fixture.buildBaseline(morningAfter(0));
    expect(await check(large, handedOver)).toBeNull();
    expect(large.machine.executions.size).toBe(2);
  });
});
