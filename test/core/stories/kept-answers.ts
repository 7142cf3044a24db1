import * as fc from 'fast-check';
import { parseMonitor } from '../../../lambdas/core/monitor/parse.ts';
import { type Cell, captureLine, csvFile, type Label, labelLine } from './fixtures.ts';
import { DAY, FIRST_DAY, HOUR, StoryFixture } from './story-fixture.ts';

/** Worlds of every problem type whose records and labels are as bad as they come, for one window. */

const NOON = FIRST_DAY + 12 * HOUR;
const UNREADABLE = ['<html>504 Gateway Time-out</html>', '[1]', '{"eventMetadata":{}}'];

interface Problem {
  readonly sections: string;
  readonly header: readonly string[];
  readonly training: (row: number) => readonly Cell[];
  /** The cells of an answer. */
  readonly answer: fc.Arbitrary<readonly Cell[]>;
  readonly labels: readonly Cell[];
}

const odd = fc.constantFrom<Cell>('', 'NaN', 'Infinity', '-0', 'abc', '1e400', 'née', 'true', '007');
const often = (usual: fc.Arbitrary<Cell>): fc.Arbitrary<Cell> =>
  fc.oneof({ weight: 9, arbitrary: usual }, { weight: 1, arbitrary: odd });
const share = fc.double({ min: 0, max: 1, noNaN: true });

const PROBLEMS: Readonly<Record<string, Problem>> = {
  scores: {
    sections: `problem: binary-classification
capture: { uri: captures, features: [size, place], prediction: { score: 0, threshold: 0.5 } }
baseline: { uri: training.csv, label: truth, score: p }`,
    header: ['size', 'place', 'truth', 'p'],
    training: (row) => [row % 50, `place ${row % 3}`, row % 2, (row % 97) / 96],
    answer: fc.tuple(often(share)),
    labels: [0, 1, '1', 'maybe'],
  },
  'classes of two': {
    sections: `problem: binary-classification
positive: "yes"
capture: { uri: captures, features: [size, place], prediction: { label: 0 } }
baseline: { uri: training.csv, label: truth, predictedLabel: said }`,
    header: ['size', 'place', 'truth', 'said'],
    training: (row) => [row % 50, `place ${row % 3}`, row % 2 ? 'yes' : 'no', row % 5 ? 'yes' : 'no'],
    answer: fc.tuple(often(fc.constantFrom('yes', 'no'))),
    labels: ['yes', 'no', 'Yes'],
  },
  'classes of three': {
    sections: `problem: multiclass-classification
capture: { uri: captures, features: [size, place], prediction: { label: 0, scores: { a: 1, b: 2, c: 3 } } }
baseline: { uri: training.csv, label: truth, predictedLabel: said, scores: { a: pa, b: pb, c: pc } }`,
    header: ['size', 'place', 'truth', 'said', 'pa', 'pb', 'pc'],
    training: (row) => [
      row % 50,
      `place ${row % 3}`,
      'abc'[row % 3],
      'abc'[(row + (row % 10 === 0 ? 1 : 0)) % 3],
      0.8,
      0.1,
      0.1,
    ],
    answer: fc.tuple(often(fc.constantFrom('a', 'b', 'c')), often(share), often(share), often(share)),
    labels: ['a', 'b', 'c', 'd'],
  },
  numbers: {
    sections: `problem: regression
capture: { uri: captures, features: [size, place], prediction: { value: 0 } }
baseline: { uri: training.csv, label: truth, value: said }`,
    header: ['size', 'place', 'truth', 'said'],
    training: (row) => [row % 50, `place ${row % 3}`, row % 30, (row % 30) + (row % 7) / 10],
    answer: fc.tuple(often(fc.double({ min: -100, max: 100, noNaN: true }))),
    labels: [0, 1, -3.5, 'none'],
  },
};

/** A record: a row or several, of a few ids, none, or one that repeats. */
const record = fc.record({
  id: fc.oneof(
    { weight: 8, arbitrary: fc.constant('own') },
    { weight: 2, arbitrary: fc.constantFrom('shared-1', 'shared-2', '\u{1f4e6}', 'x'.repeat(2000)) },
  ),
  size: often(fc.integer({ min: 0, max: 60 })),
  place: often(fc.constantFrom('place 0', 'place 1', 'place 2', 'elsewhere')),
  rows: fc.constantFrom(1, 1, 1, 3),
  hour: fc.constantFrom(0, 0, 0, 1, 13),
});

export interface World {
  readonly monitor: string;
  readonly files: ReadonlyMap<string, string>;
  readonly labels: readonly string[];
}

/** The monitor of one problem, with or without segments, in one mode of privacy, and what was captured and labelled. */
export const world: fc.Arbitrary<World & { readonly problem: string }> = fc
  .record({
    problem: fc.constantFrom(...Object.keys(PROBLEMS)),
    segments: fc.constantFrom('[]', '[place]', '[place, size]'),
    values: fc.constantFrom('show', 'hash', 'hide'),
  })
  .chain(({ problem, segments, values }) => {
    const { sections, answer, labels } = PROBLEMS[problem];
    const lines = fc.array(
      fc.oneof(
        { weight: 12, arbitrary: fc.record({ record, answers: fc.array(answer, { minLength: 3, maxLength: 3 }) }) },
        { weight: 1, arbitrary: fc.constantFrom(...UNREADABLE) },
      ),
      { minLength: 1, maxLength: 40 },
    );
    return fc
      .record({
        lines,
        repeats: fc.boolean(),
        // A sampled capture: labels are there of requests that were not captured.
        labelled: fc.array(fc.record({ row: fc.nat(60), label: fc.constantFrom(...labels) }), { maxLength: 80 }),
      })
      .map(({ lines: given, repeats, labelled }) => {
        const written = given.map((line, i): { readonly hour: number; readonly text: string } =>
          typeof line === 'string' ? { hour: 0, text: line } : { hour: line.record.hour, text: captured(line, i) },
        );
        const all = repeats ? [...written, ...written.slice(0, 5)] : written;
        const files = new Map<string, string>();
        for (const { hour, text } of all) {
          const path = `captures/2001/02/01/${12 + (hour === 13 ? 11 : hour)}/00.jsonl`;
          files.set(path, `${files.get(path) ?? ''}${text}\n`);
        }
        return {
          problem,
          monitor: `model: m\n${sections}\nlabels: { uri: labels, lag: PT0S, maxAge: P14D }\nprivacy: { values: ${values} }\nperformance: { minimumRows: 2, segments: ${segments} }\n`,
          files,
          labels: labelled.map(({ row, label }) => labelLine(labelOf(row, label))),
        };
      });
  });

interface Line {
  readonly record: { id: string; size: Cell; place: Cell; rows: number; hour: number };
  readonly answers: readonly (readonly Cell[])[];
}

function captured({ record: { id, size, place, rows, hour }, answers }: Line, i: number): string {
  return captureLine({
    time: NOON + hour * HOUR + i * 1000,
    rows: Array.from({ length: rows }, () => [size, place]),
    answers: answers.slice(0, rows),
    inferenceId: id === 'own' ? `id-${i}` : id,
  });
}

function labelOf(row: number, label: Cell): Label {
  const id = row < 50 ? `id-${row}` : row < 54 ? 'shared-1' : `other-${row}`;
  return { id, values: [label] };
}

/** A fixture with the world's monitor, its baseline and its files; no labels yet. */
export async function openWorld({
  monitor,
  files,
  problem,
}: World & { readonly problem: string }): Promise<StoryFixture> {
  const { header, training } = PROBLEMS[problem];
  const fixture = StoryFixture.open(monitor);
  fixture.write(
    'training.csv',
    csvFile(
      header,
      Array.from({ length: 400 }, (_, row) => training(row)),
    ),
  );
  await fixture.buildBaseline(FIRST_DAY - DAY);
  for (const [path, text] of files) fixture.write(path, text);
  return fixture;
}

/** The same monitor, which keeps no answers. */
export function keepingNone({ monitor, folder }: Pick<StoryFixture, 'monitor' | 'folder'>, text: string) {
  return parseMonitor(text.replace('lag: PT0S', 'keepAnswers: P0D, lag: PT0S'), `${folder}/${monitor.name}.yaml`);
}
