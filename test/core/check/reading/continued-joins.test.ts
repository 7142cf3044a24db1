import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  continueJoins,
  joinSharedLabels,
  type LabelsRead,
  WindowJoin,
} from '../../../../lambdas/core/check/reading/join-labels.ts';
import { PredictionKeys } from '../../../../lambdas/core/labels/prediction-keys.ts';
import type { LabelSettings } from '../../../../lambdas/core/monitor/monitor.ts';
import { parseMonitor } from '../../../../lambdas/core/monitor/parse.ts';
import { countReading } from '../../stories/counted-reading.ts';
import { hourFolder, labelLine } from '../../stories/fixtures.ts';
import { MemoryStore } from '../../stories/memory-store.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.UTC(2001, 1, 1);
const WINDOWS = [0, 1, 2].map((day) => ({
  name: `day-${day}`,
  start: START + day * DAY,
  end: START + (day + 1) * DAY,
}));
/** A correction and its repetition, labels of several rows, of unknown ids, and what is none. */
const line = fc.oneof(
  {
    weight: 9,
    arbitrary: fc
      .record({ row: fc.nat(30), value: fc.constantFrom(0, 1, 'x', ''), count: fc.constantFrom(1, 1, 1, 2) })
      .map(({ row, value, count }) => labelLine({ id: `id-${row}`, values: Array(count).fill(value) })),
  },
  { weight: 1, arbitrary: fc.constantFrom('<html>', '{}', '{"eventMetadata":{"eventId":"id-1"}}') },
);
const file = fc.record({ hour: fc.nat(9 * 24), lines: fc.array(line, { minLength: 1, maxLength: 12 }) });

function settingsOf(labels: string): LabelSettings {
  const monitor = `model: m
problem: binary-classification
capture: { uri: captures, prediction: { label: 0 } }
labels: ${labels}
`;
  return parseMonitor(monitor, '/m.yaml').labels!;
}

function keysOf(window: number): PredictionKeys {
  const keys = new PredictionKeys();
  // Ten rows, the last two of one request, and one without an id.
  const ids = [...Array.from({ length: 9 }, (_, i) => `id-${window * 10 + i}`), `id-${window * 10 + 8}`, ''];
  keys.append({ rows: ids.length, ids, positions: Int32Array.from(ids, (_, i) => (i === 9 ? 1 : 0)) });
  return keys;
}

/** All that a reading says, of which later readings must change nothing. */
function found({ joined: { actual, ...counts }, log, counter }: LabelsRead) {
  const labels = Array.from({ length: actual.length }, (_, row) => actual.at(row));
  return structuredClone({
    labels,
    counts,
    log: log.summarize(),
    files: [counter.objects, counter.bytes, `${counter.digest}`],
  });
}

describe('joins that go on as labels arrive', () => {
  it.each([
    ['files by hour', '{ uri: labels, lag: PT0S, maxAge: P4D }'],
    ['a table', '{ uri: labels, lag: PT0S, maxAge: P4D, format: jsonl, id: id, label: label }'],
  ])('find what a new reading finds at any time: %s', async (_, labels) => {
    const settings = settingsOf(labels);
    let [labelled, again] = [0, 0];
    await fc.assert(
      fc.asyncProperty(
        fc.array(file, { maxLength: 20 }),
        fc.array(fc.nat(9 * 24), { minLength: 2, maxLength: 6 }),
        async (files, times) => {
          const content = new Map(
            files.map(({ hour, lines }, i) => {
              const text = lines.map((each) =>
                settings.format === 'jsonl'
                  ? each.replace(/.*"data":"(.*?)".*"eventId":"(.*?)".*/, '{"id":"$2","label":"$1"}')
                  : each,
              );
              const path = `labels/${hourFolder(START + hour * HOUR)}/${String(i).padStart(3, '0')}.jsonl`;
              return [path, text.join('\n')] as const;
            }),
          );
          const place = { store: new MemoryStore(content), prefix: 'labels/', uriOf: (key: string) => key };
          const reading = countReading(() => place);
          const keys = WINDOWS.map((_window, i) => keysOf(i));
          const joins = WINDOWS.map((window, i) => new WindowJoin(window, keys[i], settings));
          for (const hour of times.sort((a, b) => a - b)) {
            const context = { open: reading.open, now: START + hour * HOUR };
            const continued = (await continueJoins(settings, joins, joins, context)).map(found);
            const bytes = reading.take('labels');
            const anew = await joinSharedLabels(
              settings,
              WINDOWS.map((window, i) => ({ window, keys: keys[i] })),
              context,
              true,
            );
            expect(continued).toStrictEqual(anew.map(found));
            if (bytes < reading.take('labels')) again++;
            labelled += anew.reduce((sum, { joined }) => sum + joined.labelled, 0);
          }
        },
      ),
      { numRuns: 60, seed: 1 },
    );
    expect(labelled).toBeGreaterThan(500);
    expect(again).toBeGreaterThan(50);
  });

  it('do not change the labels of an earlier look', async () => {
    const settings = settingsOf('{ uri: labels, lag: PT0S }');
    const path = (day: number) => `labels/${hourFolder(START + day * DAY)}/0.jsonl`;
    const store = new MemoryStore(
      new Map([
        [path(1), labelLine({ id: 'id-0', values: [0] })],
        [path(2), labelLine({ id: 'id-0', values: ['new'] })],
      ]),
    );
    const open = () => ({ store, prefix: 'labels/', uriOf: (key: string) => key });
    const joins = [new WindowJoin(WINDOWS[0], keysOf(0), settings)];
    const look = async (day: number) =>
      (await continueJoins(settings, joins, joins, { open, now: START + day * DAY }))[0].joined;
    const first = await look(1);
    const second = await look(2);
    expect([first.actual.at(0), second.actual.at(0)]).toEqual([0, 'new']);
    expect([first.conflicts, second.conflicts]).toEqual([0, 1]);
  });
});
