import type { Window } from '../window.ts';
import { keyTime } from './key-time.ts';
import { isOfNamedDay } from './named-day.ts';

/** What the name of a file says about its place in time. */
export interface FilePlace {
  /** Whether its first record belongs to the window. null: unknown. */
  readonly isInside: boolean | null;
  /** Whether its records belong to the window if none of them has a time. */
  readonly isOfWindow: boolean;
}

/** @param areInHours Whether the captures lie in folders of hours. */
export function placeOf(uri: string, window: Window, areInHours: boolean): FilePlace {
  if (!areInHours) return { isInside: null, isOfWindow: isOfNamedDay(uri, window) ?? true };
  const time = keyTime(uri);
  const isInside = Number.isNaN(time) ? null : time >= window.start && time < window.end;
  return { isInside, isOfWindow: true };
}
