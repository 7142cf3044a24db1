/** Two columns that were not counted on a common support. */
export class AlignmentError extends Error {
  override readonly name = 'AlignmentError';
  readonly column: string;
  constructor(column: string, difference: string) {
    super(
      `column ${JSON.stringify(column)} cannot be compared: ${difference}. ` +
        "Profile the window with the baseline's schema (schemaOf)",
    );
    this.column = column;
  }
}
