const NUMBER = '#';

/** Whether all texts differ in words with digits only, such as `run-0412` and `run-0413`. */
export function haveOneForm(texts: Iterable<string>): boolean {
  const forms = new Set<string>();
  for (const text of texts) {
    forms.add(text.replaceAll(/[\p{L}\p{N}]*\p{N}[\p{L}\p{N}]*/gu, NUMBER));
    if (forms.size > 1) return false;
  }
  return [...forms].some((form) => form.includes(NUMBER));
}
