import type { CaptureSpec } from '../../lambdas/core/capture/spec.ts';
import type { SeededRandom } from '../../lambdas/core/statistics/random.ts';
import { below, chance, DEEP, HOSTILE_TEXTS, mutateDocument, mutateText, pick } from './mutate.ts';

const FEATURES = [
  undefined,
  ['x'],
  ['a', 'b'],
  ['age', 'income', 'plan'],
  ['data', 'columns'],
  ['a.b', '__proto__', '0'],
];

/** Any way to read captures. */
export function anySpec(random: SeededRandom): CaptureSpec {
  const where = () =>
    pick<string | number>(random, [0, 1, 'p', 'score', 'probabilities.1', 'predictions', '__proto__', '']);
  const some = <T>(value: T): T | undefined => (chance(random, 0.5) ? value : undefined);
  return {
    format: 'sagemaker-data-capture',
    features: pick(random, FEATURES),
    prediction: {
      threshold: 0.5,
      score: some(where()),
      label: some(where()),
      value: chance(random, 0.2) ? where() : undefined,
      scores: chance(random, 0.2) ? { a: where(), b: where() } : undefined,
    },
    requestRows: chance(random, 0.15)
      ? pick(random, ['instances', 'dataframe_split.data', 'data', 'a.b', ''])
      : undefined,
    responseRows: chance(random, 0.15) ? pick(random, ['predictions', 'outputs', 'data', '']) : undefined,
    header: pick(random, [undefined, undefined, true, false]),
    missing: chance(random, 0.2) ? ['NA', ''] : [],
  };
}

/** A captured exchange in any of the forms, with or without faults in it. */
export function anyExchange(random: SeededRandom, { features }: CaptureSpec): unknown {
  const names = features ?? pick(random, FEATURES.slice(1))!;
  const rows = chance(random, 0.02) ? 500 : below(random, 4);
  const record = {
    captureData: {
      ...(chance(random, 0.95) && { endpointInput: anySide(random, names, rows, REQUESTS) }),
      ...(chance(random, 0.95) && {
        endpointOutput: anySide(random, pick(random, [['p'], ['score', 'label']]), rows, RESPONSES),
      }),
    },
    eventMetadata: {
      eventId: `e${below(random, 1000)}`,
      ...(chance(random, 0.2) && { inferenceId: pick<unknown>(random, ['i', '', 7, null]) }),
      inferenceTime: pick(random, [
        '2026-11-23T10:00:00Z',
        '2026-11-23T23:59:59Z',
        '2026-11-24T00:00:00Z',
        '2026-11-23',
      ]),
    },
    eventVersion: '0',
  };
  return chance(random, 0.2) ? mutateDocument(random, record, 0.03) : record;
}

function anySide(random: SeededRandom, names: readonly string[], rows: number, forms: readonly FormOf[]): unknown {
  const table = Array.from({ length: rows }, () => names.map(() => anyCell(random)));
  const data = chance(random, 0.4) ? toCsv(random, names, table) : toJson(random, pick(random, forms)(names, table));
  const type = pick(random, [
    'text/csv',
    'application/json',
    'application/jsonlines',
    'text/html; charset=utf-8',
    'application/octet-stream',
    'image/png',
    `application/vnd.sagemaker-triton.binary+json;json-header-size=${pick(random, [0, data.length, 20, 1e9])}`,
    null,
  ]);
  const encoding = pick<unknown>(random, ['CSV', 'JSON', 'JSON', 'BASE64', 'BASE64', null, 'XML']);
  return {
    observedContentType: type,
    mode: 'INPUT',
    data: encoding === 'BASE64' ? Buffer.from(data).toString('base64') : data,
    encoding,
  };
}

function anyCell(random: SeededRandom): unknown {
  if (chance(random, 0.05)) return pick<unknown>(random, [null, true, Number.NaN, [1], { a: 1 }, ...HOSTILE_TEXTS]);
  return chance(random, 0.3) ? pick(random, ['pro', 'basic', 'plus']) : below(random, 1000) / 8;
}

function toCsv(random: SeededRandom, names: readonly string[], table: readonly (readonly unknown[])[]): string {
  const lines = table.map((row) => row.map((cell) => (typeof cell === 'object' ? '' : String(cell))).join(','));
  if (chance(random, 0.2)) lines.unshift(names.join(','));
  const joined = lines.join(pick(random, ['\n', '\n', '\r\n', ',']));
  const text = chance(random, 0.1) ? joined.replaceAll(',', pick(random, [';', '\t', '|'])) : joined;
  return chance(random, 0.15) ? mutateText(random, text) : text;
}

function toJson(random: SeededRandom, document: unknown): string {
  if (chance(random, 0.003)) return DEEP;
  const mutated = chance(random, 0.4) ? mutateDocument(random, document) : document;
  let text: string;
  const between = pick(random, ['', '\n', ' ', ',']);
  if (Array.isArray(mutated) && chance(random, 0.2)) text = mutated.map((row) => JSON.stringify(row)).join(between);
  else text = JSON.stringify(mutated) ?? '';
  if (chance(random, 0.1)) text = JSON.stringify(text);
  if (chance(random, 0.1)) text = JSON.stringify(enclose(random, text));
  if (chance(random, 0.1)) text = text.replaceAll('null', 'NaN');
  return chance(random, 0.15) ? mutateText(random, text) : text;
}

/** The text below a key of another document, as proxies pass it on. */
function enclose(random: SeededRandom, text: string): unknown {
  const isBase64Encoded = chance(random, 0.2);
  const body = isBase64Encoded && chance(random, 0.8) ? Buffer.from(text).toString('base64') : text;
  return pick<unknown>(random, [
    { body },
    { data: text },
    { anything: text, id: 7 },
    { statusCode: pick<unknown>(random, [200, '200', 500, null]), body, isBase64Encoded },
    { httpMethod: 'POST', body, isBase64Encoded },
  ]);
}

type FormOf = (names: readonly string[], table: readonly (readonly unknown[])[]) => unknown;

const objects: FormOf = (names, table) =>
  table.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i]])));
const lists: FormOf = (names, table) => Object.fromEntries(names.map((name, i) => [name, table.map((row) => row[i])]));
const indexed: FormOf = (names, table) =>
  Object.fromEntries(
    names.map((name, i) => [name, Object.fromEntries(table.map((row, j) => [table.length - j, row[i]]))]),
  );
const tensorOf = (name: string, rows: readonly unknown[], shape: readonly number[]) => ({
  name,
  shape,
  datatype: 'FP32',
  data: rows,
});
const tensors: FormOf = (names, table) =>
  names.map((name, i) =>
    tensorOf(
      name,
      table.map((row) => row[i]),
      [table.length, 1],
    ),
  );

const TABLES: readonly FormOf[] = [
  (_, table) => table,
  (_, table) => table.flat(),
  (_, table) => table[0]?.[0] ?? null,
  objects,
  lists,
  indexed,
  (names, table) => (objects(names, table) as unknown[])[0],
  (names, table) => Object.fromEntries((objects(names, table) as unknown[]).map((row, i) => [i, row])),
  (names, table) => ({ columns: names, data: table }),
  (names, table) => ({ columns: names, data: objects(names, table) }),
  (names, table) => ({ columns: names, rows: table }),
  (names, table) => ({ data: { names, ndarray: table } }),
  (names, table) => ({ payload: objects(names, table), id: 7 }),
  (_, table) => ({ result: { rows: table }, status: 'ok' }),
  (names, table) => ({ Results: { output1: { value: { ColumnNames: names, Values: table } } } }),
  (names, table) => ({ data: { names, tensor: { shape: [table.length, names.length], values: table.flat() } } }),
];

/** Tensors as protobuf's JSON has them: their values under `contents`, or in base64. */
const protobuf: FormOf = (names, table) => {
  const column = (i: number) => table.map((row) => Number(row[i]));
  const bare = names.map((name) => ({ name, shape: [table.length], datatype: 'FP64' }));
  const raw = names.map((_, i) => Buffer.from(Float64Array.from(column(i)).buffer).toString('base64'));
  const inputs = bare.map((tensor, i) => ({ ...tensor, contents: { fp64_contents: column(i) } }));
  return table.length % 2 === 0
    ? { inputs: bare, outputs: bare, raw_input_contents: raw, raw_output_contents: raw }
    : { inputs, outputs: inputs };
};

const REQUESTS: readonly FormOf[] = [
  ...TABLES,
  protobuf,
  (names, table) => ({ features: objects(names, table) }),
  (names, table) => ({ features: lists(names, table) }),
  (names, table) => ({ Inputs: { WebServiceInput0: objects(names, table) }, GlobalParameters: {} }),
  (names, table) => ({ input_data: [{ fields: names, values: table }] }),
  (_, table) => ({ instances: table.map((values, key) => ({ key, values })) }),
  (names, table) => ({ instances: (objects(names, table) as unknown[]).map((data) => ({ data })) }),
  (_, table) => ({ instances: table }),
  (names, table) => ({ instances: objects(names, table) }),
  (_, table) => ({ instances: table.map((values) => ({ data: { features: { values } } })) }),
  (_, table) => ({ instances: table.map((features) => ({ features })) }),
  (_, table) => ({
    instances: table.map((values) => ({ features: { keys: values.map((_, i) => i), shape: [values.length], values } })),
  }),
  (names, table) => ({ inputs: lists(names, table) }),
  (names, table) => ({ dataframe_split: { columns: names, index: [], data: table } }),
  (names, table) => ({ dataframe_records: objects(names, table) }),
  (names, table) => ({ inputs: tensors(names, table) }),
  (names, table) => ({ inputs: [tensorOf('input__0', table, [table.length, names.length])] }),
];

const RESPONSES: readonly FormOf[] = [
  ...TABLES,
  protobuf,
  (_, table) => ({ predictions: table }),
  (names, table) => ({ predictions: objects(names, table) }),
  (names, table) => ({ predictions: lists(names, table) }),
  (names, table) => ({ outputs: tensors(names, table) }),
  (names, table) => ({ outputs: [tensorOf('probabilities', table.flat(), [table.length, names.length])] }),
  (_, table) => ({ probabilities: table, labels: table.map((row) => row[0]) }),
];
