import { loadBaseline } from '../../../lambdas/core/baseline/document.ts';
import { emptyState } from '../../../lambdas/core/decision/state.ts';
import { loadState } from '../../../lambdas/core/decision/state-store.ts';
import { parseMonitor } from '../../../lambdas/core/monitor/parse.ts';
import type { SeededRandom } from '../../../lambdas/core/statistics/random.ts';
import { MINIMAL } from '../../core/monitor/monitor-file.ts';
import { MemoryStore } from '../../core/stories/memory-store.ts';
import { chance, DEEP, mutateDocument, mutateText, pick } from '../mutate.ts';
import { answerOf, type Target } from '../target.ts';

const YAML = [
  ...Object.values(MINIMAL),
  `${MINIMAL.binary}labels: { uri: l, lag: P1D }\nperformance: { retrain: [accuracy < 0.85] }\nquality: { maxMissingShare: 0.1 }\n`,
  `model: m\nproblem: regression\ncapture: &c { uri: d, format: csv, time: t, id: i, prediction: { value: y } }\nbaseline: { uri: b.csv, value: y, types: { a: number } }\n`,
];

/** Monitor files. */
export const monitorFiles: Target = {
  name: 'monitor-files',
  async run(random) {
    let text = mutateText(random, pick(random, YAML));
    if (chance(random, 0.002)) text += `a: ${DEEP}`;
    await answerOf(async () => parseMonitor(text, 'monitors/m.yaml'), ['MonitorFileError']);
  },
};

/** State documents. */
export const states: Target = {
  name: 'states',
  async run(random) {
    const store = new MemoryStore(new Map([['m/state.json', anyDocument(random, emptyState('m'))]]));
    await answerOf(() => loadState(store, 'm'), ['StateError']);
  },
};

const PROFILE = {
  version: 1,
  rows: 2,
  columns: [],
};
const HEAD = {
  version: 1,
  id: 'b',
  model: 'm',
  createdAt: '2026-11-23T00:00:00.000Z',
  source: 'train.csv',
  rows: 2,
  predictionRows: 2,
  performance: null,
};

/** Baseline documents. */
export const baselines: Target = {
  name: 'baselines',
  async run(random) {
    const store = new MemoryStore(
      new Map([
        ['m/baselines/b/baseline.json', anyDocument(random, HEAD)],
        ['m/baselines/b/profile.json', anyDocument(random, PROFILE)],
        ['m/baselines/b/predictions.json', anyDocument(random, PROFILE)],
      ]),
    );
    await answerOf(() => loadBaseline(store, 'm', 'b'), ['BaselineError', 'ProfileFormatError']);
  },
};

function anyDocument(random: SeededRandom, document: unknown): string {
  const text = JSON.stringify(chance(random, 0.5) ? mutateDocument(random, document) : document) ?? '';
  if (chance(random, 0.002)) return DEEP;
  return chance(random, 0.3) ? mutateText(random, text) : text;
}
