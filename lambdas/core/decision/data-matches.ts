import type { Verdict } from '../result/schema.ts';
import type { Signal } from './checked-window.ts';

/** Whether a window's data matches the baseline, by the signals of its drift check. */
export function dataMatches(signals: readonly Pick<Signal, 'kind' | 'status'>[]): Verdict['dataMatches'] {
  const about = signals.filter(({ kind }) => kind === 'data-quality' || kind === 'drift');
  if (about.some(({ status }) => status === 'breach')) return 'no';
  return about.length > 0 && about.every(({ status }) => status === 'clear') ? 'yes' : 'unknown';
}
