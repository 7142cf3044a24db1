/** Two columns cannot be compared because they were not counted on a common support. */
export class AlignmentError extends Error {
  override readonly name = 'AlignmentError';
  readonly column: string;
  constructor(
    column: string,
    difference: string,
    remedy: string = "profile the window with the baseline's schema (schemaOf)",
  ) {
    super(`column ${JSON.stringify(column)} cannot be compared: ${difference}; ${remedy}`);
    this.column = column;
  }
}
