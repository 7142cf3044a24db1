import { expect } from 'vitest';
import type { CaptureOptions } from '../../../lambdas/core/capture/capture-rows.ts';
import { MisplacedAnswers } from '../../../lambdas/core/capture/misplaced-answers.ts';
import { RejectionLog } from '../../../lambdas/core/capture/rejections.ts';
import { SeenColumns } from '../../../lambdas/core/capture/seen-columns.ts';
import { SeenRecords } from '../../../lambdas/core/capture/seen-records.ts';
import type { CaptureSpec } from '../../../lambdas/core/capture/spec.ts';
import { SeededRandom } from '../../../lambdas/core/statistics/random.ts';
import { anyExchange, anySpec } from '../../fuzz/exchanges.ts';
import { below, chance, mutateBytes, mutateText, pick } from '../../fuzz/mutate.ts';
import { base64, captureLine, captureSpec, csv, json, readAll, type Side } from './capturing.ts';
import { sourceOf } from './memory-source.ts';

type Options = Partial<CaptureOptions>;

export const DAY = { name: '2026-11-23', start: Date.UTC(2026, 10, 23), end: Date.UTC(2026, 10, 24) };

/** Reads files of these bytes, directly and by the general reader, and compares everything that comes of it. */
export async function expectSame(
  files: readonly Uint8Array[],
  spec: CaptureSpec,
  options: Options = {},
  piece = 1 << 16,
) {
  const read = async (direct: boolean) => {
    const sources = files.map((bytes, i) => sourceOf(bytes, { uri: `memory:${i}`, piece }));
    const [seenColumns, misplaced] = [new SeenColumns(), new MisplacedAnswers()];
    const collected = { log: new RejectionLog(), seen: new SeenRecords(), seenColumns, misplaced };
    const captured = await readAll(sources, spec, { ...options, ...collected, direct });
    return { ...captured, seenColumns: seenColumns.sets, misplaced: misplaced.misplaced };
  };
  const [general, direct] = [await read(false), await read(true)];
  expect(direct).toEqual(general);
  return direct;
}

export const SPEC = captureSpec({
  features: ['age', 'city', 'income'],
  prediction: { score: 0, threshold: 0.5 },
  missing: ['NA', '-999'],
});

const NUMBERS = ['31', '-0', '0.1', '12.50', '6.431284430902451', '0.007252615178003907', '1e-5', '123456789012', '+5'];
const TEXTS = ['Bern', 'Zürich', '', ' ', 'NA', '-999', 'nan', 'inf', '007', 'true', ' 5', '5 ', '東京', 'a;b', '1,5'];
const UNUSUAL = [
  '"x"',
  'a"b',
  'a\\b',
  'tab\t',
  'x\u0001',
  '\u2028',
  '\ufeff1',
  'age',
  'City ',
  '.',
  '-',
  '1.2.3',
  '[1',
];

const WORDS = [
  'null',
  'true',
  'false',
  'NaN',
  '-Infinity',
  '[]',
  '{"a":1}',
  '0.5.',
  '01',
  '+1',
  '.5',
  '-.5',
  '5.',
  '1e5',
  '2E-7',
];

/** Rows as CSV, with line ends that some programs write. */
function csvForm(random: SeededRandom): FormOf {
  const between = pick(random, ['\n', '\n', '\r\n']);
  const ending = pick(random, ['', '', '\n', '\r\n']);
  return (rows, header) => csv([...header, ...rows.map((row) => row.join(','))].join(between) + ending);
}

/** Rows as JSON lists, with or without spaces, under a key or not. */
function jsonForm(random: SeededRandom, key: string): FormOf {
  const space = pick(random, ['', ' ']);
  const [start, end] = pick(random, [
    ['', ''],
    [`{"${key}":${space}`, '}'],
    [`{"${key}":${space}`, `}${pick(random, ['', ' ', '\n'])}`],
  ]);
  const isFlat = key === 'predictions' && chance(random, 0.4);
  const cellOf = (cell: string) => jsonCell(random, cell);
  const listOf = (cells: readonly string[]) => `[${cells.join(`,${space}`)}]`;
  return (rows) => {
    const lists = rows.map((row) => (isFlat && row.length === 1 ? cellOf(row[0]) : listOf(row.map(cellOf))));
    return json(start + listOf(lists) + end);
  };
}

/** The same in BASE64, usually with a content type, and now and then with a digit that is none or is missing. */
function base64Form(random: SeededRandom, formOf: FormOf): FormOf {
  const isDeclared = chance(random, 0.8);
  return (rows, header) => {
    const { data, observedContentType } = formOf(rows, header);
    const side = base64(String(data), isDeclared ? String(observedContentType) : null);
    return chance(random, 0.03) ? { ...side, data: mutateText(random, String(side.data)) } : side;
  };
}

/** Rows as JSON objects, in a list or alone, with the names of the features or answers among others. */
function objectForm(random: SeededRandom, names: readonly string[], key: string): FormOf {
  const space = pick(random, ['', ' ']);
  const order = chance(random, 0.3) ? names.toReversed() : names;
  const extra = chance(random, 0.3) ? [pick(random, ['"id":7', '"note":"a, b"', '"7":null', '"o":{"x":1}'])] : [];
  const isAlone = chance(random, 0.5);
  const lines = chance(random, 0.3);
  const memberOf = (name: string, cell: string | undefined) =>
    cell === undefined || chance(random, 0.005) ? [] : [`"${name}":${space}${jsonCell(random, cell)}`];
  return (rows) => {
    const objects = rows.map((row) => {
      const members = order.flatMap((name) => memberOf(name, row[names.indexOf(name)]));
      return `{${[...members, ...extra].join(`,${space}`)}}`;
    });
    const side = json(isAlone && objects.length === 1 ? objects[0] : `{"${key}":[${objects.join(`,${space}`)}]}`);
    return lines ? { ...side, observedContentType: 'application/jsonlines' } : side;
  };
}

/** One row as a list under a key, as SageMaker's algorithms get it. */
function denseForm(random: SeededRandom): FormOf {
  return (rows) => json(`{"features":[${(rows[0] ?? []).map((cell) => jsonCell(random, cell)).join(',')}]}`);
}

function jsonCell(random: SeededRandom, cell: string): string {
  if (chance(random, 0.02)) return pick(random, WORDS);
  return /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e-?\d+)?$/.test(cell) ? cell : JSON.stringify(cell);
}

type FormOf = (rows: readonly (readonly string[])[], header: readonly string[]) => Side;

/** Records like those of one endpoint: the same form, with now and then something unusual. */
function endpointLines(random: SeededRandom, records: number, idStart = 'e'): string[] {
  const rowsARequest = pick(random, [1, 1, 1, 3]);
  const hasLabels = chance(random, 0.3);
  const formFor = (key: string, names: readonly string[]) => {
    const form = pick(random, [
      () => csvForm(random),
      () => jsonForm(random, key),
      () => objectForm(random, names, key),
      () => denseForm(random),
    ])();
    return chance(random, 0.3) ? base64Form(random, form) : form;
  };
  const requestForm = formFor(pick(random, ['instances', 'any', 'age']), ['age', 'city', 'income']);
  const responseForm = formFor('predictions', ['score', 'class']);
  return Array.from({ length: records }, (_, i) => {
    const cell = () => pick(random, chance(random, 0.02) ? UNUSUAL : chance(random, 0.5) ? NUMBERS : TEXTS);
    const rows = chance(random, 0.05) ? below(random, 4) : rowsARequest;
    const width = chance(random, 0.02) ? below(random, 5) : 3;
    const row = () => Array.from({ length: width }, cell);
    const header = chance(random, 0.05) ? [pick(random, ['age,city,income', 'AGE,City,x', 'city,income,age'])] : [];
    const request = requestForm(Array.from({ length: rows }, row), header);
    const answers = Array.from({ length: chance(random, 0.03) ? below(random, 4) : rows }, () =>
      chance(random, hasLabels ? 0.9 : 0.1) ? [cell(), cell()] : [cell()],
    );
    const metadata = {
      eventId: chance(random, 0.05) ? `e${below(random, records)}` : `${idStart}${i}`,
      ...(chance(random, 0.05) && { inferenceId: pick(random, ['i1', 'ä', '', 'a"b']) }),
      inferenceTime: `2026-11-2${pick(random, [3, 3, 3, 4])}T${pick(random, ['00', '09', '23', '24'])}:0${i % 10}:00${pick(random, ['Z', 'Z', 'Z', '.5Z', ' UTC'])}`,
    };
    const input = chance(random, 0.05) ? json([[31, 'Bern', 5]]) : request;
    const line = captureLine(input, responseForm(answers, []), metadata);
    if (chance(random, 0.02)) return line.replace('Bern', 'Be\u0001rn');
    return chance(random, 0.03) ? mutateText(random, line) : line;
  });
}

/** A file of an endpoint, with records that are unusual, damaged, repeated or outside the window. */
export function endpointFile(random: SeededRandom, idStart?: string): Buffer {
  const lines = endpointLines(random, below(random, 40), idStart);
  if (lines.length > 1 && chance(random, 0.3)) lines.push(lines[below(random, lines.length)]);
  const bytes = Buffer.from(lines.join(pick(random, ['\n', '\n', '\r\n', '', ' '])));
  return chance(random, 0.1) ? Buffer.from(mutateBytes(random, bytes)) : bytes;
}

/** Files of one endpoint. */
export async function checkEndpoint(seed: number): Promise<void> {
  const random = new SeededRandom(seed);
  const files = Array.from({ length: 1 + below(random, 2) }, () => endpointFile(random));
  if (chance(random, 0.3)) files.push(files[0]);
  const spec = {
    ...SPEC,
    header: pick(random, [undefined, undefined, true, false]),
    prediction: pick(random, [
      SPEC.prediction,
      { threshold: 0.5 },
      { score: 1, label: 0, threshold: 0.5 },
      { score: 'score', threshold: 0.5 },
      { score: 'score', label: 'class', threshold: 0.5 },
    ]),
  };
  const options: Options = {
    window: chance(random, 0.7) ? DAY : null,
    ids: chance(random, 0.5),
    chunkRows: chance(random, 0.3) ? 1 + below(random, 5) : undefined,
    features: pick(random, [undefined, undefined, ['city'], 'none']),
  };
  await expectSame(files, spec, options, 1 + below(random, 3000));
}

/** Any record that the fuzzer makes, repeated with other ids and damaged. */
export async function checkExchange(seed: number): Promise<void> {
  const random = new SeededRandom(seed);
  const spec = anySpec(random);
  const line = JSON.stringify(anyExchange(random, spec)) ?? '';
  const lines = [line, line.replace(/"eventId":"[^"]*"/, '"eventId":"again"'), mutateText(random, line), line];
  await expectSame([Buffer.from(lines.join('\n'))], spec, { window: DAY });
}
