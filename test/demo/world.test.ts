import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseModel, score } from '../../demo/model/model.ts';
import { train } from '../../demo/model/train.ts';
import { createWorld, type World, WorldExistsError } from '../../demo/world.ts';
import { makeFlights } from './synthetic.ts';

const flights = makeFlights('2001-01-01', '2001-07-02', 10);

describe('createWorld', () => {
  let root: string;
  let world: World;
  beforeAll(async () => {
    root = await mkdtemp(join(tmpdir(), 'driftwarden-world-'));
    world = await createWorld(join(root, 'world'), { flights, sampling: 50 });
  });
  afterAll(() => rm(root, { recursive: true }));

  async function readLines(key: string): Promise<string[]> {
    return (await readFile(join(world.folder, key), 'utf8')).trimEnd().split('\n');
  }

  it('serves 150 days and waits two more for labels', () => {
    expect(world.days).toHaveLength(150);
    expect([world.days[0], world.days.at(-1)]).toEqual(['2001-02-01', '2001-06-30']);
    expect(world.lastArrivals).toEqual(['2001-07-01', '2001-07-02']);
  });

  it('writes January with scores on the held-out days only', async () => {
    const bytes = await readFile(join(world.folder, 'training/2001-01.parquet'));
    const file = new Uint8Array(bytes).buffer;

    const rows = await parquetReadObjects({ file });

    expect(rows).toHaveLength(31 * 144);
    expect(Object.keys(rows[0])).toEqual(['hour', 'weekday', 'distance', 'origin', 'destination', 'late', 'p']);
    rows.forEach((row, at) => {
      const dayOfMonth = Math.floor(at / 144) + 1;
      expect(row.late).toBe(flights.delay[at] > 15 ? 1 : 0);
      expect(row.hour).toBe(flights.hour[at]);
      expect(row.origin).toBe(flights.origin.dictionary[flights.origin.codes[at]]);
      expect(typeof row.p).toBe(dayOfMonth % 5 === 0 ? 'number' : 'object');
    });
    expect(world.model.trainedRows).toBe(25 * 144);
  });

  it('writes the model that serves', async () => {
    const model = parseModel(await readFile(join(world.folder, 'model/model.json'), 'utf8'));

    expect(score(model, flights)).toEqual(score(world.model, flights));
  });

  it('writes the labels of captured flights two days later, and none of flights that were not captured', async () => {
    const first = await world.serveDay('2001-02-01');
    const second = await world.serveDay('2001-02-02');
    const third = await world.serveDay('2001-02-03');

    expect([first.labelled, second.labelled, third.labelled]).toEqual([0, 0, first.captured]);
    const captures = (await Promise.all(first.keys.map(readLines))).flat();
    const labels = await readLines(third.keys.find((key) => key.startsWith('labels/2001/02/03/02/'))!);
    expect(labels.map((line) => JSON.parse(line).eventMetadata.eventId)).toEqual(
      captures.map((line) => JSON.parse(line).eventMetadata.inferenceId),
    );
  });

  it('writes no captures after the last served day, but its labels', async () => {
    const served = await world.serveDay('2001-06-30');
    const after = await world.serveDay('2001-07-02');

    expect(served.captured).toBeGreaterThan(0);
    expect(after).toMatchObject({ captured: 0, labelled: served.captured });
  });

  it('answers with the model that is given', async () => {
    const always = Uint8Array.from(flights.delay, (delay) => (delay < 60 ? 1 : 0));
    const other = train(flights, always, { trees: 2 });
    const before = await world.serveDay('2001-02-10');
    const old = await readLines(before.keys[0]);

    await world.serveDay('2001-02-10', other);

    const now = await readLines(before.keys[0]);
    const answers = now.map((line) => Number(JSON.parse(line).captureData.endpointOutput.data));
    expect(now).toHaveLength(old.length);
    expect(Math.min(...answers)).toBeGreaterThan(0.7);
  });

  it('is the same world for the same seed', async () => {
    const again = await createWorld(join(root, 'again'), { flights, sampling: 50 });
    const { keys } = await again.serveDay('2001-04-01');
    await world.serveDay('2001-04-01');

    for (const key of ['model/model.json', 'training/2001-01.parquet', ...keys]) {
      const [a, b] = await Promise.all([world.folder, again.folder].map((folder) => readFile(join(folder, key))));
      expect(a.equals(b), key).toBe(true);
    }
  });

  it('refuses a folder with captures', async () => {
    await world.serveDay('2001-03-01');

    await expect(createWorld(world.folder, { flights })).rejects.toThrow(WorldExistsError);
  });

  it.each([0, -1, 101, Number.NaN])('refuses a sampling of %s %%', async (sampling) => {
    await expect(createWorld(join(root, 'refused'), { flights, sampling })).rejects.toThrow(RangeError);
    expect(await readdir(root)).not.toContain('refused');
  });
});
