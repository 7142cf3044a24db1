import { describe, expect, it } from 'vitest';
import { RejectedRecordError } from '../../../lambdas/core/capture/rejection-reason.ts';
import { readTensorBytes } from '../../../lambdas/core/capture/tensor-bytes.ts';
import { csv, json, rejections } from './capturing.ts';
import { BY_NAME, BY_POSITION, COLUMNS, read } from './formed.ts';

const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;

// The bytes are those of Python's struct module.
describe('readTensorBytes', () => {
  it.each<[string, string, unknown[]]>([
    ['FP32', 'zczMPc3MTD4=', [0.1, 0.2]],
    ['FP32', 'AACAfwAAgP8AAMB/', [infinity, -infinity, nan]],
    ['FP64', 'hetRuM4P3kDXo3A9+gHSQA==', [30783.23, 18439.91]],
    ['FP16', 'Zi4AwP97AQA=', [0.1, -2, 65504, 6e-8]],
    ['FP16', 'AHwA/AB+', [infinity, -infinity, nan]],
    ['INT8', '/wc=', [-1, 7]],
    ['INT16', '1P4=', [-300]],
    ['INT32', '+////wYAAAA=', [-5, 6]],
    ['INT64', 'VQAAAAAAAABJAAAAAAAAAA==', [85, 73]],
    ['UINT8', '/wc=', [255, 7]],
    ['UINT16', '//8BAA==', [65535, 1]],
    ['UINT32', '/////w==', [4294967295]],
    ['UINT64', 'AAAAAAAAIAA=', [2 ** 53]],
    ['BOOL', 'AQA=', [true, false]],
    ['BYTES', 'BwAAAFrDvHJpY2gAAAAA', ['Zürich', '']],
    ['FP32', '', []],
  ])('%s %s', (datatype, bytes, expected) => {
    expect(readTensorBytes(Buffer.from(bytes, 'base64'), datatype, 'x')).toEqual(expected);
  });

  it.each<[string, unknown, Uint8Array, string]>([
    ['numbers that are cut', 'FP32', Uint8Array.of(1, 2, 3), 'not a multiple of the size of FP32 values'],
    ['a text that is cut', 'BYTES', Uint8Array.of(9, 0, 0, 0, 65), 'ends inside a text'],
    ['a length that is cut', 'BYTES', Uint8Array.of(9, 0), 'ends inside a text'],
    ['an image', 'BYTES', Uint8Array.of(2, 0, 0, 0, 0xff, 0xd8), 'bytes that are not text'],
    ['another datatype', 'BF16', Uint8Array.of(0, 0), 'an unsupported datatype'],
    ['a datatype that is none', { deep: [] }, Uint8Array.of(0, 0), 'an unsupported datatype'],
  ])('refuses %s', (_, datatype, bytes, detail) => {
    expect(() => readTensorBytes(bytes, datatype, 'x')).toThrow(RejectedRecordError);
    expect(() => readTensorBytes(bytes, datatype, 'x')).toThrow(detail);
  });
});

describe('JSON followed by tensors', () => {
  // Three tensors as struct.pack writes them, behind json.dumps of their header.
  const REQUEST =
    'eyJpbnB1dHMiOlt7Im5hbWUiOiJwbGFuIiwic2hhcGUiOlsyLDFdLCJkYXRhdHlwZSI6IkJZVEVTIiwicGFyYW1ldGVycyI6eyJiaW5hcnlfZGF0YV9z' +
    'aXplIjoxNn19LHsibmFtZSI6ImFnZSIsInNoYXBlIjpbMiwxXSwiZGF0YXR5cGUiOiJJTlQ2NCIsInBhcmFtZXRlcnMiOnsiYmluYXJ5X2RhdGFfc2l6' +
    'ZSI6MTZ9fSx7Im5hbWUiOiJpbmNvbWUiLCJzaGFwZSI6WzIsMV0sImRhdGF0eXBlIjoiRlA2NCIsInBhcmFtZXRlcnMiOnsiYmluYXJ5X2RhdGFfc2l6' +
    'ZSI6MTZ9fV19AwAAAHBybwUAAABiYXNpY1UAAAAAAAAASQAAAAAAAACF61G4zg/eQNejcD36AdJA';
  const side = (data: string, headerSize: number) => ({
    data,
    encoding: 'BASE64',
    observedContentType: `application/vnd.sagemaker-triton.binary+json;json-header-size=${headerSize}`,
  });
  const answer = (parameters: object, bytes: string) => {
    const header = JSON.stringify({ outputs: [{ name: 'p', shape: [2], datatype: 'FP32', parameters }] });
    const data = Buffer.concat([Buffer.from(header), Buffer.from(bytes, 'base64')]).toString('base64');
    return side(data, header.length);
  };

  it('is read on both sides', async () => {
    const output = answer({ binary_data_size: 8 }, 'zczMPc3MTD4=');
    for (const spec of [BY_POSITION, BY_NAME]) {
      const { columns, score, summary } = await read(side(REQUEST, 270), output, spec);
      expect(rejections(summary)).toEqual([]);
      expect(Object.fromEntries(columns)).toEqual(COLUMNS);
      expect(score).toEqual([0.1, 0.2]);
    }
  });

  it.each<[string, ReturnType<typeof side>, string]>([
    ['a header longer than everything', side(REQUEST, 5000), 'unsupported-encoding'],
    ['a header that is cut', side(REQUEST, 200), 'invalid-json'],
    ['bytes that are cut', side(REQUEST.slice(0, -8), 270), 'unsupported-encoding'],
    ['bytes behind the tensors', side(`${REQUEST}AAAA`, 270), 'unsupported-encoding'],
  ])('rejects %s', async (_, input, reason) => {
    expect(rejections((await read(input, csv('0.1\n0.2'))).summary)).toEqual([[reason, 1]]);
  });

  it.each<[string, object]>([
    ['negative', { binary_data_size: -8 }],
    ['no number', { binary_data_size: '8' }],
    ['of another shape', { binary_data_size: 4 }],
    ['beyond the data', { binary_data_size: 1e15 }],
  ])('rejects an answer whose size is %s', async (_, parameters) => {
    const { summary } = await read(csv('85,1,pro\n73,2,basic'), answer(parameters, 'zczMPc3MTD4='));
    expect(rejections(summary)).toEqual([['unsupported-encoding', 1]]);
  });
});

describe('tensors as the JSON of protobuf', () => {
  const tensors = [
    {
      name: 'plan',
      shape: ['2', '1'].map(Number),
      datatype: 'BYTES',
      contents: { bytes_contents: ['cHJv', 'YmFzaWM='] },
    },
    { name: 'age', shape: [2, 1], datatype: 'INT64', contents: { int64Contents: ['85', '73'] } },
    { name: 'income', shape: [2, 1], datatype: 'FP64', contents: { fp64_contents: COLUMNS.income } },
  ];
  const raw = ['AwAAAHBybwUAAABiYXNpYw==', 'VQAAAAAAAABJAAAAAAAAAA==', 'hetRuM4P3kDXo3A9+gHSQA=='];
  const bare = tensors.map(({ contents: _, ...tensor }) => tensor);

  it.each<[string, unknown]>([
    ['contents', { model_name: 'm', inputs: tensors }],
    ['raw contents', { inputs: bare, raw_input_contents: raw }],
    ['rawInputContents', { inputs: bare, rawInputContents: raw }],
  ])('%s', async (_, request) => {
    const outputs = [{ name: 'p', shape: [2], datatype: 'FP32' }];
    const answers = [
      { outputs, raw_output_contents: ['zczMPc3MTD4='] },
      { outputs, rawOutputContents: ['zczMPc3MTD4='] },
      { outputs: [{ ...outputs[0], contents: { fp32_contents: [0.1, 0.2] } }] },
    ];
    for (const response of answers) {
      const { columns, score, summary } = await read(json(request), json(response));
      expect(rejections(summary)).toEqual([]);
      expect(Object.fromEntries(columns)).toEqual(COLUMNS);
      expect(score).toEqual([0.1, 0.2]);
    }
  });

  it('has its infinite numbers as texts', async () => {
    const contents = { fp32Contents: ['NaN', '-Infinity'] };
    const { score } = await read(
      csv('85,1,pro\n73,2,basic'),
      json({ outputs: [{ name: 'p', shape: [2], datatype: 'FP32', contents }] }),
    );
    expect(score).toEqual([nan, -infinity]);
  });

  it.each<[string, unknown, string]>([
    [
      'raw contents that are cut',
      { inputs: bare, raw_input_contents: [raw[0], 'AAAA', raw[2]] },
      'not a multiple of the size',
    ],
    ['no contents', { inputs: bare, raw_input_contents: [] }, 'bytes, which were not captured'],
  ])('rejects %s', async (_, request, detail) => {
    const { summary } = await read(json(request), csv('0.1\n0.2'));
    expect(rejections(summary)).toEqual([['unsupported-encoding', 1]]);
    expect(summary.rejected.samples[0].detail).toContain(detail);
  });
});
