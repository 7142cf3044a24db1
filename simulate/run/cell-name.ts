import type { ModelPlay } from '../play/cell.ts';
import type { Drop } from '../world/model/spec.ts';
import type { CellOptions } from './cell-options.ts';
import { DEFAULTS } from './defaults.ts';

/** What a cell is, for the table. */
export function cellName(options: CellOptions, model: ModelPlay | null): string {
  const { world, change, changeOver, changedFeatures, rows, features, columns } = options;
  const over = changeOver === 1 ? '' : ` over ${changeOver} days`;
  const details = [
    ...(model === null ? [] : [describeModel(options, model)]),
    world,
    ...(change === null ? [] : [`${change}${over}`]),
    ...(changedFeatures === 1 ? [] : [`in ${changedFeatures} features`]),
    `${rows} rows`,
    `${features} ${columns === 'mix' ? (features === 1 ? 'feature' : 'features') : columns}`,
  ];
  return details.join(', ');
}

/** `accuracy 0.87, limit < 0.85, drop 0.05, labels spread-13`. */
function describeModel(
  { labels }: Pick<CellOptions, 'labels'>,
  { spec, drop, limit, windows, literal, retraining }: ModelPlay,
): string {
  const { problem, metric, value, wobble, positives, errors } = spec;
  const streak = windows === null ? '' : ` for ${windows} windows`;
  const parts = [
    `${problem === 'multiclass-classification' ? 'multiclass ' : ''}${metric} ${value}`,
    `${literal ? 'literal ' : ''}limit ${limit.slice(metric.length + 1)}${streak}`,
    ...(positives === DEFAULTS.positives ? [] : [`${100 * positives} % positive`]),
    ...(errors === 'normal' ? [] : [`${errors} errors`]),
    ...(wobble === 0 ? [] : [`value wobbles by ${wobble}`]),
    ...(drop === null ? [] : [describeDrop(drop)]),
    `labels ${labels}`,
    ...(retraining === null ? [] : ['retraining']),
  ];
  return parts.join(', ');
}

function describeDrop({ size, over, days }: Drop): string {
  return `drop ${size}${over === 1 ? '' : ` over ${over} days`}${days === null ? '' : ` for ${days} days`}`;
}
