/**
 * Characters that take two columns of a terminal: East Asian wide and full-width ones, and emoji (Unicode Standard
 * Annex 11).
 */
const WIDE =
  /[\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u;
/** Marks that are drawn over the character before them, so that they take no column. */
const COMBINING = /[\p{Mn}\p{Me}]/u;
const PLAIN = /^[\x20-\x7e]*$/;

/** How many columns of a terminal a printable text takes. */
export function displayWidth(text: string): number {
  if (PLAIN.test(text)) return text.length;
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

function characterWidth(character: string): number {
  if (COMBINING.test(character)) return 0;
  return WIDE.test(character) ? 2 : 1;
}

/**
 * Wraps a printable line to lines of at most `width` columns. Breaks at spaces, and inside a word only if the word
 * alone is wider. An empty text gives one empty line.
 *
 * @param width At least 2, the width of the widest character.
 */
export function wrapText(text: string, width: number): string[] {
  if (displayWidth(text) <= width) return [text];
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (displayWidth(longer) <= width) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = breakWord(word, width);
    lines.push(...pieces.slice(0, -1));
    line = pieces.at(-1)!;
  }
  if (line !== '' || lines.length === 0) lines.push(line);
  return lines;
}

/** The position to cut a long word at: after a separator in its second half, otherwise at its end. */
function cutOf(piece: string): number {
  const separator = /[_.\-/:][^_.\-/:]*$/.exec(piece);
  const cut = separator === null ? 0 : separator.index + 1;
  return cut > piece.length / 2 ? cut : piece.length;
}

function breakWord(word: string, width: number): string[] {
  const pieces: string[] = [];
  let piece = '';
  let taken = 0;
  for (const character of word) {
    const more = characterWidth(character);
    if (taken + more > width) {
      const cut = cutOf(piece);
      pieces.push(piece.slice(0, cut));
      piece = piece.slice(cut);
      taken = displayWidth(piece);
    }
    piece += character;
    taken += more;
  }
  return [...pieces, piece];
}
