/** A wider row is rejected: every column costs memory whatever it holds. */
export const MAX_COLUMNS = 100_000;

const POSITION_NAMES: string[] = [];

/** The name of a column without one. */
export function positionName(position: number): string {
  for (let i = POSITION_NAMES.length; i <= position && i < 1024; i++) POSITION_NAMES.push(`_c${i}`);
  return POSITION_NAMES[position] ?? `_c${position}`;
}
