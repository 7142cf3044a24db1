/** Two profiles, or a profile and a profiler, were built with different schemas, types or limits. */
export class ProfileMergeError extends Error {
  override readonly name = 'ProfileMergeError';
  readonly column: string;
  constructor(column: string, difference: string) {
    super(
      `column ${JSON.stringify(column)} cannot be merged: ${difference}. ` +
        'Profiles can be merged if all were built with the same schema, types and limits, and the merge uses them too',
    );
    this.column = column;
  }
}

/** A text is not a profile, or one of another version. */
export class ProfileFormatError extends Error {
  override readonly name = 'ProfileFormatError';
  /** The place in the document, such as `columns[3].cells.missing`. Empty for the document itself. */
  readonly path: string;
  constructor(path: string, problem: string, options?: ErrorOptions) {
    super(`not a profile: ${path === '' ? '' : `${path}: `}${problem}`, options);
    this.path = path;
  }
}

/** The training data changed between the two passes that read it. */
export class DataChangedError extends Error {
  override readonly name = 'DataChangedError';
  readonly column: string | null;
  constructor(column: string | null, difference: string) {
    super(
      `the training data changed while its baseline was built${column === null ? '' : `, column ${JSON.stringify(column)}`}: ` +
        `${difference}. Build the baseline from data that is not being written`,
    );
    this.column = column;
  }
}
