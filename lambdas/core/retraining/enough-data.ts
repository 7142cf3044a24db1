import type { RetrainingSettings } from '../monitor/monitor.ts';
import { countOf, formatCount } from '../text/numbers.ts';

/** The windows and rows that a retraining can use, after subsampling. */
export interface UsableData {
  readonly windows: { readonly training: number; readonly heldOut: number };
  readonly rows: { readonly training: number; readonly heldOut: number };
}

export type DataNeeds = {
  readonly data: Omit<RetrainingSettings['data'], 'keep'>;
  readonly promote: Pick<RetrainingSettings['promote'], 'minimumRows'>;
};

/**
 * Whether there is enough data to train and to judge: at least one window for each, with the rows that the monitor file
 * requires. The plan tests the counts of earlier checks, the manifest those of the prepared rows.
 */
export function isEnough(
  { windows, rows }: UsableData,
  { data, promote }: DataNeeds,
): { readonly enough: boolean; readonly message: string } {
  const lacking = [
    ...lack('train on', windows.training, rows.training, data.minimumRows),
    ...lack('judge on', windows.heldOut, rows.heldOut, promote.minimumRows),
  ];
  if (lacking.length > 0) return { enough: false, message: `not enough labelled rows: ${lacking.join('; ')}` };
  const parts = [
    `${countOf(rows.training, 'labelled row')} in ${countOf(windows.training, 'window')} to train on`,
    `${formatCount(rows.heldOut)} in ${countOf(windows.heldOut, 'newer window')} to judge on`,
  ];
  return { enough: true, message: parts.join(', ') };
}

function lack(purpose: string, windows: number, rows: number, minimumRows: number): string[] {
  if (windows > 0 && rows >= minimumRows) return [];
  return [
    `${formatCount(rows)} in ${countOf(windows, 'window')} to ${purpose}, ${formatCount(minimumRows)} are needed`,
  ];
}
