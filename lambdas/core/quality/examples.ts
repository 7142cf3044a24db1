/** The most examples of a finding. */
const MOST = 3;

/**
 * An example in a finding: a captured text, a text with single numbers of the data, or own words, such as the name of a unit, which
 * quote no data.
 */
export interface Example {
  readonly kind: 'text' | 'number' | 'words';
  readonly text: string;
}

/** The first few captured values. */
export function textExamples(texts: readonly string[]): readonly Example[] {
  return texts.slice(0, MOST).map((text) => ({ kind: 'text', text }));
}
