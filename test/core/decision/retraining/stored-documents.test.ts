import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { RetrainingError } from '../../../../lambdas/core/decision/retraining/errors.ts';
import { RetrainingKeys, retrainingDataOf } from '../../../../lambdas/core/decision/retraining/keys.ts';
import { readComparison } from '../../../../lambdas/core/decision/retraining/stored-comparison.ts';
import { findJson, getJson, putJson } from '../../../../lambdas/core/decision/retraining/stored-json.ts';
import { MemoryStore } from '../../stories/memory-store.ts';

const keys = new RetrainingKeys('m', 'r');

// As docs/architecture.md lists them under "What is stored": people and policies of the bucket rely on these names.
describe('what a retraining stores', () => {
  it.each([
    ['training/w.csv', keys.training('w', 'csv')],
    ['held-out/w.jsonl', keys.heldOut('w', 'jsonl')],
    ['held-out-labels/w.csv', keys.heldOutLabels('w')],
    ['candidate-answers/w.csv.out', keys.answers('candidate', 'w', 'csv')],
    ['live-answers/w.csv.out', keys.answers('live', 'w', 'csv')],
    ['trained-ids/w.bin', keys.trainedIds('w')],
    ['prepared/w.json', keys.preparedWindow('w')],
  ])('expires at %s among the rows', (name, key) => {
    expect(key).toBe(`retraining_data/m/r/${name}`);
    expect(key.startsWith(retrainingDataOf('m'))).toBe(true);
  });

  it.each([
    ['manifest.json', keys.manifest],
    ['model/', keys.model],
    ['comparison.json', keys.comparison],
    ['registration.json', keys.registration],
    ['approval.json', keys.approval],
    ['retraining.json', keys.record],
  ])('is kept at %s below its folder', (name, key) => {
    expect(key).toBe(`m/retrainings/r/${name}`);
  });

  it('is in folders that jobs read and write as a whole', () => {
    const folders = [
      keys.training(),
      keys.heldOut(),
      keys.heldOutLabels(),
      keys.answers('candidate'),
      keys.answers('live'),
      keys.trainedIds(),
      keys.preparedWindow(),
    ];
    expect(folders).toEqual(
      ['training', 'held-out', 'held-out-labels', 'candidate-answers', 'live-answers', 'trained-ids', 'prepared'].map(
        (folder) => `retraining_data/m/r/${folder}/`,
      ),
    );
  });
});

describe('a document that a step leaves for the next', () => {
  const schema = z.object({ rows: z.object({ kept: z.number() }) });
  const stored = (text: string) => new MemoryStore(new Map([['a.json', text]]));

  it('is read as it was written', async () => {
    const store = new MemoryStore();
    await putJson(store, 'a.json', { rows: { kept: 3 } });
    expect(await getJson(store, 'a.json', schema)).toEqual({ rows: { kept: 3 } });
    expect(await findJson(store, 'a.json', schema)).toEqual({ rows: { kept: 3 } });
  });

  it('may be missing where it is not needed', async () => {
    expect(await findJson(new MemoryStore(), 'a.json', schema)).toBeNull();
  });

  it.each([
    ['missing', new MemoryStore(), 'there is no a.json: the step that writes it has not run'],
    ['cut off', stored('{"rows":'), 'a.json is not JSON'],
    [
      'of another shape',
      stored('{"rows":{"kept":"3"}}'),
      'a.json: rows.kept: Invalid input: expected number, received string',
    ],
  ])('ends the retraining with a reason when it is %s', async (_name, store, message) => {
    const failure = await getJson(store, 'a.json', schema).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(RetrainingError);
    expect(failure).toMatchObject({ name: 'RetrainingError', message });
  });

  it('keeps the cause of a failure for the log', async () => {
    const failure = await findJson(stored('{'), 'a.json', schema).catch((error: unknown) => error);
    expect((failure as Error).cause).toBeInstanceOf(SyntaxError);
    const misshaped = await findJson(stored('{}'), 'a.json', schema).catch((error: unknown) => error);
    expect((misshaped as Error).cause).toBeInstanceOf(z.ZodError);
  });
});

describe('the judgement of a retraining', () => {
  it('is empty texts before there is one', async () => {
    expect(await readComparison(new MemoryStore(), 'm', 'r')).toEqual({ judgedAgainst: '', message: '', text: [] });
  });

  it('is read without what later steps do not need', async () => {
    const store = new MemoryStore();
    const judgement = { judgedAgainst: 'live', message: 'better', text: ['accuracy 0.9'] };
    await putJson(store, keys.comparison, { ...judgement, rows: 300 });
    expect(await readComparison(store, 'm', 'r')).toEqual(judgement);
  });
});
