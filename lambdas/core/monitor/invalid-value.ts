/**
 * A text of the monitor file that cannot be understood or cannot be meant. The file's reader adds where it stands; thrown
 * also by the parsers of single texts (limits, durations, schedules), which the command line uses.
 * The message continues the value: `"2 days" is not a duration`.
 */
export class InvalidValueError extends Error {
  override readonly name = 'InvalidValueError';
  /** What would have been accepted. */
  readonly accepted: string;
  /** The nearest right text, when one is near. */
  readonly suggestion: string | null;
  constructor(message: string, accepted: string, suggestion: string | null = null) {
    super(message);
    this.accepted = accepted;
    this.suggestion = suggestion;
  }
}
