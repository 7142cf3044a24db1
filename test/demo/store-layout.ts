/** A line of the page that says what is stored: a file, or a folder if it ends with `/`. */
export interface Stored {
  /** As on the page, such as `{monitor}/history/{drift|accuracy}/{window}.jsonl`. */
  readonly name: string;
  readonly pattern: RegExp;
}

/** What a page's block says is stored: a path, then its siblings, then words; a folder is followed by what it holds. */
export function storedOf(text: string): Stored[] {
  let folder = '';
  return text
    .trimEnd()
    .split('\n')
    .flatMap((line) => {
      const isBelow = line.startsWith('  ');
      const [first, ...others] = line.trim().split(/ {2,}/);
      const siblings = others.filter((each) => /^[\w{}.-]+[./]\w*$/.test(each));
      const path = isBelow ? `${folder}${first}` : first;
      if (!isBelow) folder = first;
      const parent = path.replace(/[^/]+\/?$/, '');
      return [path, ...siblings.map((each) => `${parent}${each}`)].map((name) => ({ name, pattern: patternOf(name) }));
    });
}

function patternOf(name: string): RegExp {
  const source = name
    .replaceAll('.', '\\.')
    .replaceAll('…', '[^/]*')
    .replaceAll(/\{([^}|]+)\}/g, '[^/]+')
    .replaceAll(/\{([^}]+)\}/g, '($1)')
    .replaceAll('csv|jsonl', '(csv|jsonl)');
  return new RegExp(`^${source}${name.endsWith('/') ? '' : '$'}`);
}
