import { InvalidValueError } from '../../lambdas/core/monitor/invalid-value.ts';
import { isBreached, type Limit, parseLimit } from '../../lambdas/core/monitor/limit.ts';
import type { Cell, ModelPlay } from '../play/cell.ts';

/** Options that not every cell uses, with what a cell needs for them. */
const NEEDS: readonly { options: readonly string[]; need: string; has: (cell: Cell) => boolean }[] = [
  {
    options: [
      ...['problem', 'true', 'limit', 'for', 'literal', 'labels', 'drop', 'change-days', 'value-wobble'],
      ...['positives', 'errors', 'performance-keys', 'label-keys', 'retraining', 'retraining-keys'],
    ],
    need: 'a metric: name it with --performance',
    has: ({ model }) => model !== null,
  },
  {
    options: ['positives'],
    need: 'a binary classification without --retraining',
    has: ({ model }) => model?.spec.problem === 'binary-classification' && model.retraining === null,
  },
  {
    options: ['errors'],
    need: 'a metric of regression',
    has: ({ model }) => model?.spec.problem === 'regression',
  },
  { options: ['change-days'], need: '--drop', has: ({ model }) => model !== null && model.drop !== null },
  { options: ['changed-features'], need: '--change', has: ({ change }) => change !== null },
  {
    options: ['change-day', 'change-over'],
    need: '--change, or --performance with --drop',
    has: ({ change, model }) => change !== null || (model !== null && model.drop !== null),
  },
];

/** @throws RangeError for an option that changes nothing, because no cell uses it */
export function rejectUnused(given: readonly string[], cells: readonly Cell[]): void {
  for (const { options, need, has } of NEEDS) {
    const option = options.find((name) => given.includes(name));
    if (option !== undefined && !cells.some(has)) throw new RangeError(`--${option} needs ${need}`);
  }
}

/** @throws RangeError for options that make no sense together */
export function rejectSenseless({ model }: Cell): void {
  if (model === null) return;
  rejectLimit(model);
  const { drop } = model;
  if (drop !== null && drop.days !== null && drop.days < drop.over) {
    throw new RangeError('the drop would end before it is complete: --change-days is at least --change-over');
  }
}

function rejectLimit({ limit: text, spec: { metric, value } }: ModelPlay): void {
  const limit = readLimit('limit', text);
  readLimit('true', `${metric} ${limit.operator} ${value}`);
  if (isBreached(limit, value)) {
    throw new RangeError(`the model would meet its limit from the start: --true is ${value}, and the limit is ${text}`);
  }
}

/** Rejects numbers that the metric cannot have. */
function readLimit(option: string, text: string): Limit {
  try {
    return parseLimit(text);
  } catch (error) {
    if (!(error instanceof InvalidValueError)) throw error;
    throw new RangeError(`--${option}: ${text} ${error.message}; accepted: ${error.accepted}`);
  }
}
