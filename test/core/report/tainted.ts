import * as fc from 'fast-check';

/** Values that are words of ours: everything else can come from data, files and names. */
const WORDS = new Set(
  [
    'drift accuracy yes no unknown continue alert retrain fix-data wait-for-labels better same worse number category',
    'location spread share unseen missing shape material chance first_windows short_history history season',
    'known other values deviations time duration',
    'good bad open recovered data-quality performance no-data no-labels breach clear opened repeated',
  ].flatMap((words) => words.split(' ')),
);

/** The same value with every text of a foreign origin replaced. */
export function taint<T>(value: T, text: string): T {
  if (typeof value === 'string') return (WORDS.has(value) ? value : text) as T;
  if (Array.isArray(value)) return value.map((each) => taint(each, text)) as T;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, taint(each, text)])) as T;
}

/** Texts as attackers and broken files write them. */
export const hostileText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.constantFrom(
    '\u001b[2J\u001b]0;title\u0007',
    '\u009b31m',
    'a\r\nb\tc',
    '\u202etxt.exe',
    '\ud83d',
    '__proto__',
    '',
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    '</style><script>',
    '<!--',
    ']]>',
    '&lt;&#60;&amp',
    '\u0000<b>',
    '`onfocus=`alert(1)',
    'javascript:alert(1)',
  ),
);
