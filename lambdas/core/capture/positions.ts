/** Wider rows are rejected, because every column takes memory whatever it holds. */
export const MAX_COLUMNS = 100_000;

const POSITION_NAMES: string[] = [];

/** The name of the column at a position of rows without names. */
export function positionName(position: number): string {
  for (let i = POSITION_NAMES.length; i <= position && i < 1024; i++) POSITION_NAMES.push(`_c${i}`);
  return POSITION_NAMES[position] ?? `_c${position}`;
}
