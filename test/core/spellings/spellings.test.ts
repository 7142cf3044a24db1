import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FILE_FORMS, type FileForm } from './files.ts';
import { REQUEST_FORMS, writeRequests } from './requests.ts';
import { choose, csvChoices, jsonChoices, PLAIN_CSV, type Spelling } from './spelling.ts';
import { type Day, SpelledMonitor } from './story.ts';
import { makeTable } from './table.ts';

/** Tables of the training data and of a day, and which spellings the files have. */
const cases = fc.record({
  seed: fc.integer(),
  rows: fc.integer({ min: 120, max: 240 }),
  missing: fc.constantFrom(0, 0.05, 0.4),
  moreMissing: fc.constantFrom(0, 0, 0.3),
  shift: fc.constantFrom(0, 0, 1),
  declared: fc.boolean(),
  turn: fc.nat(1000),
});

function spellingOf(spells: FileForm['spells'], declared: boolean, turn: number): Spelling {
  if (spells === 'nothing') return PLAIN_CSV;
  return choose(spells === 'csv' ? csvChoices(declared) : jsonChoices(declared), turn);
}

function tablesOf({ seed, rows, missing, moreMissing, shift }: typeof cases extends fc.Arbitrary<infer C> ? C : never) {
  return {
    before: makeTable({ seed, rows, missing, shift: 0 }),
    day: makeTable({ seed: seed + 1, rows, missing: missing + moreMissing, shift }),
  };
}

const REFERENCE = FILE_FORMS['CSV with commas'];
const usable = (declared: boolean) =>
  Object.entries(FILE_FORMS).filter(([, { needsTypes }]) => declared || needsTypes !== true);

/** With the form's name, so that a difference says where it is. */
function expectSame(name: string, day: Day, reference: Day): void {
  expect({ name, ...day }).toEqual({ name, ...reference });
}

describe('the same table in every form and spelling', () => {
  it('gives the same baseline', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (given) => {
        const { declared, turn } = given;
        const { before } = tablesOf(given);
        const reference = await SpelledMonitor.train(REFERENCE.write(before, PLAIN_CSV), declared);
        for (const [i, [name, form]] of usable(declared).entries()) {
          const spelling = spellingOf(form.spells, declared, turn + i);
          const { baseline } = await SpelledMonitor.train(form.write(before, spelling), declared);
          expect({ name, baseline }).toEqual({ name, baseline: reference.baseline });
        }
      }),
      { numRuns: 4 },
    );
  });

  it('gives the same window and the same verdict', async () => {
    await fc.assert(
      fc.asyncProperty(cases, async (given) => {
        const { declared, turn } = given;
        const { before, day } = tablesOf(given);
        const monitor = await SpelledMonitor.train(REFERENCE.write(before, PLAIN_CSV), declared);
        const reference = await monitor.plainDay(REFERENCE.write(day, PLAIN_CSV));
        expect([reference.rows, reference.rejected]).toEqual([day.rows, []]);
        for (const [i, [name, form]] of Object.entries(FILE_FORMS).entries()) {
          const spelling = spellingOf(form.spells, true, turn + i);
          expectSame(name, await monitor.plainDay(form.write(day, spelling)), reference);
        }
        for (const [i, [name, form]] of Object.entries(REQUEST_FORMS).entries()) {
          const spelling = spellingOf(form.spells, true, turn + i);
          expectSame(name, await monitor.capturedDay(writeRequests(day, form, spelling)), reference);
        }
      }),
      { numRuns: 4 },
    );
  });
});
