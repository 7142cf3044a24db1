import { RejectionLog } from '../../../lambdas/core/capture/rejections.ts';
import { readLabels } from '../../../lambdas/core/labels/read-labels.ts';
import type { LabelSpec } from '../../../lambdas/core/labels/spec.ts';
import { groundTruth } from '../../core/labels/sources.ts';
import { below, chance, DEEP, deepen, mutateDocument, mutateText, pick } from '../mutate.ts';
import { answerOf, beginsAsJsonLines, checkSummary, packed, readTwice, requireLaw, type Target } from '../target.ts';

const DATA: readonly [unknown, unknown][] = [
  ['1', 'CSV'],
  ['1\n0', 'CSV'],
  ['{"label":1}', 'JSON'],
  ['{"instances":[{"label":0},{"label":1}]}', 'JSON'],
  ['{"labels":[0,1]}', 'JSON'],
  ['MQ==', 'BASE64'],
  [DEEP, 'JSON'],
];

/** Label files in every format. */
export const labels: Target = {
  name: 'labels',
  async run(random) {
    const format = pick(random, ['sagemaker-ground-truth', 'csv', 'jsonl'] as const);
    const spec: LabelSpec = {
      format,
      id: 'id',
      label: pick<string | number>(random, ['label', 0, 'a.b', '__proto__']),
      position: chance(random, 0.2) ? 'position' : undefined,
      missing: chance(random, 0.2) ? ['NA'] : [],
    };
    const lines = Array.from({ length: below(random, 6) }, (_, i) => {
      const label = pick<unknown>(random, [0, 1, '1', true, null, 'NA']);
      if (format === 'csv') return `e${i},${label},0`;
      if (format === 'jsonl')
        return deepen(random, JSON.stringify(mutateDocument(random, { id: `e${i}`, label, position: 0 }, 0.05)) ?? '');
      const [data, encoding] = pick(random, chance(random, 0.01) ? DATA : DATA.slice(0, -1));
      const record = JSON.parse(groundTruth(`e${i}`, data, encoding));
      return deepen(random, JSON.stringify(chance(random, 0.3) ? mutateDocument(random, record, 0.05) : record) ?? '');
    });
    if (format === 'csv') lines.unshift('id,label,position');
    const joined = lines.join(format !== 'csv' && chance(random, 0.1) ? '' : '\n');
    const text = chance(random, 0.3) ? mutateText(random, joined) : joined;
    const { bytes, whole } = packed(random, text);
    const read = await readTwice(random, bytes, 'memory:labels', (source) =>
      answerOf(async () => {
        const log = new RejectionLog();
        const found: unknown[] = [];
        const sink = { wants: (id: string) => id !== 'e2', add: (...label: unknown[]) => void found.push(label) };
        await readLabels([source], spec, { log, labels: sink });
        return { found, summary: log.summarize() };
      }, []),
    );
    if (typeof read === 'string') return;
    checkSummary(read.summary, read.found.length);
    if (!whole || format === 'csv' || /\} ?\{/.test(text) || !beginsAsJsonLines(format, text)) return;
    const records = text.split('\n').filter((line) => !/^[ \t\r]*$/.test(line.replace(/^\ufeff/, ''))).length;
    requireLaw(read.summary.records === records, `${records} lines are ${read.summary.records} records`);
  },
};
