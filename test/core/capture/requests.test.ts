import { describe, expect, it } from 'vitest';
import { base64, captureLine, captureSpec, csv, json, readAll, rejections, type Side } from './capturing.ts';
import { sourceOf } from './memory-source.ts';

const FEATURES = ['age', 'city'];
const ABC = captureSpec({ features: FEATURES, prediction: { score: 0, threshold: 0.5 } });
const KEYED = captureSpec({ features: FEATURES, prediction: { score: 'score', label: 'label', threshold: 0.5 } });

describe('requests', () => {
  const two = { age: [31, 52], city: ['Bern', 'Rome'] };
  const one = { age: [31], city: ['Bern'] };

  it.each<[string, Side, { age: unknown[]; city: unknown[] }]>([
    ['CSV', csv('31,Bern'), one],
    ['CSV with a newline at its end', csv('31,Bern\n'), one],
    ['CSV of several rows', csv('31,Bern\n52,Rome'), two],
    ['CSV of several rows, CRLF', csv('31,Bern\r\n52,Rome\r\n'), two],
    [
      'CSV with quoted fields',
      csv('"31","Be""rn, the\ncapital"\n52,Rome'),
      { age: [31, 52], city: ['Be"rn, the\ncapital', 'Rome'] },
    ],
    ['CSV with an empty field', csv('31,'), { age: [31], city: [null] }],
    [
      'instances of arrays',
      json({
        instances: [
          [31, 'Bern'],
          [52, 'Rome'],
        ],
      }),
      two,
    ],
    ['instances with features', json({ instances: [{ features: [31, 'Bern'] }, { features: [52, 'Rome'] }] }), two],
    [
      'instances of objects',
      json({
        instances: [
          { city: 'Bern', age: 31, more: 1 },
          { age: 52, city: 'Rome' },
        ],
      }),
      two,
    ],
    [
      'an object without a key',
      json({ instances: [{ age: 31, city: 'Bern' }, { age: 52 }] }),
      { age: [31, 52], city: ['Bern', null] },
    ],
    [
      'inputs',
      json({
        inputs: [
          [31, 'Bern'],
          [52, 'Rome'],
        ],
        parameters: { top: 1 },
      }),
      two,
    ],
    ['data', json({ data: [[31, 'Bern']] }), one],
    ['rows', json({ rows: [[31, 'Bern']] }), one],
    [
      'a bare array of arrays',
      json([
        [31, 'Bern'],
        [52, 'Rome'],
      ]),
      two,
    ],
    ['a bare array of objects', json([{ age: 31, city: 'Bern' }]), one],
    ['a bare array of values, as many as features', json([31, 'Bern']), one],
    ['one object', json({ age: 31, city: 'Bern' }), one],
    ['one object with features', json({ features: [31, 'Bern'] }), one],
    ['an object with a feature and a list', json({ age: 31, city: 'Bern', inputs: [1, 2, 3] }), one],
    [
      'JSON Lines',
      { ...json('{"features":[31,"Bern"]}\n{"features":[52,"Rome"]}\n'), observedContentType: 'application/jsonlines' },
      two,
    ],
    [
      'JSON Lines of arrays',
      { ...json('[31,"Bern"]\n\n[52,"Rome"]'), observedContentType: 'application/jsonlines' },
      two,
    ],
    ['JSON Lines under a JSON content type', json('{"age":31,"city":"Bern"}\n{"age":52,"city":"Rome"}'), two],
    [
      'a pretty-printed document under a JSON Lines content type',
      { ...json(JSON.stringify({ age: 31, city: 'Bern' }, null, 1)), observedContentType: 'application/jsonlines' },
      one,
    ],
    ['JSON encoded twice', json(JSON.stringify(JSON.stringify({ instances: [[31, 'Bern']] }))), one],
    ['JSON encoded three times', json(JSON.stringify(JSON.stringify(JSON.stringify([[31, 'Bern']])))), one],
    ['BASE64 of CSV', base64('31,Bern\n52,Rome\n', 'text/csv; charset=utf-8'), two],
    ['BASE64 of JSON', base64('{"instances":[[31,"Bern"]]}', 'application/json'), one],
    ['BASE64 of JSON of a vendor', base64('[[31,"Bern"]]', 'application/vnd.model+json'), one],
    ['BASE64 of JSON Lines', base64('[31,"Bern"]\n[52,"Rome"]\n', 'application/jsonlines'), two],
    ['BASE64 without a content type, CSV', base64('31,Bern', null), one],
    ['BASE64 without a content type, JSON', base64('[[31,"Bern"]]', null), one],
    ['no encoding but a content type', { data: '31,Bern', observedContentType: 'text/csv' }, one],
    ['an encoding in small letters', { data: '31,Bern', encoding: 'csv', observedContentType: null }, one],
    ['no encoding and no content type', { data: '31,Bern' }, one],
    [
      'what Python writes',
      json('{"instances":[{"age": NaN, "city": "Nan City"}, {"age": -Infinity, "city": null}]}'),
      { age: [Number.NaN, Number.NEGATIVE_INFINITY], city: ['Nan City', null] },
    ],
    ['a nested value', json({ instances: [{ age: 31, city: ['Bern', 'Rome'] }] }), { age: [31], city: [null] }],
    [
      'lists of one, as Keras takes them',
      json({ instances: [{ age: [31], city: ['Bern'] }] }),
      { age: [31], city: ['Bern'] },
    ],
  ])('%s', async (_, input, expected) => {
    const { columns, summary } = await readAll([sourceOf(captureLine(input, undefined))], KEYED);
    expect(rejections(summary)).toEqual([]);
    expect(Object.fromEntries(columns)).toEqual(expected);
    expect(summary).toMatchObject({ records: 1, rows: expected.age.length, absentInputs: 0, absentOutputs: 1 });
  });

  it.each<[string, Side, string]>([
    ['too few CSV fields', csv('31'), 'wrong-column-count'],
    ['too many CSV fields in the second row', csv('31,Bern\n52,Rome,x'), 'wrong-column-count'],
    ['too short an array', json({ instances: [[31, 'Bern'], [52]] }), 'wrong-column-count'],
    ['plain values for two features', json({ instances: [31, 52, 7] }), 'wrong-column-count'],
    ['CSV with an open quote', csv('31,"Bern'), 'invalid-csv'],
    ['no JSON', json('{"instances":'), 'invalid-json'],
    ['JSON Lines with a broken line', json('{"age":31}\n{"age":'), 'invalid-json'],
    [
      'BASE64 with other characters',
      { data: 'MzEs*', encoding: 'BASE64', observedContentType: 'text/csv' },
      'invalid-base64',
    ],
    ['BASE64 that is cut', { data: 'MzEsQ', encoding: 'BASE64', observedContentType: 'text/csv' }, 'invalid-base64'],
    [
      'an image where features are listed',
      base64(Uint8Array.of(0xff, 0xd8, 0xff, 0), 'image/jpeg'),
      'unsupported-encoding',
    ],
    ['bytes without a content type', base64(Uint8Array.of(0xff, 0xd8, 0xff, 0), null), 'unsupported-encoding'],
    [
      'an unknown encoding',
      { data: '31,Bern', encoding: 'XML', observedContentType: 'text/xml' },
      'unsupported-encoding',
    ],
    [
      'no encoding and a content type of another kind',
      { data: '31,Bern', observedContentType: 'text/xml' },
      'unsupported-encoding',
    ],
    ['data that is no text', { data: [31, 'Bern'], encoding: 'JSON' }, 'not-a-capture-record'],
    ['ragged series', json({ instances: [{ target: [1, 2, 3] }, { target: [4, 5] }] }), 'nested-values'],
    ['ragged arrays', json({ instances: [[[1, 2], [3]], [[4]]] }), 'nested-values'],
    ['ragged arrays under features', json({ instances: [{ features: [[1, 2, 3], [4]] }] }), 'nested-values'],
  ])('rejects %s', async (_, input, reason) => {
    const lines = [captureLine(input, csv('0.5')), captureLine(csv('1,A'), csv('0.5'))].join('\n');
    const { columns, rows, summary } = await readAll([sourceOf(lines)], ABC);
    expect(rejections(summary)).toEqual([[reason, 1]]);
    expect(rows).toBe(1);
    expect(Object.fromEntries(columns)).toEqual({ age: [1], city: ['A'] });
  });

  it('leaves nothing of a rejected record behind, no column and no text', async () => {
    const lines = [
      captureLine(json({ a: 'left', extra: 1 }), json([1, 2])),
      captureLine(json({ a: 'x' }), json([1])),
    ].join('\n');
    const { chunks, summary } = await readAll(
      [sourceOf(lines)],
      captureSpec({ prediction: { value: 0, threshold: 0.5 } }),
    );
    expect(rejections(summary)).toEqual([['row-count-mismatch', 1]]);
    expect([...chunks[0].columns.keys()]).toEqual(['a']);
    expect(chunks[0].columns.get('a')!.dictionary).toEqual(['x']);
  });
});

describe('features', () => {
  it('are all read if none are listed: by key, or as _c0, _c1 by position', async () => {
    const keyed = await readAll([sourceOf(captureLine(json({ b: 1, a: { c: 2 } }), undefined))], captureSpec());
    expect([...keyed.columns]).toEqual([
      ['b', [1]],
      ['a', [null]],
    ]);
    const positions = await readAll([sourceOf(captureLine(csv('5,x\n6,y'), undefined))], captureSpec());
    expect([...positions.columns]).toEqual([
      ['_c0', [5, 6]],
      ['_c1', ['x', 'y']],
    ]);
  });

  it('reads listed features that are all nested, and rejects a row without any of them', async () => {
    const spec = captureSpec({ features: ['who.age', 'at.city'], prediction: { score: 0, threshold: 0.5 } });
    const lines = [
      { who: { age: 31 }, at: { city: 'Bern' } },
      { who: { name: 'A' }, at: {} },
    ]
      .map((row) => captureLine(json({ instances: [row] }), csv('0.5')))
      .join('\n');
    const { columns, summary } = await readAll([sourceOf(lines)], spec);
    expect(Object.fromEntries(columns)).toEqual({ 'who.age': [31], 'at.city': ['Bern'] });
    expect(rejections(summary)).toEqual([['nested-values', 2]]);
  });

  it('has no column for a listed feature that never appears, and keeps the case of names', async () => {
    const { columns } = await readAll(
      [sourceOf(captureLine(json([{ Age: 1, AGE: 2 }]), undefined))],
      captureSpec({ features: ['Age', 'age', 'AGE'] }),
    );
    expect([...columns]).toEqual([
      ['Age', [1]],
      ['AGE', [2]],
    ]);
  });

  it('has 12 headerless columns in their order, not sorted as text', async () => {
    const { columns } = await readAll(
      [sourceOf(captureLine(csv('0,1,2,3,4,5,6,7,8,9,10,11'), undefined))],
      captureSpec(),
    );
    expect([...columns.values()]).toEqual(Array.from({ length: 12 }, (_, i) => [i]));
  });

  it.each<[string, readonly string[] | 'none', [string, unknown[]][]]>([
    ['a selection', ['city'], [['city', ['Bern']]]],
    ['none', 'none', []],
  ])('reads %s of them, rows and checks as ever', async (_, features, expected) => {
    const lines = [captureLine(csv('31,Bern'), csv('0.9')), captureLine(csv('31'), csv('0.9'))].join('\n');
    const { columns, score, summary } = await readAll([sourceOf(lines)], ABC, { features });
    expect([...columns]).toEqual(expected);
    expect(score).toEqual([0.9]);
    expect(rejections(summary)).toEqual([['wrong-column-count', 2]]);
  });

  it('follow the dots of a listed name only if there is no such key', async () => {
    const { columns } = await readAll(
      [sourceOf(captureLine(json([{ 'a.b': 1, a: { b: 2, c: 3 } }]), undefined))],
      captureSpec({ features: ['a.b', 'a.c'] }),
    );
    expect([...columns]).toEqual([
      ['a.b', [1]],
      ['a.c', [3]],
    ]);
  });

  it('finds rows under the key it is given, and rejects a request without it', async () => {
    const lines = [
      captureLine(json({ body: { items: [{ age: 1 }, { age: 2 }] } }), undefined),
      captureLine(json({ instances: [{ age: 3 }] }), undefined),
    ].join('\n');
    const { columns, summary } = await readAll([sourceOf(lines)], captureSpec({ requestRows: 'body.items' }));
    expect([...columns]).toEqual([['age', [1, 2]]]);
    expect(rejections(summary)).toEqual([['rows-not-found', 2]]);
  });

  it('counts the monitor’s missing texts as missing, in CSV and JSON', async () => {
    const lines = [captureLine(csv('NA,1'), undefined), captureLine(json([['NA', 'x']]), undefined)].join('\n');
    const { columns } = await readAll([sourceOf(lines)], captureSpec({ missing: ['NA'] }));
    expect([...columns]).toEqual([
      ['_c0', [null, null]],
      ['_c1', [1, 'x']],
    ]);
  });
});
