/**
 * A text of the monitor file that is invalid or makes no sense. The file's reader adds its place. The parsers of limits, durations
 * and schedules also throw it for the command line.
 * The message continues the value: `"2 days" is not a duration`.
 */
export class InvalidValueError extends Error {
  override readonly name = 'InvalidValueError';
  /** What is accepted. */
  readonly accepted: string;
  /** A similar valid text, if there is one. */
  readonly suggestion: string | null;
  constructor(message: string, accepted: string, suggestion: string | null = null) {
    super(message);
    this.accepted = accepted;
    this.suggestion = suggestion;
  }
}
