/** Two profiles, or a profile and a profiler, that were made on different supports. */
export class ProfileMergeError extends Error {
  override readonly name = 'ProfileMergeError';
  readonly column: string;
  constructor(column: string, difference: string) {
    super(
      `column ${JSON.stringify(column)} cannot be merged: ${difference}. ` +
        'Profiles merge when they were made with the same schema, types and limits, and these are given to the merge',
    );
    this.column = column;
  }
}

/** A text that is not a profile of this version. */
export class ProfileFormatError extends Error {
  override readonly name = 'ProfileFormatError';
  /** Where in the document, such as `columns[3].cells.missing`; empty for the document itself. */
  readonly path: string;
  constructor(path: string, problem: string, options?: ErrorOptions) {
    super(`not a profile: ${path === '' ? '' : `${path}: `}${problem}`, options);
    this.path = path;
  }
}

/** The training data was not the same when it was read a second time. */
export class DataChangedError extends Error {
  override readonly name = 'DataChangedError';
  readonly column: string | null;
  constructor(column: string | null, difference: string) {
    super(
      `the training data changed while its baseline was built${column === null ? '' : `, column ${JSON.stringify(column)}`}: ` +
        `${difference}. Build the baseline from data that is no longer written to`,
    );
    this.column = column;
  }
}
