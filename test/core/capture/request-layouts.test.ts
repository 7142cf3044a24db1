import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { base64, captureLine, captureSpec, csv, json, readAll, rejections, type Side } from './capturing.ts';
import { BY_NAME, BY_POSITION, COLUMNS, FEATURES, ROWS, read, SHUFFLED, SHUFFLED_ROWS, tensor } from './formed.ts';
import { sourceOf } from './memory-source.ts';

describe('forms of requests', () => {
  it.each<[string, unknown]>([
    ['a list a column', COLUMNS],
    [
      'a list a column, among others',
      { plan: COLUMNS.plan, id: ['x1', 'x2'], age: COLUMNS.age, income: COLUMNS.income },
    ],
    ['named tensors of MLflow', { inputs: COLUMNS }],
    [
      'columns of TensorFlow Serving',
      {
        signature_name: 'serving_default',
        inputs: { age: [[85], [73]], income: [[30783.23], [18439.91]], plan: [['pro'], ['basic']] },
      },
    ],
    ['rows of TensorFlow Serving', { signature_name: 'serving_default', instances: ROWS }],
    ['one named tensor of TensorFlow Serving', { inputs: { dense_input: ROWS } }],
    ['rows of one named tensor', { instances: ROWS.map((row) => ({ dense_input: row })) }],
    ['the columns of Hugging Face', { inputs: { data: COLUMNS } }],
    ['dense features', { instances: ROWS.map((values) => ({ data: { features: { values } } })) }],
    ['dense features without data', { instances: ROWS.map((values) => ({ features: { values } })) }],
    ['features', { instances: ROWS.map((features) => ({ features })) }],
    ['features with names', { instances: ROWS.map(([age, income, plan]) => ({ features: { plan, income, age } })) }],
    ['a table of features', { features: ROWS }],
    ['dataframe_split', { dataframe_split: { columns: SHUFFLED, data: SHUFFLED_ROWS } }],
    ['dataframe_split with an index', { dataframe_split: { index: [7, 3], columns: SHUFFLED, data: SHUFFLED_ROWS } }],
    ['split without a key', { columns: SHUFFLED, data: SHUFFLED_ROWS }],
    ['split with an index', { columns: SHUFFLED, index: [0, 1], data: SHUFFLED_ROWS }],
    ['split without names', { columns: [0, 1, 2], data: ROWS }],
    ['names and an ndarray', { data: { names: SHUFFLED, ndarray: SHUFFLED_ROWS } }],
    ['an ndarray', { data: { ndarray: ROWS } }],
    ['names and a tensor', { data: { names: SHUFFLED, tensor: { shape: [2, 4], values: SHUFFLED_ROWS.flat() } } }],
    ['a tensor without names', { data: { names: [], tensor: { shape: [2, 3], values: ROWS.flat() } } }],
    ['a tensor alone', { data: { tensor: { shape: [2, 3], values: ROWS.flat() } }, meta: { tags: {} } }],
    ['values of Vertex', { instances: ROWS.map((values) => ({ values })) }],
    ['lists of TorchServe', { instances: ROWS.map((data) => ({ data })) }],
    ['instances and a configuration', { instances: ROWS, configuration: { top: 1 } }],
    ['a bare list, as BentoML takes it', ROWS],
    ['an argument of BentoML', { input_array: ROWS }],
    ['input_data of Azure', { input_data: { columns: SHUFFLED, index: [0, 1], data: SHUFFLED_ROWS }, params: {} }],
    ['an array of Ray', { array: ROWS }],
    ['fields and values', { input_data: [{ fields: SHUFFLED, values: SHUFFLED_ROWS }][0] }],
    ['dataframe_records', { dataframe_records: ROWS.map(([age, income, plan]) => ({ plan, age, income })) }],
    ['records', { records: ROWS.map(([age, income, plan]) => ({ plan, age, income })) }],
    [
      'tensors of Triton and KServe',
      {
        id: '7',
        inputs: [tensor('plan', COLUMNS.plan), tensor('age', COLUMNS.age, [2]), tensor('income', COLUMNS.income)],
      },
    ],
    [
      'tensors of texts and the outputs that are wanted',
      {
        inputs: [
          { ...tensor('plan', [['pro'], ['basic']]), datatype: 'BYTES', shape: [2, 1] },
          tensor('age', COLUMNS.age),
          tensor('income', COLUMNS.income),
        ],
        outputs: [{ name: 'p', parameters: { binary_data: false } }],
      },
    ],
    ['one tensor, flat', { inputs: [tensor('input__0', ROWS.flat(), [2, 3])] }],
    ['one tensor, nested', { inputs: [tensor('input__0', ROWS, [2, 3])] }],
  ])('%s', async (_, document) => {
    for (const input of [json(document), base64(JSON.stringify(document), 'text/html; charset=utf-8')]) {
      const { columns, summary } = await read(input, csv('0.5849\n0.5693'));
      expect(rejections(summary)).toEqual([]);
      expect(Object.fromEntries(columns)).toEqual(COLUMNS);
    }
  });

  it('sparse features are zero unless they are named', async () => {
    const sparse = (keys: number[], values: number[]) => ({ data: { features: { keys, shape: [3], values } } });
    const { columns } = await read(json({ instances: [sparse([2], [5]), sparse([0, 1], [1, 2])] }), csv('0.1\n0.2'));
    expect(Object.fromEntries(columns)).toEqual({ age: [0, 1], income: [0, 2], plan: [5, 0] });
  });

  it('JSON Lines of dense features', async () => {
    const lines = ROWS.map((values) => JSON.stringify({ data: { features: { values } } })).join('\n');
    const input = { ...json(lines), observedContentType: 'application/jsonlines' };
    expect(Object.fromEntries((await read(input, csv('0.1\n0.2'))).columns)).toEqual(COLUMNS);
  });

  it.each<[string, Side]>([
    [
      'without newlines between them',
      json(`${JSON.stringify({ age: 85, income: 30783.23, plan: 'pro' })}{"age":73,"income":18439.91,"plan":"basic"}`),
    ],
    ['as CSV', { ...csv(JSON.stringify(ROWS)) }],
    ['a row a line as CSV', { ...csv(ROWS.map((row) => JSON.stringify(row)).join('\n')) }],
    ['a row after the other as CSV', { ...csv(ROWS.map((row) => JSON.stringify(row)).join(',')) }],
    ['as text/html', base64(JSON.stringify(ROWS), 'text/html')],
    ['as text/plain', base64(JSON.stringify(ROWS), 'text/plain; charset=utf-8')],
    ['as bytes', base64(JSON.stringify(ROWS), 'application/octet-stream')],
    ['as another type', base64(JSON.stringify(ROWS), 'application/x-model')],
    ['without a type', base64(JSON.stringify(ROWS), null)],
    ['without encoding and type', { data: JSON.stringify(ROWS) }],
    [
      'as a form, without encoding',
      { data: JSON.stringify(ROWS), observedContentType: 'application/x-www-form-urlencoded' },
    ],
    ['encoded twice, as text/plain', base64(JSON.stringify(JSON.stringify({ instances: ROWS })), 'text/plain')],
  ])('JSON %s', async (_, input) => {
    const { columns, summary } = await read(input, csv('0.1\n0.2'));
    expect(rejections(summary)).toEqual([]);
    expect(Object.fromEntries(columns)).toEqual(COLUMNS);
  });

  it.each([
    ['text/plain', 'text/plain'],
    ['bytes', 'application/octet-stream'],
  ])('CSV as %s', async (_, type) => {
    const { columns } = await read(base64(ROWS.map((row) => row.join(',')).join('\n'), type), csv('0.1\n0.2'));
    expect(Object.fromEntries(columns)).toEqual(COLUMNS);
  });

  it('a page of HTML is not a table', async () => {
    const { summary } = await read(csv('1,2,x'), base64('<html><body>502 Bad Gateway</body></html>', 'text/html'));
    expect(rejections(summary)).toEqual([['unsupported-encoding', 1]]);
  });

  describe('without listed features', () => {
    const spec = captureSpec({ prediction: { score: 0, threshold: 0.5 } });
    it.each<[string, unknown]>([
      ['a list a column', COLUMNS],
      ['split', { dataframe_split: { columns: FEATURES, data: ROWS } }],
      [
        'tensors',
        { inputs: [tensor('age', COLUMNS.age), tensor('income', COLUMNS.income), tensor('plan', COLUMNS.plan)] },
      ],
      [
        'values by index',
        { age: { 0: 85, 1: 73 }, income: { 0: 30783.23, 1: 18439.91 }, plan: { 0: 'pro', 1: 'basic' } },
      ],
    ])('have the names of the request: %s', async (_, document) => {
      const { columns } = await read(json(document), csv('0.1\n0.2'), spec);
      expect(Object.fromEntries(columns)).toEqual(COLUMNS);
    });

    it('a tensor without features’ names has positions', async () => {
      const { columns } = await read(json({ inputs: [tensor('x', [1, 2, 3, 4], [2, 2])] }), csv('0.1\n0.2'), spec);
      expect(Object.fromEntries(columns)).toEqual({ _c0: [1, 3], _c1: [2, 4] });
    });
  });
});

describe('requests that pandas wrote', () => {
  const file = join(import.meta.dirname, 'reference/pandas-requests.json');
  const forms: Record<string, string> = JSON.parse(readFileSync(file, 'utf8'));
  it.each(Object.entries(forms))('%s', async (name, text) => {
    const input = name.startsWith('to_csv') ? csv(text) : json(text);
    const { columns, score, summary } = await read(input, csv('0.1\n0.2\n0.3'));
    expect(rejections(summary)).toEqual([]);
    const { income, ...others } = Object.fromEntries(columns);
    expect(others).toEqual({ age: [85, 73, 40], plan: ['pro', 'basic', 'plus'] });
    // Python's json module writes what is missing as NaN, pandas' own writers as null and as nothing.
    expect(income.map((value) => (Number.isNaN(value) ? null : value))).toEqual([30783.23, null, 21.5]);
    expect(score).toEqual([0.1, 0.2, 0.3]);
  });
});

describe('names in a request', () => {
  it.each<[string, Side, string]>([
    ['a split table', json({ columns: ['age', 'plan', 'salary'], data: ROWS }), 'income'],
    ['lists', json({ age: [85], income: [1] }), 'plan'],
    ['tensors', json({ inputs: [tensor('age', [1]), tensor('income', [2])] }), 'plan'],
    ['a header', csv('age,income\n85,1'), 'plan'],
    ['a header that spells one otherwise', csv('age,income,Plan\n85,1,x'), 'plan'],
    ['objects without any', json({ instances: [{ Age: 85 }] }), 'age'],
  ])('%s without a listed one is rejected, and says which', async (_, input, missing) => {
    const { summary } = await read(input, csv('0.1'));
    expect(rejections(summary)).toEqual([['missing-feature', 1]]);
    expect(summary.rejected.samples[0].detail).toContain(`but not the feature "${missing}"`);
  });

  it.each<[string, Side]>([
    ['a split table', json({ columns: [...FEATURES, 'age'], data: [[1, 2, 'x', 3]] })],
    ['tensors', json({ inputs: [...FEATURES, 'age'].map((name) => tensor(name, [1])) })],
    ['a header', csv('age,income,plan,age\n1,2,x,3')],
  ])('%s that names one twice is rejected', async (_, input) => {
    expect(rejections((await read(input, csv('0.1'))).summary)).toEqual([['ambiguous-shape', 1]]);
  });

  it.each<[string, Side, string]>([
    ['lists of different lengths', json({ ...COLUMNS, age: [1] }), 'row-count-mismatch'],
    [
      'tensors of different lengths',
      json({ inputs: [tensor('age', [1]), tensor('income', [1, 2]), tensor('plan', [1])] }),
      'row-count-mismatch',
    ],
    ['a tensor that is not of its shape', json({ inputs: [tensor('x', [1, 2, 3], [2, 3])] }), 'row-count-mismatch'],
    [
      'a tensor of a shape that is none',
      json({ inputs: [{ name: 'x', shape: [-1, 'a'], data: [1] }] }),
      'row-count-mismatch',
    ],
    [
      'a tensor sent as bytes',
      json({ inputs: [{ name: 'x', shape: [1, 3], datatype: 'FP32', parameters: { binary_data_size: 12 } }] }),
      'unsupported-encoding',
    ],
    ['a split row that is too short', json({ columns: FEATURES, data: [[1, 2]] }), 'wrong-column-count'],
    ['a row shorter than its header', csv('age,income,plan\n1,2'), 'wrong-column-count'],
    ['indexes that differ', json({ age: { 0: 1 }, income: { 1: 1 }, plan: { 0: 1 } }), 'row-count-mismatch'],
    [
      'sparse features beyond their shape',
      json({ instances: [{ features: { keys: [3], shape: [3], values: [1] } }] }),
      'nested-values',
    ],
    [
      'sparse features of a shape that is none',
      json({ instances: [{ features: { keys: [0], shape: [1e12], values: [1] } }] }),
      'nested-values',
    ],
    ['rows under two keys', json({ instances: ROWS, data: ROWS }), 'ambiguous-shape'],
  ])('%s: rejected', async (_, input, reason) => {
    expect(rejections((await read(input, csv('0.1\n0.2'))).summary)).toEqual([[reason, 1]]);
  });

  it('beside a key that the monitor names are used too', async () => {
    const input = json({ dataframe_split: { columns: SHUFFLED, data: SHUFFLED_ROWS } });
    for (const requestRows of ['dataframe_split', 'dataframe_split.data']) {
      const { columns } = await read(input, csv('0.1\n0.2'), { ...BY_POSITION, requestRows });
      expect(Object.fromEntries(columns)).toEqual(COLUMNS);
    }
  });

  it('choose between keys that hold rows when the monitor says so', async () => {
    const input = json({ instances: [[1, 2, 'x']], data: ROWS });
    const { columns } = await read(input, csv('0.1\n0.2'), { ...BY_POSITION, requestRows: 'data' });
    expect(Object.fromEntries(columns)).toEqual(COLUMNS);
  });

  it('of rows by index leave the rows in the order of the text', async () => {
    const text = '{"age":{"7":85,"3":73},"income":{"7":30783.23,"3":18439.91},"plan":{"7":"pro","3":"basic"}}';
    for (const input of [json(text), json(`{"inputs":${text}}`), json(JSON.stringify(text))]) {
      const { columns, score } = await read(input, csv('0.1\n0.2'));
      expect(Object.fromEntries(columns)).toEqual(COLUMNS);
      expect(score).toEqual([0.1, 0.2]);
    }
    const rows = '{"7":{"age":85,"income":30783.23,"plan":"pro"},"3":{"age":73,"income":18439.91,"plan":"basic"}}';
    expect(Object.fromEntries((await read(json(rows), csv('0.1\n0.2'))).columns)).toEqual(COLUMNS);
  });
});

describe('CSV with a header', () => {
  const body = '85,30783.23,pro\n73,18439.91,basic\n';
  it.each<[string, Side, Side, typeof BY_POSITION]>([
    ['in the request', csv(`age,income,plan\n${body}`), csv('0.1\n0.2'), BY_POSITION],
    [
      'in another order, among others',
      csv('plan,"id",age,income\npro,x1,85,30783.23\nbasic,x2,73,18439.91'),
      csv('0.1\n0.2'),
      BY_POSITION,
    ],
    ['quoted, CRLF', csv(`"age","income","plan"\r\n${body}`), csv('0.1\n0.2'), BY_POSITION],
    ['behind a byte order mark', csv(`\ufeffage,income,plan\n${body}`), csv('0.1\n0.2'), BY_POSITION],
    ['on both sides', csv(`age,income,plan\n${body}`), csv('p\n0.1\n0.2\n'), BY_POSITION],
    ['on both sides, answers by name', csv(`age,income,plan\n${body}`), csv('label,p\n1,0.1\n0,0.2\n'), BY_NAME],
    ['in the response', csv(body), csv('p\n0.1\n0.2\n'), BY_POSITION],
    ['declared', csv(`age,income,plan\n${body}`), csv('0.1\n0.2'), { ...BY_POSITION, header: true }],
    [
      'of columns without listed names, declared',
      csv(`age,income,plan\n${body}`),
      csv('0.1\n0.2'),
      captureSpec({ prediction: { score: 0, threshold: 0.5 }, header: true }),
    ],
    [
      'of columns without listed names',
      csv(`age,income,plan\n${body}`),
      csv('0.1\n0.2'),
      captureSpec({ prediction: { score: 0, threshold: 0.5 } }),
    ],
  ])('%s', async (_, input, output, spec) => {
    const { columns, score, summary } = await read(input, output, spec);
    expect(rejections(summary)).toEqual([]);
    expect(Object.fromEntries(columns)).toEqual(COLUMNS);
    expect(score).toEqual([0.1, 0.2]);
  });

  it('that is declared absent is data', async () => {
    const spec = captureSpec({ features: ['a', 'b'], prediction: { score: 0, threshold: 0.5 }, header: false });
    const { columns } = await read(csv('b,a\na,b'), csv('0.1\n0.2'), spec);
    expect(Object.fromEntries(columns)).toEqual({ a: ['b', 'a'], b: ['a', 'b'] });
  });

  it('is not recognised among rows of texts', async () => {
    const { columns } = await read(csv('plan,age,x\ny,z,w'), csv('0.1\n0.2'), {
      ...BY_POSITION,
      features: ['a', 'b', 'c'],
    });
    expect(columns.get('a')).toEqual(['plan', 'y']);
  });

  it('is recognised for each request', async () => {
    const lines = [
      captureLine(csv('85,1,pro'), csv('0.1')),
      captureLine(csv('plan,income,age\nbasic,2,73'), csv('0.2')),
      captureLine(csv('60,3,plus'), csv('0.3')),
    ];
    const { columns } = await readAll([sourceOf(lines.join('\n'))], BY_POSITION);
    expect(Object.fromEntries(columns)).toEqual({
      age: [85, 73, 60],
      income: [1, 2, 3],
      plan: ['pro', 'basic', 'plus'],
    });
  });
});

describe('what can be read in two ways', () => {
  const spec = captureSpec({ prediction: { score: 0, threshold: 0.5 } });
  it.each<[string, Side, Side | undefined]>([
    ['a list of values, no response', json([7, 8, 9]), undefined],
    ['a list of values and a line of answers', json([7, 8, 9]), csv('1,2,3')],
    ['names above values on both sides', csv('a,b\n1,2\n3,4'), csv('p\n0.1\n0.2')],
  ])('is rejected: %s', async (_, input, output) => {
    const { summary } = await read(input, output, spec);
    expect(rejections(summary)).toEqual([['ambiguous-shape', 1]]);
    expect(summary.rejected.samples[0].detail).toContain('capture.features');
  });
});
