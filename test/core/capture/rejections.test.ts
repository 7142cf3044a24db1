import { describe, expect, it } from 'vitest';
import { RejectionLog } from '../../../lambdas/core/capture/rejections.ts';
import { describeRejections } from '../../../lambdas/core/result/describe.ts';

describe('RejectionLog', () => {
  it('counts records, rows, rows outside the window, absent sides and rejections', () => {
    const log = new RejectionLog();
    log.accept(2, 5);
    log.passOver(3, 4);
    log.countAbsentInput();
    log.countAbsentOutput();
    log.countAbsentOutput();
    log.reject('invalid-json', 'a', 7, 'no JSON', '{');
    expect(log.summarize()).toEqual({
      records: 6,
      used: 2,
      rows: 5,
      recordsOutsideWindow: 3,
      rowsOutsideWindow: 4,
      absentInputs: 1,
      absentOutputs: 2,
      repeats: 0,
      conflicts: 0,
      repeatSamples: [],
      rejected: {
        records: 1,
        inWindow: 1,
        outsideWindow: 0,
        share: 1 / 3,
        byReason: [{ reason: 'invalid-json', count: 1 }],
        outsideByReason: [],
        samples: [{ reason: 'invalid-json', uri: 'a', line: 7, detail: 'no JSON', excerpt: '{' }],
        places: [{ uri: 'a', count: 1, lines: '7' }],
        elsewhere: 0,
      },
    });
    expect([log.records, log.rows, log.rejected, log.share]).toEqual([6, 5, 1, 1 / 3]);
  });

  it('has share 0 without records', () => {
    expect(new RejectionLog().share).toBe(0);
  });

  it('keeps every place, with neighbours as one range', () => {
    const log = new RejectionLog();
    for (const line of [3, 4, 5, 9, 11, 12]) log.reject('invalid-json', 'a', line, '', '');
    log.reject('unreadable-file', 'b', null, '', '');
    log.reject('invalid-json', 'a', 13, '', '');
    expect(log.summarize().rejected.places).toEqual([
      { uri: 'a', count: 7, lines: '3-5, 9, 11-13' },
      { uri: 'b', count: 1, lines: '' },
    ]);
  });

  it('quotes the first few of each reason, made printable and cut', () => {
    const log = new RejectionLog({ samplesPerReason: 2 });
    for (let line = 1; line <= 5; line++) log.reject('invalid-json', 'a', line, '', `\u0000\ud800${'x'.repeat(300)}`);
    log.reject('invalid-csv', 'a', 6, '', '');
    const { samples } = log.summarize().rejected;
    expect(samples.map(({ reason, line }) => [reason, line])).toEqual([
      ['invalid-json', 1],
      ['invalid-json', 2],
      ['invalid-csv', 6],
    ]);
    expect(samples[0].excerpt).toMatch(/^\\u\{0\}\\u\{d800\}x+…$/);
    expect(samples[0].excerpt.length).toBe(200);
  });

  it('names the file once', () => {
    const log = new RejectionLog();
    log.reject('unreadable-file', 'day/0.csv.gz', 1, 'day/0.csv.gz: the gzip data is damaged', '');
    const { rejected } = log.summarize();
    expect(rejected.samples[0].detail).toBe('the gzip data is damaged');
    expect(describeRejections(rejected)).toBe(': the gzip data is damaged at line 1 of day/0.csv.gz');
  });

  it('keeps only counts beyond its limits', () => {
    const log = new RejectionLog({ maxRanges: 2, maxFiles: 2 });
    for (const line of [1, 3, 5, 6]) log.reject('invalid-json', 'a', line, '', '');
    log.reject('invalid-json', 'b', 1, '', '');
    log.reject('invalid-json', 'c', 1, '', '');
    log.reject('invalid-json', 'd', 1, '', '');
    const { places, elsewhere, records } = log.summarize().rejected;
    expect(places).toEqual([
      { uri: 'a', count: 4, lines: '1, 3, …' },
      { uri: 'b', count: 1, lines: '…' },
    ]);
    expect(elsewhere).toBe(2);
    expect(records).toBe(7);
  });

  it('is JSON, even with hostile file names', () => {
    const log = new RejectionLog();
    for (const uri of ['__proto__', 'constructor', '']) log.reject('invalid-json', uri, 1, '', '');
    const summary = log.summarize();
    expect(JSON.parse(JSON.stringify(summary))).toEqual(summary);
    expect(summary.rejected.places.map(({ uri }) => uri)).toEqual(['__proto__', 'constructor', '']);
  });
});
