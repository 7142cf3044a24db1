/** Prefix of the kept answers of all monitors, which expire. No monitor has a name with an underscore. */
export const KEPT_ANSWERS = 'kept_answers/';

/** Prefix of a monitor's kept answers; below it is a file for each window. */
export function keptAnswersOf(monitor: string): string {
  return `${KEPT_ANSWERS}${monitor}/`;
}
