const QUOTE = 34;
const BACKSLASH = 92;

/**
 * Parses JSON, including the NaN, Infinity and -Infinity that Python's json module writes. Numbers beyond the range of
 * a double become ±Infinity. Throws SyntaxError.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (!text.includes('NaN') && !text.includes('Infinity')) throw error;
    return parsePythonJson(text);
  }
}

/** JSON cannot spell NaN, so this parses it as a text that occurs nowhere else, and replaces that text afterwards. */
function parsePythonJson(text: string): unknown {
  let placeholder = 'NaN';
  while (text.includes(`"${placeholder}"`)) placeholder += '!';
  const standard = replaceOutsideTexts(text, JSON.stringify(placeholder));
  return JSON.parse(standard, (_key, value) => (value === placeholder ? Number.NaN : value));
}

/**
 * Outside of texts, replaces `Infinity` by 1e999, which JSON.parse reads as Infinity, and `NaN` by the value of `nan`.
 */
function replaceOutsideTexts(text: string, nan: string): string {
  const parts: string[] = [];
  let start = 0;
  while (start < text.length) {
    const quote = text.indexOf('"', start);
    const end = quote === -1 ? text.length : quote;
    parts.push(text.slice(start, end).replaceAll('Infinity', '1e999').replaceAll('NaN', nan));
    if (quote === -1) break;
    start = endOfText(text, quote);
    parts.push(text.slice(quote, start));
  }
  return parts.join('');
}

/** The index after the closing quote of the text that opens at `quote`. */
function endOfText(text: string, quote: number): number {
  for (let at = quote + 1; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === BACKSLASH) at++;
    else if (code === QUOTE) return at + 1;
  }
  return text.length;
}
