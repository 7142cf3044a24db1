/** What was looked at, and what is to be done where it is not as it should be. */
export interface Finding {
  /** Such as `endpoint` or `baseline`. */
  readonly name: string;
  /** `note`: worth knowing, and no fault. */
  readonly state: 'ok' | 'failed' | 'note';
  /** One line. */
  readonly text: string;
  /** A command or a change that mends it. */
  readonly mend?: string | undefined;
}

export const ok = (name: string, text: string): Finding => ({ name, state: 'ok', text });
export const note = (name: string, text: string): Finding => ({ name, state: 'note', text });
export const failed = (name: string, text: string, mend?: string): Finding => ({ name, state: 'failed', text, mend });
