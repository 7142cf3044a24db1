import { describe, expect, it } from 'vitest';
import { base64, captureSpec, csv, json, rejections, type Side } from './capturing.ts';
import { BY_NAME, BY_POSITION, FEATURES, read, tensor } from './formed.ts';

describe('forms of responses', () => {
  const input = csv('85,30783.23,pro\n73,18439.91,basic');

  it.each<[string, Side]>([
    ['a list', json({ p: [0.1, 0.2] })],
    ['a list as text/html', base64('{"p": [0.1, 0.2]}', 'text/html; charset=utf-8')],
    ['a list under predictions', json({ predictions: { p: [0.1, 0.2] } })],
    ['values by index', json({ p: { 0: 0.1, 1: 0.2 } })],
    [
      'a split table',
      json({
        columns: ['id', 'p'],
        data: [
          [7, 0.1],
          [8, 0.2],
        ],
      }),
    ],
    ['a split table under predictions', json({ predictions: { columns: ['p'], data: [[0.1], [0.2]] } })],
    ['tensors', json({ model_name: 'm', outputs: [tensor('label', ['a', 'b']), tensor('p', [0.1, 0.2])] })],
    ['outputs of TensorFlow Serving', json({ outputs: { p: [[0.1], [0.2]], q: [[1], [2]] } })],
    ['names and an ndarray', json({ data: { names: ['p'], ndarray: [[0.1], [0.2]] } })],
    ['names and a tensor', json({ data: { names: ['q', 'p'], tensor: { shape: [2, 2], values: [1, 0.1, 2, 0.2] } } })],
    ['a list of objects, as Hugging Face answers', json([{ p: 0.1 }, { p: 0.2 }])],
    ['predictions of Vertex', json({ predictions: [{ p: 0.1 }, { p: 0.2 }], deployedModelId: '7', model: 'm' })],
    ['objects under the only key', json({ scores: [{ p: 0.1 }, { p: 0.2 }] })],
    ['objects without newlines', json('{"p":0.1}{"p":0.2}')],
    ['CSV with a header', csv('p\n0.1\n0.2')],
  ])('by name: %s', async (_, output) => {
    const { score, summary } = await read(input, output, BY_NAME);
    expect(rejections(summary)).toEqual([]);
    expect(score).toEqual([0.1, 0.2]);
  });

  it.each<[string, Side]>([
    ['one line of CSV', csv('0.1,0.2')],
    ['one line of CSV with a newline', csv('0.1,0.2\n')],
    ['one line as text/html', base64('0.1,0.2', 'text/html')],
    ['a line each', csv('0.1\n0.2\n')],
    ['a list as CSV', csv('[0.1, 0.2]')],
    ['lists after each other as CSV', csv('[0.1, 0.9],[0.2, 0.8]')],
    ['lists below each other as CSV', csv('[0.1, 0.9]\n[0.2, 0.8]')],
    ['predictions', json({ predictions: [[0.1], [0.2]] })],
    ['a tensor', json({ outputs: [tensor('output__0', [0.1, 0.9, 0.2, 0.8], [2, 2])] })],
    ['the first of several tensors', json({ outputs: [tensor('p', [0.1, 0.2]), tensor('label', ['a', 'b'])] })],
    [
      'a split table',
      json({
        columns: ['p', 'q'],
        data: [
          [0.1, 1],
          [0.2, 2],
        ],
      }),
    ],
    ['outputs of TensorFlow Serving', json({ outputs: [[0.1], [0.2]] })],
    ['a tensor of Seldon', json({ data: { names: [], tensor: { shape: [2, 1], values: [0.1, 0.2] } }, meta: {} })],
    ['values of Triton', json({ model_name: 'm', model_version: '1', outputs: [tensor('p', [0.1, 0.2], [2, 1])] })],
    ['values under the only key', json({ prediction: [0.1, 0.2] })],
    ['an ndarray', json({ data: { names: ['t:0'], ndarray: [[0.1], [0.2]] } })],
  ])('by position: %s', async (_, output) => {
    const { score, summary } = await read(input, output);
    expect(rejections(summary)).toEqual([]);
    expect(score).toEqual([0.1, 0.2]);
  });

  const MULTICLASS = captureSpec({
    features: FEATURES,
    prediction: { scores: { a: 'probabilities.0', b: 'probabilities.1' }, threshold: 0.5 },
  });
  it.each<[string, unknown]>([
    [
      'lists of rows',
      {
        probabilities: [
          [0.1, 0.9],
          [0.2, 0.8],
        ],
        labels: ['a', 'b'],
      },
    ],
    ['a tensor', { outputs: [tensor('label', ['b', 'b']), tensor('probabilities', [0.1, 0.9, 0.2, 0.8], [2, 2])] }],
    ['rows', { predictions: [{ probabilities: [0.1, 0.9] }, { probabilities: [0.2, 0.8] }] }],
  ])('several values a row by name and position: %s', async (_, document) => {
    const { chunks } = await read(input, json(document), MULTICLASS);
    const scores = [...chunks[0].predictions.scores!].map(([name, column]) => [name, column.at(0), column.at(1)]);
    expect(scores).toEqual([
      ['a', 0.1, 0.2],
      ['b', 0.9, 0.8],
    ]);
  });

  it('a list for one row is its values where the monitor names several positions', async () => {
    const spec = captureSpec({ features: FEATURES, prediction: { scores: { a: 0, b: 1 }, threshold: 0.5 } });
    const { chunks } = await read(csv('1,2,x'), json([0.1, 0.9]), spec);
    expect([...chunks[0].predictions.scores!.values()].map((column) => column.at(0))).toEqual([0.1, 0.9]);
  });

  it('texts in a tensor are classes', async () => {
    const outputs = [{ name: 'label', shape: [2, 1], datatype: 'BYTES', data: ['yes', 'no'] }];
    const spec = captureSpec({ features: FEATURES, prediction: { label: 'label', threshold: 0.5 } });
    expect((await read(input, json({ outputs }), spec)).label).toEqual(['yes', 'no']);
  });

  it('one line of CSV is one row when the request has one, or was not captured', async () => {
    expect((await read(csv('1,2,x'), csv('0.1,yes'))).score).toEqual([0.1]);
    expect((await read(undefined, csv('0.1,yes'))).score).toEqual([0.1]);
  });

  it.each<[string, Side, Side, string]>([
    ['one line of another number of values', input, csv('0.1,0.2,0.3'), 'row-count-mismatch'],
    ['a position in lists with names', input, json({ p: [0.1, 0.2], q: [1, 2] }), 'row-count-mismatch'],
    [
      'a position among tensors of several values',
      input,
      json({ outputs: [tensor('a', [1, 2]), tensor('b', [1, 2, 3, 4], [2, 2])] }),
      'ambiguous-shape',
    ],
    [
      'rows under two keys',
      input,
      json({ predictions: [0, 1], scores: [0.1, 0.2], outputs: [1, 2] }),
      'ambiguous-shape',
    ],
  ])('rejects %s', async (_, request, response, reason) => {
    expect(rejections((await read(request, response)).summary)).toEqual([[reason, 1]]);
  });

  it('rejects a list of values for the one listed feature that has one answer', async () => {
    const { summary } = await read(json([1, 2]), csv('0.1'), { ...BY_POSITION, features: ['x'] });
    expect(rejections(summary)).toEqual([['row-count-mismatch', 1]]);
    expect(summary.rejected.samples[0].detail).toBe('the request has 2 rows, the response 1');
  });
});
