import type { CheckedWindow } from '../decision/checked-window.ts';
import { INCIDENT } from './words.ts';

/** What a check found in a window, in a word or two. */
export interface WindowStanding {
  readonly tone: 'bad' | 'good' | 'unknown';
  readonly says: string;
}

export function windowStanding({ signals }: Pick<CheckedWindow, 'signals'>): WindowStanding {
  const problems = signals.filter(({ status }) => status === 'breach').map(({ kind }) => INCIDENT[kind]);
  if (problems.length > 0) return { tone: 'bad', says: problems.join(', ') };
  return signals.some(({ status }) => status === 'clear')
    ? { tone: 'good', says: 'normal' }
    : { tone: 'unknown', says: 'not known' };
}
