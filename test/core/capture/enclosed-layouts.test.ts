import { describe, expect, it } from 'vitest';
import { base64, captureSpec, csv, json, rejections, type Side } from './capturing.ts';
import { BY_NAME, BY_POSITION, COLUMNS, FEATURES, ROWS, read, SHUFFLED, SHUFFLED_ROWS } from './formed.ts';

const RECORDS = ROWS.map(([age, income, plan]) => ({ plan, age, income }));
const CSV = '85,30783.23,pro\n73,18439.91,basic\n';
const text = (value: unknown) => JSON.stringify(value);
/** Nothing is listed: the names of the request are those of the columns. */
const UNLISTED = captureSpec({ prediction: { score: 0, threshold: 0.5 } });

describe('rows under other keys', () => {
  it.each<[string, unknown]>([
    ['the web service of Azure', { Inputs: { WebServiceInput0: RECORDS }, GlobalParameters: {} }],
    ['the data of Azure', { Inputs: { data: RECORDS }, GlobalParameters: { method: 'predict' } }],
    ['the data of Azure with a number beside', { Inputs: { data: RECORDS }, GlobalParameters: 1.0 }],
    ['the only key', { payload: { data: RECORDS } }],
    ['jsonData of Seldon', { jsonData: { data: RECORDS }, meta: {} }],
    ['jsonData of Seldon, rows', { jsonData: RECORDS }],
    ['objects of TorchServe', { instances: RECORDS.map((data) => ({ data })) }],
    ['features', { features: RECORDS }],
    ['features, lists', { features: COLUMNS }],
    ['features, lists, under data', { data: { features: COLUMNS } }],
  ])('%s, with and without listed features', async (_, document) => {
    for (const spec of [BY_POSITION, UNLISTED]) {
      const { columns, summary } = await read(json(document), csv('0.1\n0.2'), spec);
      expect(rejections(summary)).toEqual([]);
      expect(Object.fromEntries(columns)).toEqual(COLUMNS);
    }
  });

  it.each<[string, unknown]>([
    [
      'a table of Azure',
      { Inputs: { input1: { ColumnNames: SHUFFLED, Values: SHUFFLED_ROWS } }, GlobalParameters: {} },
    ],
    ['any key', { samples: RECORDS, model: 'v1', meta: { tags: ['a', 'b'], ids: [[1], [2]] } }],
    ['any keys', { event: { request: { rows: ROWS }, id: 7 }, source: 'app' }],
    ['lists under any key', { X: ROWS, model: 'v1' }],
    ['lists of rows with a key', { instances: ROWS.map((values, key) => ({ key, values })) }],
    ['what cannot be read beside', { meta: { columns: ['x'], data: [[1, 2]] }, samples: RECORDS }],
  ])('%s, recognised by the listed features', async (_, document) => {
    const { columns, summary } = await read(json(document), csv('0.1\n0.2'));
    expect(rejections(summary)).toEqual([]);
    expect(Object.fromEntries(columns)).toEqual(COLUMNS);
  });

  it.each<[string, unknown]>([
    ['features', { features: RECORDS[0] }],
    ['features among others', { features: RECORDS[0], explanations: { enabled: true } }],
    ['one record', { customer: RECORDS[0], model: 'v1' }],
    ['one instance', { instance: RECORDS[0] }],
    ['inputs of Hugging Face', { inputs: RECORDS[0], parameters: {} }],
    ['a row of AutoML', { payload: { row: { columnNames: SHUFFLED, values: SHUFFLED_ROWS[0] } } }],
  ])('one row: %s', async (_, document) => {
    const { columns, summary } = await read(json(document), csv('0.1'));
    expect(rejections(summary)).toEqual([]);
    expect(Object.fromEntries(columns)).toEqual({ age: [85], income: [30783.23], plan: ['pro'] });
  });

  it.each<[string, unknown, string, string]>([
    ['under two of them', { before: RECORDS, after: RECORDS }, 'ambiguous-shape', 'capture.requestRows'],
    [
      'of another kind, one name in common',
      { owner: { age: 4, name: 'x' }, model: 'v1' },
      'missing-feature',
      'capture.requestRows',
    ],
    ['of one list among others', { range: [1, 2, 3], model: 'v1' }, 'missing-feature', 'capture.requestRows'],
    ['with too few values', { X: [[1, 2]], model: 'v1' }, 'missing-feature', 'capture.requestRows'],
    [
      'deeper than four keys',
      { a: { b: { c: { d: { e: { f: RECORDS } } } } } },
      'nested-values',
      'capture.requestRows',
    ],
  ])('are not read %s', async (_, document, reason, setting) => {
    const { summary } = await read(json(document), csv('0.1\n0.2'));
    expect(rejections(summary)).toEqual([[reason, 1]]);
    expect(summary.rejected.samples[0].detail).toContain(setting);
  });

  it('an object beside a listed feature is a value of the row', async () => {
    const { columns } = await read(json({ age: 85, other: RECORDS[1] }), csv('0.1'));
    expect(Object.fromEntries(columns)).toEqual({ age: [85] });
  });

  it.each<[string, unknown, typeof BY_NAME]>([
    ['Azure by name', { Results: { WebServiceOutput0: [{ p: 0.1 }, { p: 0.2 }] } }, BY_NAME],
    ['Azure by position', { Results: [0.1, 0.2] }, BY_POSITION],
    ['a result beside others', { result: [0.1, 0.2], status: 'ok' }, BY_POSITION],
    ['a prediction beside others', { prediction: [[0.1], [0.2]], model: { classes: ['a', 'b'] } }, BY_POSITION],
    ['predictions in a response', { response: { predictions: [0.1, 0.2] }, took: 3 }, BY_POSITION],
    ['objects under any key', { scored: [{ p: 0.1 }, { p: 0.2 }], model: 'v1' }, BY_NAME],
    ['a table of Azure', { Results: { output1: { value: { ColumnNames: ['p'], Values: [[0.1], [0.2]] } } } }, BY_NAME],
    ['records beside names', { columns: ['p'], data: [{ p: 0.1 }, { p: 0.2 }] }, BY_NAME],
    [
      'a list of tables',
      {
        predictions: [
          {
            fields: ['q', 'p'],
            values: [
              [1, 0.1],
              [2, 0.2],
            ],
          },
        ],
      },
      BY_NAME,
    ],
  ])('answers: %s', async (_, document, spec) => {
    const { score, summary } = await read(csv(CSV), json(document), spec);
    expect(rejections(summary)).toEqual([]);
    expect(score).toEqual([0.1, 0.2]);
  });

  it('a name with dots leads into the cells of a table', async () => {
    const answers = [
      {
        fields: ['prediction', 'probability'],
        values: [
          ['a', [0.9, 0.1]],
          ['b', [0.8, 0.2]],
        ],
      },
    ];
    const spec = captureSpec({ features: FEATURES, prediction: { score: 'probability.1', threshold: 0.5 } });
    expect((await read(csv(CSV), json({ predictions: answers }), spec)).score).toEqual([0.1, 0.2]);
  });

  it.each<[string, unknown, typeof BY_NAME]>([
    ['names of features', { predictions: [0.1, 0.2], feature_names: ['age', 'income'] }, BY_POSITION],
    ['names of more features', { predictions: [[0.1], [0.2]], feature_names: FEATURES, shap: [] }, BY_POSITION],
    ['a text of JSON', { predictions: [{ p: 0.1 }, { p: 0.2 }], meta: '{"v":1}' }, BY_NAME],
    ['a status and a body', { statusCode: 200, body: 'ok', predictions: [0.1, 0.2] }, BY_POSITION],
  ])('answers are not taken for what stands beside them: %s', async (_, document, spec) => {
    const { score, summary } = await read(csv(CSV), json(document), spec);
    expect(rejections(summary)).toEqual([]);
    expect(score).toEqual([0.1, 0.2]);
  });

  it('rows are not taken for a text beside them', async () => {
    const { columns } = await read(json({ instances: RECORDS, meta: '{"age":1}' }), csv('0.1\n0.2'));
    expect(Object.fromEntries(columns)).toEqual(COLUMNS);
  });

  it('rows with lists under listed names are no tables', async () => {
    const spec = { ...BY_POSITION, features: ['columns', 'data', 'x'] };
    const { columns, summary } = await read(json([{ columns: ['x'], data: [[1]], x: 5 }]), csv('0.1'), spec);
    expect(rejections(summary)).toEqual([]);
    expect(columns.get('x')).toEqual([5]);
  });

  it('an answer that is not there is missing, whatever cannot be read beside it', async () => {
    const { score, columns } = await read(csv('85,1,pro'), json({ meta: { columns: ['x'], data: [[1, 2]] } }), BY_NAME);
    expect([score, columns.get('age')]).toEqual([[null], [85]]);
  });

  it('of an answer that are not found are rejected with the setting that names them', async () => {
    const { summary } = await read(csv(CSV), json({ p: [0.1, 0.2], q: [1, 2] }));
    expect(rejections(summary)).toEqual([['row-count-mismatch', 1]]);
    expect(summary.rejected.samples[0].detail).toContain('capture.responseRows');
  });
});

describe('names beside rows', () => {
  it.each<[string, unknown]>([
    ['columns and rows', { columns: SHUFFLED, rows: SHUFFLED_ROWS }],
    ['columns and instances', { columns: SHUFFLED, instances: SHUFFLED_ROWS }],
    ['feature_names and data', { feature_names: SHUFFLED, data: SHUFFLED_ROWS }],
    ['fields and rows', { fields: SHUFFLED, rows: SHUFFLED_ROWS }],
    ['a list of tables, as Watson has it', { input_data: [{ fields: SHUFFLED, values: SHUFFLED_ROWS }] }],
    ['several tables', { input_data: SHUFFLED_ROWS.map((row) => ({ fields: SHUFFLED, values: [row] })) }],
    ['records beside columns', { columns: SHUFFLED, data: RECORDS }],
    ['records beside columns in dataframe_split', { dataframe_split: { columns: SHUFFLED, data: RECORDS } }],
    ['records beside other columns', { columns: ['id'], records: RECORDS }],
  ])('%s', async (_, document) => {
    const { columns, summary } = await read(json(document), csv('0.1\n0.2'));
    expect(rejections(summary)).toEqual([]);
    expect(Object.fromEntries(columns)).toEqual(COLUMNS);
  });

  it('are used beside the key that the monitor names', async () => {
    const document = { batch: { columns: SHUFFLED, samples: SHUFFLED_ROWS } };
    const { columns } = await read(json(document), csv('0.1\n0.2'), { ...BY_POSITION, requestRows: 'batch.samples' });
    expect(Object.fromEntries(columns)).toEqual(COLUMNS);
  });

  it('that are fewer than the values of a row are rejected', async () => {
    const { summary } = await read(json({ columns: FEATURES, rows: SHUFFLED_ROWS }), csv('0.1\n0.2'));
    expect(rejections(summary)).toEqual([['wrong-column-count', 1]]);
  });
});

describe('texts inside of JSON', () => {
  const proxy = { httpMethod: 'POST', headers: { accept: '*/*' }, isBase64Encoded: false };

  it.each<[string, unknown]>([
    ['a body of JSON', { body: text({ instances: RECORDS }) }],
    ['a body of rows', { body: text(ROWS) }],
    ['a body of CSV', { body: CSV }],
    ['data of CSV', { data: CSV }],
    ['data of CSV beside plain values', { data: CSV, id: 7 }],
    ['data of CSV with a header', { data: 'plan,age,income\npro,85,30783.23\nbasic,73,18439.91' }],
    ['JSON under any key', { message: text({ data: RECORDS }), topic: 'scoring' }],
    ['strData of Seldon', { strData: text(RECORDS) }],
    ['a request of API Gateway', { ...proxy, body: text({ data: ROWS }) }],
    [
      'a request of API Gateway in base64',
      { ...proxy, body: Buffer.from(CSV).toString('base64'), isBase64Encoded: true },
    ],
    ['a text in a text', { body: text({ body: text(ROWS) }) }],
    ['a text in a text in a text', { body: text({ body: text({ body: text(ROWS) }) }) }],
  ])('%s', async (_, document) => {
    for (const input of [json(document), base64(text(document), 'text/plain')]) {
      const { columns, summary } = await read(input, csv('0.1\n0.2'));
      expect(rejections(summary)).toEqual([]);
      expect(Object.fromEntries(columns)).toEqual(COLUMNS);
    }
  });

  it.each<[string, string, unknown]>([
    ['the text', 'body', { body: text(RECORDS), other: text(ROWS.toReversed()) }],
    ['CSV', 'body', { body: CSV, other: 1 }],
    ['a key inside', 'detail.body.rows', { detail: { body: text({ rows: RECORDS, data: ROWS }) } }],
  ])('that the monitor names: %s', async (_, requestRows, document) => {
    const { columns, summary } = await read(json(document), csv('0.1\n0.2'), { ...BY_POSITION, requestRows });
    expect(rejections(summary)).toEqual([]);
    expect(Object.fromEntries(columns)).toEqual(COLUMNS);
  });

  it('of one row by index are in the order of the text', async () => {
    const body = '{"age":{"7":85,"3":73},"income":{"7":30783.23,"3":18439.91},"plan":{"7":"pro","3":"basic"}}';
    const { columns } = await read(json({ body }), csv('0.1\n0.2'));
    expect(Object.fromEntries(columns)).toEqual(COLUMNS);
  });

  it.each<[string, unknown]>([
    ['JSON, the only key', { body: text(RECORDS) }],
    ['JSON of a proxy', { ...proxy, body: text(RECORDS) }],
  ])('without listed features: %s', async (_, document) => {
    const { columns } = await read(json(document), csv('0.1\n0.2'), UNLISTED);
    expect(Object.fromEntries(columns)).toEqual(COLUMNS);
  });

  it.each<[string, unknown, typeof BY_POSITION, Record<string, unknown[]>]>([
    ['no JSON, nothing listed', { inputs: 'good, cheap' }, UNLISTED, { inputs: ['good, cheap'] }],
    ['JSON beside others, nothing listed', { id: 7, note: '[1]' }, UNLISTED, { id: [7], note: ['[1]'] }],
    ['under a listed name', { data: '[1,2]' }, { ...BY_POSITION, features: ['data', 'columns'] }, { data: ['[1,2]'] }],
    ['brackets in prose', { prompt: '[INST] hi [/INST]' }, UNLISTED, { prompt: ['[INST] hi [/INST]'] }],
  ])('stay texts: %s', async (_, document, spec, expected) => {
    const { columns, summary } = await read(json(document), csv('0.1'), spec);
    expect(rejections(summary)).toEqual([]);
    expect(Object.fromEntries(columns)).toEqual(expected);
  });

  it.each<[string, unknown, string, string]>([
    ['JSON that is cut', { body: '{"age":85' }, 'invalid-json', 'the text under "body" of the request: '],
    ['CSV of other values', { data: '1,2' }, 'wrong-column-count', '2 values, the monitor lists 3 features'],
    ['a page', { body: '<html></html>' }, 'unsupported-encoding', 'the text under "body"'],
    [
      'a text in three others',
      { body: text({ body: text({ body: text({ body: text(RECORDS) }) }) }) },
      'missing-feature',
      'the request has "body", but not the feature',
    ],
    ['base64 that is none', { ...proxy, isBase64Encoded: true, body: '*' }, 'invalid-base64', 'under "body"'],
    ['JSON under two keys', { x: text(RECORDS), y: text(RECORDS) }, 'missing-feature', '"x", "y"'],
    ['prose', { note: 'a, b' }, 'missing-feature', '"note"'],
  ])('are rejected: %s', async (_, document, reason, detail) => {
    const { summary } = await read(json(document), csv('0.1'));
    expect(rejections(summary)).toEqual([[reason, 1]]);
    expect(summary.rejected.samples[0].detail).toContain(detail);
  });

  it.each<[string, unknown, typeof BY_NAME]>([
    ['a body of values', { statusCode: 200, body: text({ predictions: [0.1, 0.2] }) }, BY_POSITION],
    ['a body of objects', { statusCode: 200, headers: {}, body: text([{ p: 0.1 }, { p: 0.2 }]) }, BY_NAME],
    ['a body of CSV', { statusCode: '200', body: '0.1\n0.2' }, BY_POSITION],
    ['JSON encoded twice', text({ result: [0.1, 0.2] }), BY_POSITION],
  ])('answers: %s', async (_, document, spec) => {
    const { score, summary } = await read(csv(CSV), json(document), spec);
    expect(rejections(summary)).toEqual([]);
    expect(score).toEqual([0.1, 0.2]);
  });

  it('are no answers when the status says that it went wrong', async () => {
    const { score, columns } = await read(csv('85,1,pro'), json({ statusCode: 500, body: '0.1' }));
    expect([score, columns.get('age')]).toEqual([[null], [85]]);
  });
});

describe('CSV with another delimiter', () => {
  const other = (given: string, delimiter: string): Side => csv(given.replaceAll(',', delimiter));
  it.each([';', '\t', '|'])('%j', async (delimiter) => {
    const header = 'plan,id,age,income\npro,x,85,30783.23\nbasic,y,73,18439.91';
    for (const request of [
      other(CSV, delimiter),
      other(`age,income,plan\n${CSV}`, delimiter),
      other(header, delimiter),
    ]) {
      for (const spec of [BY_POSITION, BY_NAME]) {
        const { columns, score, summary } = await read(request, other('id,p\n1,0.1\n2,0.2', delimiter), {
          ...spec,
          prediction: { score: 'p', threshold: 0.5 },
        });
        expect(rejections(summary)).toEqual([]);
        expect(Object.fromEntries(columns)).toEqual(COLUMNS);
        expect(score).toEqual([0.1, 0.2]);
      }
    }
  });

  it('is read with quoted texts', async () => {
    const { columns } = await read(csv('85;30783.23;"pro"\n73;18439.91;"basic"'), csv('0.1\n0.2'));
    expect(Object.fromEntries(columns)).toEqual(COLUMNS);
  });

  it('in answers at several positions', async () => {
    const spec = { ...BY_POSITION, prediction: { scores: { a: 1, b: 2 }, threshold: 0.5 } };
    const { chunks } = await read(csv(CSV), csv('x;0.1;0.9\ny;0.2;0.8'), spec);
    const scores = [...chunks[0].predictions.scores!.values()].map((column) => [column.at(0), column.at(1)]);
    expect(scores).toEqual([
      [0.1, 0.2],
      [0.9, 0.8],
    ]);
  });

  it.each<[string, string, readonly string[], unknown]>([
    ['where commas fit', '1;2,3;4', ['a', 'b'], ['1;2', '3;4']],
    ['in the one feature', 'x;y', ['a'], ['x;y']],
  ])('is a text %s', async (_, line, features, expected) => {
    const { columns } = await read(csv(line), csv('0.1'), { ...BY_POSITION, features });
    expect([...columns.values()].flat()).toEqual(typeof expected === 'string' ? [expected] : expected);
  });

  it.each<[string, string, string]>([
    ['of other values', '1;2;3;4', 'has 1 value, the monitor lists 3 features; with ";" between them it has 4'],
    ['of several that fit', '1;2;3|4|5', 'has 1 value, the monitor lists 3 features'],
    ['in some of the rows', '1;2;3\n4', 'has 1 value, the monitor lists 3 features'],
  ])('is rejected, and named: %s', async (_, line, detail) => {
    const { summary } = await read(csv(line), undefined);
    expect(rejections(summary)).toEqual([['wrong-column-count', 1]]);
    expect(summary.rejected.samples[0].detail).toContain(detail);
  });
});
