/** A long name is shortened in favour of the numbers behind it, but keeps at least so many characters. */
const SHORTEST_NAME = 16;

/** A part of a headline in parentheses, with the space before it. */
interface Aside {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Shortens a headline so that what was measured and its limit fit. Least important first, it leaves out why there is no interval and
 * examples, shortens the name of the column, and leaves out how many other facts there are and the interval. What is left may still be
 * too long.
 */
export function fitHeadline(headline: string, maximum: number): string {
  const steps = [
    (text: string) => without(text, ({ text: aside }) => aside.startsWith(' (no interval: ')),
    (text: string) => without(text, ({ text: aside }) => !isCount(aside) && !isInterval(aside)),
    (text: string) => shortenName(text, maximum),
    (text: string) => without(text, ({ text: aside }) => isCount(aside)),
    (text: string) => without(text, () => true),
    (text: string) => shortenName(text, maximum),
  ];
  return steps.reduce((text, step) => (text.length <= maximum ? text : step(text)), headline);
}

const isCount = (aside: string) => /^ \(and \d+ more\)$/.test(aside);
const isInterval = (aside: string) => /^ \(-?[\d.,]+(e[+-]?\d+)? to -?[\d.,]+(e[+-]?\d+)?\)$/.test(aside);

function without(headline: string, isLess: (aside: Aside) => boolean): string {
  return asidesOf(headline)
    .filter(isLess)
    .toReversed()
    .reduce((text, { start, end }) => text.slice(0, start) + text.slice(end), headline);
}

/** The outermost parentheses behind the name, whose own parentheses belong to it. One that is not closed reaches to the end. */
function asidesOf(headline: string): Aside[] {
  const asides: Aside[] = [];
  let depth = 0;
  let start = 0;
  for (let i = nameOf(headline).length; i < headline.length; i++) {
    if (headline[i] === '(' && (depth > 0 || headline[i - 1] === ' ') && depth++ === 0) start = i - 1;
    const isClosed = headline[i] === ')' && depth > 0 && --depth === 0;
    if (!isClosed && (depth === 0 || i + 1 < headline.length)) continue;
    asides.push({ start, end: i + 1, text: headline.slice(start, i + 1) });
  }
  return asides;
}

/** The name of the column at the start of a headline; empty where it does not start with one. */
function nameOf(headline: string): string {
  return /^(?:".+?"|\S+?)(?= drifted: |: )/s.exec(headline)?.[0] ?? '';
}

function shortenName(headline: string, maximum: number): string {
  const name = nameOf(headline);
  const end = name.startsWith('"') ? '…"' : '…';
  const kept = Math.max(SHORTEST_NAME, name.length - (headline.length - maximum) - end.length);
  if (headline.length <= maximum || kept + end.length >= name.length) return headline;
  return name.slice(0, kept) + end + headline.slice(name.length);
}
